import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { FatalError, go, gosched } from 'millrace';
import type { Routine } from 'millrace';
import { Mutex, RWMutex } from 'millrace/sync';
import { compiled, failure, forms, idle, thrown, wait } from './support.ts';

/** What can be done to an RWMutex without waiting. */
const acts: Record<string, (mutex: RWMutex) => boolean | void> = {
  tryLock: (mutex) => mutex.tryLock(),
  tryRLock: (mutex) => mutex.tryRLock(),
  unlock: (mutex) => mutex.unlock(),
  rUnlock: (mutex) => mutex.rUnlock(),
  'rLocker unlock': (mutex) => mutex.rLocker().unlock(),
};

/** How each phase is reached. Who waits on the way is never let in, and is aborted at the end. */
const phases: Record<string, (mutex: RWMutex, signal: AbortSignal) => void> = {
  free: () => {},
  'one reader': (mutex) => void mutex.tryRLock(),
  'two readers': (mutex) => {
    mutex.tryRLock();
    mutex.tryRLock();
  },
  pending: (mutex, signal) => {
    mutex.tryRLock();
    mutex.lock({ signal }).catch(() => {});
  },
  'pending, two readers': (mutex, signal) => {
    mutex.tryRLock();
    mutex.tryRLock();
    mutex.lock({ signal }).catch(() => {});
  },
  writing: (mutex) => void mutex.tryLock(),
  'writing, readers wait': (mutex, signal) => {
    mutex.tryLock();
    mutex.rLock({ signal }).catch(() => {});
  },
  'writing, a writer waits': (mutex, signal) => {
    mutex.tryLock();
    mutex.lock({ signal }).catch(() => {});
  },
};

const YES = true;
const NO = false;
const LOCK = 'UNLOCK_OF_UNLOCKED_RWMUTEX';
const READ = 'RUNLOCK_OF_UNLOCKED_RWMUTEX';
const DONE = undefined;

/** What each act does in each phase: a value, or the code of what it throws. */
const table: Record<
  string,
  [tryLock: unknown, tryRLock: unknown, unlock: unknown, rUnlock: unknown]
> = {
  free: [YES, YES, LOCK, READ],
  'one reader': [NO, YES, LOCK, DONE],
  'two readers': [NO, YES, LOCK, DONE],
  pending: [NO, NO, LOCK, DONE],
  'pending, two readers': [NO, NO, LOCK, DONE],
  writing: [NO, NO, DONE, READ],
  'writing, readers wait': [NO, NO, DONE, READ],
  'writing, a writer waits': [NO, NO, DONE, READ],
};

const texts: Record<string, string> = {
  [LOCK]: 'sync: Unlock of unlocked RWMutex',
  [READ]: 'sync: RUnlock of unlocked RWMutex',
};

