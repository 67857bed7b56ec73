import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { Channel, FatalError, go, goexit, GoexitError, gosched, MisuseError, run } from 'millrace';
import type { Op, Routine } from 'millrace';
import { Cond, Mutex, RWMutex, type Locker } from 'millrace/sync';
import { explore } from 'millrace/testing';
import { failure, forms, idle, thrown, wait, type Form } from './support.ts';

/** Some waiters, each with a name and a signal of its own, and who came back in which order. */
class Scene {
  readonly mutex = new Mutex();
  readonly cond = new Cond(this.mutex);
  readonly log: string[] = [];
  readonly controllers: AbortController[] = [];
  readonly #form: Form;

  constructor(form: Form) {
    this.#form = form;
  }

  /** The next waiter; it is asleep after an `idle`, if the lock can be had. */
  come(): void {
    const { cond, mutex, log, controllers } = this;
    const controller = new AbortController();
    const name = controllers.push(controller);
    this.#form.start(function* () {
      yield* wait(() => mutex.lock());
      try {
        yield* wait(() => cond.wait({ signal: controller.signal }));
        log.push(`${name}`);
      } catch (reason) {
        log.push(`${String(reason)}${name}`);
      }
      expect(mutex.tryLock(), 'it came back with the lock').to.equal(false);
      mutex.check();
      mutex.unlock();
    });
  }

  /** Performs acts: see the table. */
  async perform(acts: string): Promise<void> {
    for (const act of acts.split(' ')) {
      if (act === 'w') this.come();
      if (act === 'w' || act === '.') await idle();
      if (act === 's') this.cond.signal();
      if (act === 'b') this.cond.broadcast();
      if (act === 'L') expect(this.mutex.tryLock()).to.equal(true);
      if (act === 'U') this.mutex.unlock();
      if (act.startsWith('x')) this.controllers[Number(act.slice(1)) - 1]?.abort('x');
      this.cond.check();
      this.mutex.check();
    }
    await idle();
  }
}

/**
 * `w` somebody comes and waits, `s` signal, `b` broadcast, `x2` the second gives up, `.` a pause in
 * which everybody runs who can, `L` and `U` the lock is taken and let go of. All between two pauses
 * happens in one step. Then who came back, in order; `x2` is the second with the reason of its
 * signal.
 */
const generations: [acts: string, back: string, what: string][] = [
  ['s w', '', 'a signal is not remembered [CO-02]'],
  ['b w', '', 'nor is a broadcast [CO-02]'],
  ['w w w', '', 'nobody wakes of itself [CO-01]'],
  ['w w w s', '1', 'a signal wakes one, who has waited longest [CO-02]'],
  ['w w w s s', '1 2', 'two wake two'],
  ['w w w s . s . s', '1 2 3', 'in the order in which they came [CO-02]'],
  ['w w w b', '1 2 3', 'a broadcast wakes all [CO-02]'],
  ['w w s s s s w', '1 2', 'what is too much is lost'],
  ['w s w', '1', 'who comes after a signal gets nothing of it [CO-03]'],
  ['w w s s w w s s', '1 2 3 4', 'generation by generation [CO-03]'],
  ['w b w w b', '1 2 3', 'a broadcast, too [CO-03]'],
  ['L s U w', '', 'the lock need not be held [CO-02]'],
  ['w w L s U', '1', 'nor need it be free [CO-02]'],
  ['w w L b U w', '1 2', 'all stand in line for the lock'],
  ['w w L s . s . U', '1 2', 'in the order in which they were woken'],
  ['w w L s . s U', '2 1', 'but who is woken may pass who stands in line for the lock [MU-05]'],
  ['w w w x2 s s', 'x2 1 3', 'who gives up leaves the line, and the next moves up'],
  ['w w w x1 s', 'x1 2', 'the first, too: no signal is lost with it'],
  ['w w s x1', '1', 'a signal was faster than an abort: it counts'],
  ['w w x1 s', 'x1 2', 'an abort was faster: the signal is for the next'],
  ['w w s x1 s x2', '1 2', 'and so for each'],
  ['w w b x1 x2', '1 2', 'and for a broadcast'],
  ['w x1 x1', 'x1', 'to give up twice is to give up'],
  ['w w L x1 . s . U', 'x1 2', 'who gives up waits for the lock as well'],
  ['w w L s . x2 . U', '1 x2', 'behind those who came before'],
  ['w L s . x1 . U', '1', 'who was woken cannot give up while it waits for the lock'],
];

