import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { Channel, FatalError, go, goexit, gosched, MisuseError, sleep, WaitGroup } from 'millrace';
import type { Routine } from 'millrace';
import { Mutex } from 'millrace/sync';
import { compiled, failure, forms, idle, simulate, thrown, wait } from './support.ts';

describe('Mutex', () => {
  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      it('is free when it is made; to lock it then does not wait [MU-01]', async () => {
        const mutex = new Mutex();
        await form.start(function* () {
          for (let i = 0; i < 3; i++) {
            yield* wait(() => mutex.lock());
            expect(mutex.tryLock()).to.equal(false);
            mutex.unlock();
          }
        });
        mutex.check();
        expect(mutex.tryLock()).to.equal(true);
      });

      it('is had by one at a time, over whatever that one waits for [MU-01]', async () => {
        const mutex = new Mutex();
        const group = new WaitGroup();
        let inside = 0;
        let sum = 0;
        group.add(10);
        for (let i = 0; i < 10; i++) {
          form.start(function* () {
            for (let round = 0; round < 20; round++) {
              yield* wait(() => mutex.lock());
              expect(++inside).to.equal(1);
              const before = sum;
              yield* wait(() => gosched());
              sum = before + 1;
              inside--;
              mutex.unlock();
              mutex.check();
            }
            group.done();
          });
        }
        await group.wait();
        expect(sum).to.equal(200);
      });

      it('is not for locking twice: who has it waits for ever, like all others [MU-01]', async () => {
        const mutex = new Mutex();
        let through = false;
        const twice = form.start(function* () {
          yield* wait(() => mutex.lock());
          yield* wait(() => mutex.lock());
          through = true;
        });
        await idle();
        expect(through).to.equal(false);
        mutex.unlock();
        await twice;
      });

      it('may be unlocked by whoever likes [MU-02]', async () => {
        const mutex = new Mutex();
        await form.start(function* () {
          yield* wait(() => mutex.lock());
        });
        await form.start(function* () {
          mutex.unlock();
        });
        expect(mutex.tryLock()).to.equal(true);
      });

      for (const waiters of [0, 1, 5, 1000]) {
        it(`goes to those who wait in the order in which they came: ${waiters} [MU-05]`, async () => {
          const mutex = new Mutex();
          expect(mutex.tryLock()).to.equal(true);
          const order: number[] = [];
          const all = Array.from({ length: waiters }, (_, i) =>
            form.start(function* () {
              yield* wait(() => mutex.lock());
              order.push(i);
              mutex.check();
              mutex.unlock();
            }),
          );
          await idle();
          mutex.unlock();
          await Promise.all(all);
          expect(order).to.deep.equal(Array.from({ length: waiters }, (_, i) => i));
          expect(mutex.tryLock()).to.equal(true);
        });
      }

      it('wakes one, however often it is unlocked before that one runs [MU-06]', async () => {
        const mutex = new Mutex();
        mutex.tryLock();
        const order: number[] = [];
        for (let i = 0; i < 3; i++) {
          form.start(function* () {
            yield* wait(() => mutex.lock());
            order.push(i);
          });
        }
        await idle();
        mutex.unlock();
        expect(mutex.tryLock()).to.equal(true);
        mutex.unlock();
        expect(mutex.tryLock()).to.equal(true);
        mutex.unlock();
        await idle();
        expect(order).to.deep.equal([0]);
        mutex.check();
        mutex.unlock();
        await idle();
        mutex.unlock();
        await idle();
        expect(order).to.deep.equal([0, 1, 2]);
      });

      it('takes a waiter out at an abort, wherever it stands; the others keep their order', async () => {
        for (const gone of [[0], [4], [2], [0, 1], [1, 3], [0, 1, 2, 3, 4]]) {
          const mutex = new Mutex();
          mutex.tryLock();
          const controllers = Array.from({ length: 5 }, () => new AbortController());
          const order: number[] = [];
          const all = controllers.map(({ signal }, i) =>
            form.start(function* () {
              try {
                yield* wait(() => mutex.lock({ signal }));
                order.push(i);
                mutex.unlock();
                return 'locked';
              } catch (reason) {
                return reason;
              }
            }),
          );
          await idle();
          for (const i of gone) controllers[i]?.abort('enough');
          mutex.check();
          mutex.unlock();
          const outcomes = await Promise.all(all);
          const rest = [0, 1, 2, 3, 4].filter((i) => !gone.includes(i));
          expect(order).to.deep.equal(rest);
          expect(outcomes).to.deep.equal(
            [0, 1, 2, 3, 4].map((i) => (gone.includes(i) ? 'enough' : 'locked')),
          );
          for (const { signal } of controllers) {
            expect(getEventListeners(signal, 'abort')).to.have.length(0);
          }
          expect(mutex.tryLock()).to.equal(true);
        }
      });

      it('is not lost with a waiter that was woken and gives up before it runs [MU-06]', async () => {
        const mutex = new Mutex();
        mutex.tryLock();
        const controller = new AbortController();
        const first = form.start(function* () {
          yield* wait(() => mutex.lock({ signal: controller.signal }));
        });
        await idle();
        const second = form.start(function* () {
          yield* wait(() => mutex.lock());
          return 'second';
        });
        await idle();
        mutex.unlock();
        controller.abort('too soon');
        mutex.check();
        expect(await failure(first)).to.equal('too soon');
        expect(await second).to.equal('second');
        mutex.unlock();
        expect(mutex.tryLock()).to.equal(true);
      });

      it('keeps what a waiter got when the abort comes after it', async () => {
        const mutex = new Mutex();
        mutex.tryLock();
        const controller = new AbortController();
        const waiter = form.start(function* () {
          yield* wait(() => mutex.lock({ signal: controller.signal }));
          return 'locked';
        });
        await idle();
        mutex.unlock();
        await idle();
        controller.abort('too late');
        expect(await waiter).to.equal('locked');
        expect(mutex.tryLock()).to.equal(false);
      });

      it('refuses a signal that has fired, even while it is free', async () => {
        const mutex = new Mutex();
        const error = await failure(
          form.start(function* () {
            yield* wait(() => mutex.lock({ signal: AbortSignal.abort('before') }));
          }),
        );
        expect(error).to.equal('before');
        expect(mutex.tryLock()).to.equal(true);
      });

      it('refuses an option that nobody reads', async () => {
        const mutex = new Mutex();
        const error = await failure(
          form.start(function* () {
            yield* wait(() => mutex.lock({ singal: 1 } as object));
          }),
        );
        expect(error).to.be.instanceOf(MisuseError);
        expect(mutex.tryLock()).to.equal(true);
      });

      it('lets a goroutine in time through to one that another locks again and again [MU-08]', async () => {
        const mutex = new Mutex();
        let stop = false;
        const greedy = form.start(function* () {
          while (!stop) {
            yield* wait(() => mutex.lock());
            yield* wait(() => gosched());
            mutex.unlock();
          }
        });
        let rounds = 0;
        await form.start(function* () {
          for (; rounds < 10; rounds++) {
            yield* wait(() => gosched());
            yield* wait(() => mutex.lock());
            mutex.unlock();
          }
        });
        stop = true;
        await greedy;
        expect(rounds).to.equal(10);
      });
    });
  }

  describe('that is unlocked', () => {
    const take: Record<string, (mutex: Mutex) => Routine<void>> = {
      *lock(mutex) {
        yield* mutex.lock();
      },
      *acquire(mutex) {
        yield* mutex.acquire();
      },
      *tryLock(mutex) {
        expect(mutex.tryLock(), 'with a waiter in line').to.equal(true);
        yield* [];
      },
    };
    for (const [name, again] of Object.entries(take)) {
      it(`may be taken at once by who is running, before the waiter that was woken: ${name} [MU-04, MU-05]`, async () => {
        const mutex = new Mutex();
        const order: string[] = [];
        const holder = go(function* () {
          mutex.tryLock();
          yield* gosched();
          mutex.unlock();
          mutex.check();
          yield* again(mutex);
          order.push('again');
          yield* gosched();
          mutex.unlock();
        });
        const waiter = go(function* () {
          yield* mutex.lock();
          order.push('waiter');
          mutex.unlock();
        });
        await Promise.all([holder, waiter]);
        expect(order).to.deep.equal(['again', 'waiter']);
      });
    }

    it('leaves a waiter that was passed over at the front [MU-05]', async () => {
      const mutex = new Mutex();
      mutex.tryLock();
      const order: string[] = [];
      const waiter = function* (name: string): Routine<void> {
        yield* mutex.lock();
        order.push(name);
        mutex.unlock();
      };
      const first = go(waiter, 'first');
      await idle();
      mutex.unlock();
      mutex.tryLock();
      const second = go(waiter, 'second');
      await idle();
      expect(order).to.deep.equal([]);
      mutex.check();
      mutex.unlock();
      await Promise.all([first, second]);
      expect(order).to.deep.equal(['first', 'second']);
    });
  });

  describe('that starves somebody', () => {
    /** Somebody holds it for so long, and takes it again before the waiters run. */
    function passOver(
      ms: number,
      waiters: number,
      then: (mutex: Mutex, log: string[]) => Routine<void>,
    ): string[] {
      const log: string[] = [];
      simulateAll((mutex) => [
        function* () {
          mutex.tryLock();
          yield* sleep(ms);
          mutex.unlock();
          expect(mutex.tryLock(), 'passes').to.equal(true);
          // Their turn comes, and they see that they were passed over.
          yield* gosched();
          yield* gosched();
          yield* then(mutex, log);
        },
        ...Array.from(
          { length: waiters },
          (_, i) =>
            function* () {
              yield* mutex.lock();
              log.push(`w${i + 1}`);
              mutex.check();
              mutex.unlock();
            },
        ),
      ]);
      return log;
    }

    it('can be taken by nobody else: it goes from hand to hand [MU-04, MU-07]', () => {
      const log = passOver(1.5, 2, function* (mutex, said) {
        mutex.unlock();
        mutex.check();
        said.push(`try ${mutex.tryLock()}`);
        yield* mutex.lock();
        said.push('last');
        mutex.unlock();
      });
      expect(log).to.deep.equal(['try false', 'w1', 'w2', 'last']);
    });

    it('is passed on as long as who waits has waited more than 1 ms [MU-07]', () => {
      for (const [ms, tried] of [
        [0.5, true],
        [1, true],
        [1.25, false],
      ] as const) {
        const log = passOver(ms, 1, function* (mutex, said) {
          mutex.unlock();
          const got = mutex.tryLock();
          said.push(`try ${got}`);
          if (got) mutex.unlock();
          yield* gosched();
        });
        expect(log, `${ms} ms`).to.deep.equal([`try ${tried}`, 'w1']);
      }
    });

    it('is an ordinary one again once the last in line has it [MU-07]', () => {
      const log = passOver(5, 1, function* (mutex, said) {
        mutex.unlock();
        yield* gosched();
        yield* gosched();
        said.push('now');
        mutex.tryLock();
        go(function* () {
          yield* mutex.lock();
          said.push('later');
          mutex.unlock();
        });
        yield* gosched();
        yield* gosched();
        mutex.unlock();
        said.push(`try ${mutex.tryLock()}`);
        mutex.unlock();
      });
      expect(log).to.deep.equal(['w1', 'now', 'try true', 'later']);
    });

    it('is an ordinary one again once all who starved have given up [MU-07]', () => {
      const controller = new AbortController();
      const log: string[] = [];
      simulateAll((mutex) => [
        function* () {
          mutex.tryLock();
          yield* sleep(2);
          mutex.unlock();
          mutex.tryLock();
          yield* gosched();
          yield* gosched();
          controller.abort('enough');
          mutex.check();
          mutex.unlock();
          log.push(`try ${mutex.tryLock()}`);
        },
        function* () {
          try {
            yield* mutex.lock({ signal: controller.signal });
          } catch (reason) {
            log.push(String(reason));
          }
        },
      ]);
      expect(log).to.deep.equal(['try true', 'enough']);
    });
  });

  describe('misused', () => {
    const misuses: Record<string, (mutex: Mutex) => void> = {
      'never locked': () => {},
      'unlocked twice': (mutex) => {
        mutex.tryLock();
        mutex.unlock();
      },
    };
    for (const [name, before] of Object.entries(misuses)) {
      it(`throws when it is unlocked, and nothing has changed: ${name} [MU-03]`, () => {
        const mutex = new Mutex();
        before(mutex);
        const error = thrown(() => mutex.unlock());
        expect(error).to.be.instanceOf(FatalError);
        expect(error).to.include({
          code: 'UNLOCK_OF_UNLOCKED_MUTEX',
          message: 'sync: unlock of unlocked mutex',
        });
        mutex.check();
        expect(mutex.tryLock()).to.equal(true);
        mutex.unlock();
      });
    }

    it('throws between an unlock and the turn of who was woken, who then gets it [MU-03]', async () => {
      const mutex = new Mutex();
      mutex.tryLock();
      const waiter = go(function* () {
        yield* mutex.lock();
        return 'locked';
      });
      await idle();
      mutex.unlock();
      expect(thrown(() => mutex.unlock())).to.be.instanceOf(FatalError);
      mutex.check();
      expect(await waiter).to.equal('locked');
    });

    it('refuses a goroutine that has called goexit', async () => {
      const mutex = new Mutex();
      await failure(
        go(function* () {
          try {
            goexit();
          } finally {
            yield* mutex.lock();
          }
        }),
      );
      expect(mutex.tryLock()).to.equal(true);
    });
  });

  describe('acquire', () => {
    type Holder = (mutex: Mutex, log: string[]) => Routine<void> | Promise<void>;
    const holders: Record<string, Holder> = {
      generator: compiled(`function* (mutex, log) {
        using hold = yield* mutex.acquire();
        log.push('inside ' + mutex.tryLock());
      }`),
      async: compiled(`async function (mutex, log) {
        using hold = await mutex.acquire();
        log.push('inside ' + mutex.tryLock());
      }`),
      'generator that throws': compiled(`function* (mutex, log) {
        using hold = yield* mutex.acquire();
        log.push('inside ' + mutex.tryLock());
        throw new Error('inside');
      }`),
      'async that throws': compiled(`async function (mutex, log) {
        using hold = await mutex.acquire();
        log.push('inside ' + mutex.tryLock());
        throw new Error('inside');
      }`),
    };
    for (const [name, holder] of Object.entries(holders)) {
      it(`holds the lock to the end of a block with using: ${name}`, async () => {
        const mutex = new Mutex();
        const log: string[] = [];
        const whenFree = await Promise.allSettled([go(holder, mutex, log)]);
        expect(mutex.tryLock()).to.equal(true);
        const waits = Promise.allSettled([go(holder, mutex, log)]);
        await idle();
        expect(log).to.deep.equal(['inside false']);
        mutex.unlock();
        const whenHeld = await waits;
        expect(log).to.deep.equal(['inside false', 'inside false']);
        const status = name.endsWith('throws') ? 'rejected' : 'fulfilled';
        expect([...whenFree, ...whenHeld].map((one) => one.status)).to.deep.equal([status, status]);
        expect(mutex.tryLock()).to.equal(true);
      });
    }

    it('gives what unlocks once, however often it is disposed of', async () => {
      const mutex = new Mutex();
      const hold = await mutex.acquire();
      hold[Symbol.dispose]();
      expect(mutex.tryLock()).to.equal(true);
      hold[Symbol.dispose]();
      expect(mutex.tryLock(), 'still held').to.equal(false);
    });

    it('stands in the same line as lock, and leaves it at an abort', async () => {
      const mutex = new Mutex();
      mutex.tryLock();
      const controller = new AbortController();
      const order: string[] = [];
      const gone = failure(mutex.acquire({ signal: controller.signal }));
      const locked = mutex.lock().then(() => order.push('lock'));
      const acquired = mutex.acquire().then((hold) => {
        order.push('acquire');
        return hold;
      });
      controller.abort('enough');
      expect(await gone).to.equal('enough');
      mutex.unlock();
      await locked;
      mutex.unlock();
      const hold = await acquired;
      expect(order).to.deep.equal(['lock', 'acquire']);
      expect(mutex.tryLock()).to.equal(false);
      hold[Symbol.dispose]();
      expect(mutex.tryLock()).to.equal(true);
    });
  });

  it('keeps nothing of a hundred thousand that wait and give up', async () => {
    const mutex = new Mutex();
    mutex.tryLock();
    const controller = new AbortController();
    const { signal } = controller;
    const all = Array.from({ length: 100_000 }, () => mutex.lock({ signal }));
    controller.abort('all');
    mutex.check();
    mutex.unlock();
    expect(mutex.tryLock()).to.equal(true);
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.every(({ status }) => status === 'rejected')).to.equal(true);
  });

  it('guards a value between goroutines that pass it through channels', async () => {
    const mutex = new Mutex();
    const turns = new Channel<number>();
    let total = 0;
    const adders = [1, 2, 3].map(() =>
      go(function* () {
        for (let got = yield* turns.recv(); got.ok; got = yield* turns.recv()) {
          yield* mutex.lock();
          const before = total;
          yield* gosched();
          total = before + got.value;
          mutex.unlock();
        }
      }),
    );
    for (let i = 1; i <= 100; i++) await turns.send(i);
    turns.close();
    await Promise.all(adders);
    expect(total).to.equal(5050);
  });
});

/** Runs what shares a mutex as goroutines of a world of their own, with a clock of its own. */
function simulateAll(make: (mutex: Mutex) => (() => Routine<void>)[]): void {
  let ended = 0;
  let bodies: (() => Routine<void>)[] = [];
  simulate(function* () {
    bodies = make(new Mutex());
    for (const body of bodies) {
      go(function* () {
        yield* body();
        ended++;
      });
    }
    yield* [];
  });
  expect(ended, 'goroutines that ended').to.equal(bodies.length);
}