describe('RWMutex', () => {
  for (const [phase, reach] of Object.entries(phases)) {
    for (const [act, perform] of Object.entries(acts)) {
      const column = ['tryLock', 'tryRLock', 'unlock', 'rUnlock'].indexOf(
        act.replace('rLocker unlock', 'rUnlock'),
      );
      const wanted = table[phase]?.[column];
      it(`${phase}: ${act} ${typeof wanted === 'string' ? `throws ${wanted}` : `gives ${String(wanted)}`} [RW-01, RW-02, RW-07, RW-08]`, async () => {
        const mutex = new RWMutex();
        const controller = new AbortController();
        reach(mutex, controller.signal);
        if (typeof wanted === 'string') {
          const error = thrown(() => perform(mutex));
          expect(error).to.be.instanceOf(FatalError);
          expect(error).to.include({ code: wanted, message: texts[wanted] });
          // Nothing has changed: the row of this phase still holds.
          expect([mutex.tryLock(), mutex.tryRLock()].includes(true)).to.equal(
            table[phase]?.[0] === YES || table[phase]?.[1] === YES,
          );
        } else {
          expect(perform(mutex)).to.equal(wanted);
        }
        mutex.check();
        controller.abort('end');
        mutex.check();
        await idle();
        mutex.check();
      });
    }
  }

  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      /** A goroutine that locks, writes down its name, gives way once and unlocks. */
      const enters =
        (mutex: RWMutex, log: string[]) =>
        (name: string, signal?: AbortSignal): Promise<unknown> =>
          form.start(function* () {
            const writes = name.startsWith('W');
            try {
              yield* wait(() => (writes ? mutex.lock({ signal }) : mutex.rLock({ signal })));
            } catch (reason) {
              log.push(`${name} ${String(reason)}`);
              return;
            }
            log.push(name);
            mutex.check();
            yield* wait(() => gosched());
            if (writes) mutex.unlock();
            else mutex.rUnlock();
            mutex.check();
          });

      it('lets readers in together, and writers alone [RW-01]', async () => {
        const mutex = new RWMutex();
        let [reading, writing, most] = [0, 0, 0];
        const readers = Array.from({ length: 10 }, () =>
          form.start(function* () {
            for (let i = 0; i < 20; i++) {
              yield* wait(() => mutex.rLock());
              most = Math.max(most, ++reading);
              expect(writing).to.equal(0);
              yield* wait(() => gosched());
              reading--;
              mutex.rUnlock();
              yield* wait(() => gosched());
            }
          }),
        );
        const writers = Array.from({ length: 3 }, () =>
          form.start(function* () {
            for (let i = 0; i < 20; i++) {
              yield* wait(() => mutex.lock());
              expect([++writing, reading]).to.deep.equal([1, 0]);
              yield* wait(() => gosched());
              writing--;
              mutex.unlock();
              yield* wait(() => gosched());
            }
          }),
        );
        await Promise.all([...readers, ...writers]);
        mutex.check();
        expect(most).to.be.above(1);
        expect(mutex.tryLock()).to.equal(true);
      });

      const orders: [arrive: string, admitted: string, what: string][] = [
        ['W1 R2 W3 R4', 'W1 R2 R4 W3', 'all readers who waited come before the next writer'],
        ['W1 W2 W3', 'W1 W2 W3', 'writers in the order in which they came'],
        ['R1 R2 W3 R4', 'R1 R2 W3 R4', 'a writer that waits keeps new readers out'],
        ['W1 R2 R3 W4 R5 W6', 'W1 R2 R3 R5 W4 W6', 'phases alternate'],
      ];
      for (const [arrive, admitted, what] of orders) {
        it(`behind a reader: ${what}: ${arrive} [RW-02, RW-03, RW-05]`, async () => {
          const mutex = new RWMutex();
          mutex.tryRLock();
          const log: string[] = [];
          const enter = enters(mutex, log);
          const all = [];
          for (const name of arrive.split(' ')) {
            all.push(enter(name));
            await idle();
          }
          mutex.rUnlock();
          await Promise.all(all);
          expect(log.join(' ')).to.equal(admitted);
          expect(mutex.tryLock()).to.equal(true);
        });
      }

      it('makes a reader that asks twice wait for the writer between, for ever [RW-02, RW-06]', async () => {
        const mutex = new RWMutex();
        const log: string[] = [];
        const reader = form.start(function* () {
          yield* wait(() => mutex.rLock());
          yield* wait(() => gosched());
          yield* wait(() => gosched());
          yield* wait(() => mutex.rLock());
          log.push('twice');
        });
        const writer = form.start(function* () {
          yield* wait(() => mutex.lock());
          log.push('writer');
          mutex.unlock();
        });
        await idle();
        expect(log).to.deep.equal([]);
        mutex.rUnlock();
        await Promise.all([reader, writer]);
        expect(log).to.deep.equal(['writer', 'twice']);
      });

      it('is not for turning a read lock into a write lock: that waits for ever [RW-06]', async () => {
        const mutex = new RWMutex();
        let through = false;
        form.start(function* () {
          yield* wait(() => mutex.rLock());
          yield* wait(() => mutex.lock());
          through = true;
        });
        await idle();
        expect(through).to.equal(false);
        mutex.rUnlock();
        await idle();
        expect(through).to.equal(true);
      });

      it('may be unlocked by whoever likes [RW-06]', async () => {
        const mutex = new RWMutex();
        await form.start(function* () {
          yield* wait(() => mutex.rLock());
        });
        mutex.rUnlock();
        await form.start(function* () {
          yield* wait(() => mutex.lock());
        });
        mutex.unlock();
        expect(mutex.tryLock()).to.equal(true);
      });

      it('lets in whom a writer kept out when that writer gives up [RW-02]', async () => {
        const mutex = new RWMutex();
        mutex.tryRLock();
        const log: string[] = [];
        const enter = enters(mutex, log);
        const controller = new AbortController();
        const all = [enter('W1', controller.signal)];
        await idle();
        for (const name of ['R2', 'W3', 'R4']) {
          all.push(enter(name));
          await idle();
        }
        controller.abort('enough');
        mutex.check();
        expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
        await idle();
        expect(log.toSorted()).to.deep.equal(['R2', 'R4', 'W1 enough']);
        mutex.rUnlock();
        await Promise.all(all);
        expect(log.at(-1)).to.equal('W3');
        expect(mutex.tryLock()).to.equal(true);
      });

      it('takes whoever else gives up out of its line; nothing else changes', async () => {
        for (const gone of ['R2', 'W3', 'R4']) {
          const mutex = new RWMutex();
          mutex.tryRLock();
          const log: string[] = [];
          const enter = enters(mutex, log);
          const controller = new AbortController();
          const all = [];
          for (const name of ['W1', 'R2', 'W3', 'R4']) {
            all.push(enter(name, name === gone ? controller.signal : undefined));
            await idle();
          }
          controller.abort('enough');
          mutex.check();
          await idle();
          mutex.rUnlock();
          await Promise.all(all);
          const rest = ['W1', 'R2', 'R4', 'W3'].filter((name) => name !== gone);
          expect(log).to.deep.equal([`${gone} enough`, ...rest]);
          expect(mutex.tryLock()).to.equal(true);
        }
      });

      it('keeps what was got when the abort comes after it', async () => {
        const mutex = new RWMutex();
        mutex.tryRLock();
        const controller = new AbortController();
        const { signal } = controller;
        const writer = form.start(function* () {
          yield* wait(() => mutex.lock({ signal }));
          return 'writer';
        });
        await idle();
        const reader = form.start(function* () {
          yield* wait(() => mutex.rLock({ signal }));
          return 'reader';
        });
        await idle();
        mutex.rUnlock();
        await idle();
        mutex.unlock();
        controller.abort('too late');
        expect(await Promise.all([writer, reader])).to.deep.equal(['writer', 'reader']);
        mutex.check();
        mutex.rUnlock();
        expect(mutex.tryLock()).to.equal(true);
      });

      it('lets a writer through beside readers that come again and again [RW-02]', async () => {
        const mutex = new RWMutex();
        let stop = false;
        const readers = [1, 2, 3].map(() =>
          form.start(function* () {
            while (!stop) {
              yield* wait(() => mutex.rLock());
              yield* wait(() => gosched());
              mutex.rUnlock();
            }
          }),
        );
        await form.start(function* () {
          for (let i = 0; i < 10; i++) {
            yield* wait(() => gosched());
            yield* wait(() => mutex.lock());
            mutex.unlock();
          }
        });
        stop = true;
        await Promise.all(readers);
        expect(mutex.tryLock()).to.equal(true);
      });
    });
  }

  it('lets who is running in before the next writer, as a Mutex does [RW-04]', async () => {
    const mutex = new RWMutex();
    mutex.tryLock();
    const order: string[] = [];
    const writer = go(function* () {
      yield* mutex.lock();
      order.push('waiter');
      mutex.unlock();
    });
    await idle();
    mutex.unlock();
    expect(mutex.tryLock(), 'with a writer in line').to.equal(true);
    order.push('passes');
    mutex.unlock();
    await writer;
    expect(order).to.deep.equal(['passes', 'waiter']);
  });

  it('lets new readers in until the next writer has had its turn [RW-03, RW-05]', async () => {
    const mutex = new RWMutex();
    mutex.tryLock();
    const writer = mutex.lock();
    mutex.unlock();
    expect(mutex.tryRLock(), 'it has not announced itself').to.equal(true);
    await idle();
    expect(mutex.tryRLock(), 'it has').to.equal(false);
    mutex.rUnlock();
    await writer;
    expect(mutex.tryRLock()).to.equal(false);
  });

  it('takes one who writes out of the way of another who waits for readers [RW-02]', async () => {
    // Both wait under one signal: the readers are let in by the first abort, and stay.
    const mutex = new RWMutex();
    mutex.tryRLock();
    const controller = new AbortController();
    const { signal } = controller;
    const outcomes = [mutex.lock({ signal }), mutex.rLock({ signal }), mutex.lock({ signal })];
    controller.abort('all');
    mutex.check();
    const settled = await Promise.allSettled(outcomes);
    expect(settled.map(({ status }) => status)).to.deep.equal([
      'rejected',
      'fulfilled',
      'rejected',
    ]);
    mutex.rUnlock();
    mutex.rUnlock();
    expect(mutex.tryLock()).to.equal(true);
  });

  describe('rLocker', () => {
    it('is the read lock as a lock, always the same one [RW-09]', async () => {
      const mutex = new RWMutex();
      const locker = mutex.rLocker();
      expect(mutex.rLocker()).to.equal(locker);
      await locker.lock();
      await go(function* () {
        yield* locker.lock();
      });
      expect(mutex.tryLock()).to.equal(false);
      expect(mutex.tryRLock()).to.equal(true);
      for (let i = 0; i < 3; i++) locker.unlock();
      expect(mutex.tryLock()).to.equal(true);
      expect(thrown(() => locker.unlock())).to.include({ code: READ });
    });

    it('waits behind a writer, and keeps a writer out [RW-09, RW-02]', async () => {
      const mutex = new RWMutex();
      mutex.tryLock();
      const locker = mutex.rLocker();
      let in_ = false;
      const reader = locker.lock().then(() => (in_ = true));
      await idle();
      expect(in_).to.equal(false);
      mutex.unlock();
      await reader;
      expect(mutex.tryLock()).to.equal(false);
    });
  });

  type Holder = (mutex: RWMutex) => Routine<boolean> | Promise<boolean>;
  const holders: Record<string, [holder: Holder, readers: boolean]> = {
    'acquire, generator': [
      compiled(`function* (mutex) {
        using hold = yield* mutex.acquire();
        return mutex.tryRLock();
      }`),
      false,
    ],
    'acquire, async': [
      compiled(`async function (mutex) {
        using hold = await mutex.acquire();
        return mutex.tryRLock();
      }`),
      false,
    ],
    'rAcquire, generator': [
      compiled(`function* (mutex) {
        using hold = yield* mutex.rAcquire();
        if (!mutex.tryRLock()) return false;
        mutex.rUnlock();
        return !mutex.tryLock();
      }`),
      true,
    ],
    'rAcquire, async': [
      compiled(`async function (mutex) {
        using hold = await mutex.rAcquire();
        if (!mutex.tryRLock()) return false;
        mutex.rUnlock();
        return !mutex.tryLock();
      }`),
      true,
    ],
  };
  for (const [name, [holder, readers]] of Object.entries(holders)) {
    it(`is held to the end of a block with using: ${name}`, async () => {
      const mutex = new RWMutex();
      expect(await go(holder, mutex)).to.equal(readers);
      expect(mutex.tryLock()).to.equal(true);
      const waits = go(holder, mutex);
      await idle();
      mutex.unlock();
      expect(await waits).to.equal(readers);
      expect(mutex.tryLock()).to.equal(true);
    });
  }

  it('is taken back from an acquire that is aborted', async () => {
    const mutex = new RWMutex();
    mutex.tryRLock();
    const controller = new AbortController();
    const { signal } = controller;
    const writer = failure(mutex.acquire({ signal }));
    const other = new Mutex();
    other.tryLock();
    const elsewhere = failure(other.acquire({ signal }));
    expect(mutex.tryRLock()).to.equal(false);
    controller.abort('enough');
    expect([await writer, await elsewhere]).to.deep.equal(['enough', 'enough']);
    expect(mutex.tryRLock()).to.equal(true);
  });
});