describe('Cond', () => {
  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      for (const [acts, back, what] of generations) {
        it(`${what}: ${acts}`, async () => {
          const scene = new Scene(form);
          await scene.perform(acts);
          expect(scene.log.join(' ')).to.equal(back);
          expect(scene.mutex.tryLock()).to.equal(true);
          scene.mutex.unlock();
          scene.cond.broadcast();
          await idle();
          expect(scene.log).to.have.length(scene.controllers.length);
          for (const { signal } of scene.controllers) {
            expect(getEventListeners(signal, 'abort')).to.have.length(0);
          }
        });
      }

      it('lets go of the lock while it waits, and has it again after [CO-01]', async () => {
        const mutex = new Mutex();
        const cond = new Cond(mutex);
        expect(cond.l).to.equal(mutex);
        const waiter = form.start(function* () {
          yield* wait(() => mutex.lock());
          yield* wait(() => cond.wait());
          return mutex.tryLock();
        });
        await idle();
        expect(mutex.tryLock()).to.equal(true);
        cond.signal();
        await idle();
        mutex.unlock();
        expect(await waiter).to.equal(false);
      });

      it('fails without the lock, and changes nothing [CO-05, MU-03]', async () => {
        const mutex = new Mutex();
        const cond = new Cond(mutex);
        const error = await failure(
          form.start(function* () {
            yield* wait(() => cond.wait());
          }),
        );
        expect(error).to.be.instanceOf(FatalError);
        expect(error).to.include({ code: 'UNLOCK_OF_UNLOCKED_MUTEX' });
        expect(cond.line.first).to.equal(null);
        cond.signal();
        await idle();
        expect(mutex.tryLock()).to.equal(true);
      });

      it('keeps the lock for a signal that has fired, and for an option that nobody reads', async () => {
        const mutex = new Mutex();
        const cond = new Cond(mutex);
        mutex.tryLock();
        const reasons = [{ signal: AbortSignal.abort('before') }, { singal: 1 } as object].map(
          (options) =>
            failure(
              form.start(function* () {
                yield* wait(() => cond.wait(options));
              }),
            ),
        );
        const [first, second] = await Promise.all(reasons);
        expect(first).to.equal('before');
        expect(second).to.be.instanceOf(MisuseError);
        expect(mutex.tryLock()).to.equal(false);
        expect(cond.line.first).to.equal(null);
      });

      it('moves goods from many hands to many, with nobody left waiting [CO-01, CO-02]', async () => {
        const mutex = new Mutex();
        const [filled, freed] = [new Cond(mutex), new Cond(mutex)];
        const store: number[] = [];
        const got: number[] = [];
        const producers = [0, 1, 2].map((p) =>
          form.start(function* () {
            for (let i = 0; i < 50; i++) {
              yield* wait(() => mutex.lock());
              while (store.length === 2) yield* wait(() => freed.wait());
              store.push(p * 50 + i);
              filled.signal();
              mutex.unlock();
            }
          }),
        );
        const consumers = [0, 1, 2].map(() =>
          form.start(function* () {
            for (let i = 0; i < 50; i++) {
              yield* wait(() => mutex.lock());
              while (store.length === 0) yield* wait(() => filled.wait());
              got.push(store.shift() as number);
              freed.signal();
              mutex.unlock();
            }
          }),
        );
        await Promise.all([...producers, ...consumers]);
        expect(got.toSorted((a, b) => a - b)).to.deep.equal(
          Array.from({ length: 150 }, (_, i) => i),
        );
      });

      it('waits at the read lock of an RWMutex, and at a lock of another make', async () => {
        const [read, written] = [new RWMutex(), new RWMutex()];
        const lockers: [Locker, () => boolean][] = [
          [read.rLocker(), () => read.tryLock()],
          [written, () => written.tryRLock()],
        ];
        class Counting extends Mutex {
          locked = 0;
          override lock(options?: object): Op<void> {
            this.locked++;
            return super.lock(options);
          }
        }
        const counting = new Counting();
        lockers.push([counting, () => counting.tryLock()]);
        const foreign = new Mutex();
        const made: Locker = {
          lock: (options) => foreign.lock(options),
          unlock: () => foreign.unlock(),
        };
        lockers.push([made, () => foreign.tryLock()]);
        for (const [locker, free] of lockers) {
          const cond = new Cond(locker);
          const controller = new AbortController();
          const { signal } = controller;
          const waiter = (): Promise<unknown> =>
            form.start(function* () {
              yield* wait(() => locker.lock());
              try {
                yield* wait(() => cond.wait({ signal }));
                return 'woken';
              } catch (reason) {
                return reason;
              } finally {
                expect(free()).to.equal(false);
                locker.unlock();
              }
            });
          const first = waiter();
          await idle();
          const second = waiter();
          await idle();
          cond.signal();
          expect(await first).to.equal('woken');
          controller.abort('enough');
          expect(await second).to.equal('enough');
          expect(free()).to.equal(true);
        }
        expect(counting.locked).to.equal(4);
      });
    });
  }

  it('gives a woken waiter a turn, not the lock: who runs may take it before [CO-01, MU-05]', async () => {
    const mutex = new Mutex();
    const cond = new Cond(mutex);
    const order: string[] = [];
    const waiter = go(function* () {
      yield* mutex.lock();
      yield* cond.wait();
      order.push('waiter');
      mutex.unlock();
    });
    await idle();
    cond.signal();
    expect(mutex.tryLock()).to.equal(true);
    order.push('passes');
    await idle();
    mutex.unlock();
    await waiter;
    expect(order).to.deep.equal(['passes', 'waiter']);
  });

  it('cannot have a wake-up stolen by one who comes later, whatever the schedule [CO-03]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const mutex = new Mutex();
        const cond = new Cond(mutex);
        let asleep = 0;
        const log: string[] = [];
        const waiter = function* (name: string): Routine<void> {
          yield* mutex.lock();
          asleep++;
          yield* cond.wait();
          log.push(name);
          mutex.unlock();
        };
        const first = go(waiter, 'first');
        const sleep = function* (count: number): Routine<void> {
          for (;;) {
            yield* mutex.lock();
            if (asleep === count) return;
            mutex.unlock();
            yield* gosched();
          }
        };
        yield* sleep(1);
        cond.signal();
        mutex.unlock();
        const second = go(waiter, 'second');
        yield* first;
        log.push('signal');
        yield* sleep(2);
        cond.signal();
        mutex.unlock();
        yield* second;
        cond.check();
        return log.join();
      },
      { strategy: 'bounded', runs: 3000, steps: 300 },
    );
    expect([...outcomes.keys()].filter((one) => one !== 'livelock')).to.deep.equal([
      'ok first,signal,second',
    ]);
    expect(complete).to.equal(false);
  });

  it('wakes each once, whatever the schedule, and all of them with as many signals [CO-02]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const mutex = new Mutex();
        const cond = new Cond(mutex);
        let items = 0;
        const taker = function* (): Routine<void> {
          yield* mutex.lock();
          while (items === 0) yield* cond.wait();
          items--;
          mutex.unlock();
        };
        const all = [go(taker), go(taker)];
        for (let i = 0; i < 2; i++) {
          yield* mutex.lock();
          items++;
          cond.signal();
          mutex.unlock();
        }
        for (const one of all) yield* one;
        cond.check();
        mutex.check();
        return mutex.tryLock() && items === 0;
      },
      { strategy: 'exhaustive', runs: 20_000 },
    );
    expect([...outcomes.keys()]).to.deep.equal(['ok true']);
    expect(complete).to.equal(true);
  });

  it('loses no signal with who gives up, whatever the schedule [CO-02]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const mutex = new Mutex();
        const cond = new Cond(mutex);
        const controller = new AbortController();
        const woken: string[] = [];
        const waiter = function* (name: string, options?: object): Routine<void> {
          try {
            yield* cond.wait(options);
            woken.push(name);
          } catch {
            woken.push('gone');
          }
          mutex.unlock();
        };
        // Both are asleep before anything else happens: the lock goes from hand to hand.
        const start = function* (name: string, options?: object): Routine<void> {
          yield* mutex.lock();
          yield* waiter(name, options);
        };
        const one = go(start, 'one', { signal: controller.signal });
        while (cond.line.first === null) yield* gosched();
        const two = go(start, 'two');
        while (cond.line.first === cond.line.last) yield* gosched();
        const abort = go(function* () {
          controller.abort();
        });
        const signal = go(function* () {
          cond.signal();
        });
        yield* abort;
        yield* signal;
        yield* one;
        if (woken.includes('one')) cond.signal();
        yield* two;
        cond.check();
        return woken.toSorted().join();
      },
      { strategy: 'bounded', runs: 3000, steps: 300 },
    );
    expect([...outcomes.keys()].filter((one) => one !== 'livelock').sort()).to.deep.equal([
      'ok gone,two',
      'ok one,two',
    ]);
    expect(complete).to.equal(false);
  });

  it('wakes nobody of a program that is over, and leaves nobody with the lock', async () => {
    const mutex = new Mutex();
    const cond = new Cond(mutex);
    const waiter = function* (): Routine<void> {
      yield* mutex.lock();
      yield* cond.wait();
      throw new Error('it was over');
    };
    await run(function* main() {
      for (let i = 0; i < 3; i++) go(waiter);
      yield* gosched();
      yield* gosched();
      cond.signal();
    });
    expect(cond.line.first).to.equal(null);
    await idle();
    expect(mutex.tryLock()).to.equal(true);
    mutex.unlock();
    const survivor = go(function* () {
      yield* mutex.lock();
      yield* cond.wait();
      return 'woken';
    });
    await idle();
    cond.signal();
    expect(await survivor).to.equal('woken');
  });

  it('passes on a signal that found somebody whose program was over before its turn [CO-02]', async () => {
    const mutex = new Mutex();
    const cond = new Cond(mutex);
    const waiter = function* (): Routine<string> {
      yield* mutex.lock();
      yield* cond.wait();
      mutex.unlock();
      return 'woken';
    };
    const turn = new Channel<void>();
    // Started before the program, it is none of it.
    const stranger = go(function* () {
      yield* turn.recv();
      return yield* waiter();
    });
    await idle();
    await run(function* main() {
      go(waiter);
      for (let i = 0; i < 3; i++) yield* gosched();
      turn.trySend();
      for (let i = 0; i < 3; i++) yield* gosched();
      expect(cond.line.first).to.not.equal(cond.line.last);
      cond.signal();
    });
    expect(await stranger).to.equal('woken');
    expect(mutex.tryLock()).to.equal(true);
  });

  it('is not given the lock for somebody who gave up and whose program is over', async () => {
    const mutex = new Mutex();
    const cond = new Cond(mutex);
    const controller = new AbortController();
    const { signal } = controller;
    let gate = (): void => {};
    const over = run(async function main() {
      go(function* () {
        yield* mutex.lock();
        yield* cond.wait({ signal });
      });
      await new Promise<void>((resolve) => (gate = resolve));
    });
    await idle();
    expect(mutex.tryLock()).to.equal(true);
    controller.abort('enough');
    await idle();
    gate();
    await over;
    mutex.check();
    mutex.unlock();
    await idle();
    expect(mutex.tryLock()).to.equal(true);
  });

  it('refuses a goroutine that has called goexit; the lock stays as it is', async () => {
    const mutex = new Mutex();
    const cond = new Cond(mutex);
    const exits = go(function* () {
      yield* mutex.lock();
      try {
        goexit();
      } finally {
        yield* cond.wait();
      }
    });
    expect(await failure(exits)).to.be.instanceOf(GoexitError);
    expect(mutex.tryLock()).to.equal(false);
    expect(cond.line.first).to.equal(null);
  });

  it('refuses what is no lock', () => {
    for (const locker of [undefined, null, {}, { lock() {} }]) {
      expect(thrown(() => new Cond(locker as Locker))).to.be.instanceOf(MisuseError);
    }
  });

  it('keeps nothing of fifty thousand that give up, and wakes as many, in linear time', async () => {
    const mutex = new Mutex();
    const cond = new Cond(mutex);
    const controller = new AbortController();
    const { signal } = controller;
    let count = 0;
    const waiter = function* (options: object): Routine<void> {
      yield* mutex.lock();
      try {
        yield* cond.wait(options);
      } finally {
        count++;
        mutex.unlock();
      }
    };
    const gone = Array.from({ length: 50_000 }, () => failure(go(waiter, { signal })));
    const stay = Array.from({ length: 50_000 }, () => go(waiter, {}));
    await idle();
    while (mutex.tryLock() ? (mutex.unlock(), false) : true) await idle();
    controller.abort('all');
    await Promise.all(gone);
    cond.check();
    cond.broadcast();
    await Promise.all(stay);
    expect(count).to.equal(100_000);
    expect(mutex.tryLock()).to.equal(true);
  }).timeout(20_000);
});
