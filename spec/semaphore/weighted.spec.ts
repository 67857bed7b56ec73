import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { go, goexit, GoError, gosched, MisuseError, run } from 'millrace';
import type { Routine } from 'millrace';
import { background, withCancelCause } from 'millrace/context';
import { SemaphoreReleaseError, Weighted } from 'millrace/semaphore';
import { explore } from 'millrace/testing';
import { failure, forms, idle, thrown, wait, type Form } from '../sync/support.ts';

/** A semaphore, those who want some of it, and who has got it in which order. */
class Scene {
  readonly semaphore: Weighted;
  readonly log: string[] = [];
  readonly controllers = new Map<string, AbortController>();
  readonly #form: Form;

  constructor(form: Form, size: number) {
    this.#form = form;
    this.semaphore = new Weighted(size);
  }

  acquire(name: string, weight: number): void {
    const { semaphore, log } = this;
    const controller = new AbortController();
    this.controllers.set(name, controller);
    this.#form.start(function* () {
      try {
        yield* wait(() => semaphore.acquire(weight, { signal: controller.signal }));
        log.push(name);
      } catch (reason) {
        log.push(`${String(reason)}${name}`);
      }
    });
  }

  /** Performs acts: see the table. */
  async perform(acts: string): Promise<void> {
    for (const act of acts.split(' ')) {
      const weight = Number(act.slice(1));
      if (/^[a-e]/.test(act)) {
        this.acquire(act[0] as string, weight);
        await idle();
      } else if (act === '.') await idle();
      else if (act.startsWith('-')) this.semaphore.release(weight);
      else if (act.startsWith('x')) this.controllers.get(act[1] as string)?.abort('x');
      else if (act.startsWith('?')) this.log.push(`${act}${this.semaphore.tryAcquire(weight)}`);
      this.semaphore.check();
    }
    await idle();
  }
}

/**
 * `a2` somebody of that name wants two, `-1` one is released, `xa` he gives up, `?1` to try for one,
 * `.` a pause. Then who got it, in order.
 */
const table: [size: number, acts: string, got: string, what: string][] = [
  [3, 'a1 b2', 'a b', 'who finds enough does not wait [SW-02]'],
  [2, 'a3 b2', 'b', 'who wants more than there is keeps nobody waiting [SW-03]'],
  [2, 'a3 b2 xa -2', 'b xa', 'and waits for his signal alone [SW-03]'],
  [2, 'a2 b1 c1', 'a', 'who does not waits [SW-02]'],
  [2, 'a2 b1 c1 -2', 'a b c', 'and is served as soon as there is enough [SW-05]'],
  [2, 'a2 b1 c1 -1 . -1', 'a b c', 'in the order in which they came [SW-05]'],
  [3, 'a2 b2 c1 ?1', 'a ?1false', 'nobody passes one who wants much [SW-02]'],
  [3, 'a2 b2 c1 -1', 'a b', 'who is served once there is enough for him [SW-05]'],
  [3, 'a3 b3 c1 d1 -1 . -1 . -1', 'a b', 'however long that takes [SW-05]'],
  [3, 'a3 b3 c1 d1 -3 -3', 'a b c d', 'and then come those who want little'],
  [3, 'a3 b1 c3 d1 -3', 'a b', 'service ends at the first who wants too much [SW-05]'],
  [3, 'a2 b2 c1 xb', 'a c xb', 'if he gives up, those behind him are looked at again [SW-04]'],
  [3, 'a2 b2 c2 d1 xb', 'a xb', 'which helps only if there is enough for the next [SW-04]'],
  [3, 'a2 b2 c2 d1 xb . xc', 'a xb d xc', 'or once he has gone, too [SW-04]'],
  [3, 'a3 b2 c2 d1 xc -3', 'a xc b d', 'who gives up elsewhere changes nothing else [SW-04]'],
  [3, 'a3 xa -3 ?3', 'a ?3true', 'who has got it cannot give up any more [SW-04]'],
  [3, 'a3 b3 -3 xb ?1', 'a ?1false b', 'nor he to whom it was given just now [SW-04]'],
  [3, 'a3 b3 xb -3 ?3', 'a ?3true xb', 'who gave up before gets nothing [SW-04]'],
  [1, 'a0 b1 c0', 'a b c', 'nothing is always to be had [SW-06]'],
  [1, 'a1 b1 c0', 'a', 'but not past those who wait [SW-06]'],
  [0, 'a0 b1 ?1', 'a ?1false', 'a semaphore may have no room at all [SW-03]'],
  [
    2,
    '?1 ?1 ?1 -1 ?2 ?1',
    '?1true ?1true ?1false ?2false ?1true',
    'to try is never to wait [SW-02]',
  ],
];

describe('Weighted', () => {
  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      for (const [size, acts, got, what] of table) {
        it(`${what}: of ${size}: ${acts}`, async () => {
          const scene = new Scene(form, size);
          await scene.perform(acts);
          // Who gave up and who was served by that learn it in the same step, in either order.
          const sets = (log: string): string[] => log.split(' ').filter(Boolean);
          if (acts.includes('x')) expect(scene.log).to.have.members(sets(got));
          else expect(scene.log.join(' ')).to.equal(got);
          for (const { signal } of scene.controllers.values()) {
            if (signal.aborted) expect(getEventListeners(signal, 'abort')).to.have.length(0);
          }
        });
      }

      it('refuses a signal that has fired, even if there is enough [SW-01]', async () => {
        const semaphore = new Weighted(1);
        const error = await failure(
          form.start(function* () {
            yield* wait(() => semaphore.acquire(1, { signal: AbortSignal.abort('before') }));
          }),
        );
        expect(error).to.equal('before');
        expect(semaphore.tryAcquire()).to.equal(true);
      });

      it('waits as long as a context lives, even for what will never be there [SW-01, SW-03]', async () => {
        const semaphore = new Weighted(1);
        for (const weight of [1, 2]) {
          const [ctx, cancel] = withCancelCause(background());
          const why = new Error('why');
          semaphore.tryAcquire(1);
          const ask = (): Promise<unknown> =>
            failure(
              form.start(function* () {
                yield* wait(() => semaphore.acquire(weight, { signal: ctx.signal }));
              }),
            );
          const waiting = ask();
          await idle();
          semaphore.check();
          cancel(why);
          const reason = await waiting;
          expect(reason).to.equal(ctx.signal.reason);
          semaphore.release(1);
          expect(await ask()).to.equal(reason);
          expect(semaphore.tryAcquire(1)).to.equal(true);
          semaphore.release(1);
        }
      });

      it('takes one if it is not said how much', async () => {
        const semaphore = new Weighted(2);
        await form.start(function* () {
          yield* wait(() => semaphore.acquire());
        });
        expect(semaphore.tryAcquire()).to.equal(true);
        expect(semaphore.tryAcquire()).to.equal(false);
        semaphore.release();
        semaphore.release();
        expect(semaphore.tryAcquire(2)).to.equal(true);
      });

      it('gives nothing to those whose signal has fired with that of the first [SW-04]', async () => {
        const semaphore = new Weighted(1);
        semaphore.tryAcquire();
        const controller = new AbortController();
        const { signal } = controller;
        const all = [1, 1, 1].map((weight) =>
          failure(
            form.start(function* () {
              yield* wait(() => semaphore.acquire(weight, { signal }));
            }),
          ),
        );
        const other = form.start(function* () {
          yield* wait(() => semaphore.acquire());
          return 'served';
        });
        await idle();
        // It gives back what it has before it hears of the abort itself.
        signal.addEventListener('abort', () => semaphore.release(), { once: true });
        semaphore.check();
        controller.abort('all');
        expect(await Promise.all(all)).to.deep.equal(['all', 'all', 'all']);
        semaphore.check();
        expect(getEventListeners(signal, 'abort')).to.have.length(0);
        expect(await other).to.equal('served');
      });

      it('never gives more than there is [SW-02, SW-05]', async () => {
        const semaphore = new Weighted(5);
        let held = 0;
        let most = 0;
        const all = Array.from({ length: 20 }, (_, i) =>
          form.start(function* () {
            const weight = (i % 5) + 1;
            for (let round = 0; round < 20; round++) {
              yield* wait(() => semaphore.acquire(weight));
              held += weight;
              most = Math.max(most, held);
              semaphore.check();
              yield* wait(() => gosched());
              held -= weight;
              semaphore.release(weight);
            }
          }),
        );
        await Promise.all(all);
        expect(most).to.equal(5);
        expect(semaphore.tryAcquire(5)).to.equal(true);
      });

      it('serves one who wants much beside many who want little, again and again [SW-05]', async () => {
        const semaphore = new Weighted(3);
        let stop = false;
        const small = [1, 2, 3, 4].map(() =>
          form.start(function* () {
            while (!stop) {
              yield* wait(() => semaphore.acquire(1));
              yield* wait(() => gosched());
              semaphore.release(1);
            }
          }),
        );
        await form.start(function* () {
          for (let i = 0; i < 10; i++) {
            yield* wait(() => semaphore.acquire(3));
            semaphore.release(3);
          }
        });
        stop = true;
        await Promise.all(small);
      });
    });
  }

  describe('misused', () => {
    it('throws when more is released than is held, and nothing has changed [SW-05, SW-06]', () => {
      const semaphore = new Weighted(2);
      for (const held of [0, 1]) {
        const error = thrown(() => semaphore.release(held + 1));
        expect(error).to.be.instanceOf(SemaphoreReleaseError);
        expect(error).to.be.instanceOf(GoError);
        expect(error).to.include({
          code: 'RELEASED_MORE_THAN_HELD',
          message: 'semaphore: released more than held',
        });
        semaphore.check();
        expect(semaphore.tryAcquire(3 - held)).to.equal(false);
        expect(semaphore.tryAcquire(1)).to.equal(true);
      }
    });

    for (const weight of [-1, 0.5, Number.NaN, Infinity, 2 ** 53, '1' as never, null as never]) {
      it(`refuses a weight of ${String(weight)} [SW-06]`, async () => {
        const semaphore = new Weighted(1);
        expect(thrown(() => new Weighted(weight))).to.be.instanceOf(MisuseError);
        expect(await failure(semaphore.acquire(weight))).to.be.instanceOf(MisuseError);
        expect(thrown(() => semaphore.tryAcquire(weight))).to.be.instanceOf(MisuseError);
        expect(thrown(() => semaphore.release(weight))).to.be.instanceOf(MisuseError);
        expect(semaphore.tryAcquire(1)).to.equal(true);
      });
    }

    it('refuses an option that nobody reads', async () => {
      const semaphore = new Weighted(1);
      const error = await failure(semaphore.acquire(1, { singal: 1 } as object));
      expect(error).to.be.instanceOf(MisuseError);
      expect(semaphore.tryAcquire(1)).to.equal(true);
    });

    it('refuses a goroutine that has called goexit', async () => {
      const semaphore = new Weighted(1);
      await failure(
        go(function* () {
          try {
            goexit();
          } finally {
            yield* semaphore.acquire();
          }
        }),
      );
      expect(semaphore.tryAcquire(1)).to.equal(true);
    });
  });

  it('gives nothing to goroutines of a program that is over', async () => {
    const semaphore = new Weighted(2);
    semaphore.tryAcquire(1);
    await run(function* main() {
      go(function* () {
        yield* semaphore.acquire(2);
      });
      yield* gosched();
    });
    semaphore.check();
    expect(semaphore.tryAcquire(1)).to.equal(true);
  });

  it('is right in every schedule of three who want one, two and three of three [SW-02]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const semaphore = new Weighted(3);
        let held = 0;
        const taker = function* (weight: number): Routine<void> {
          yield* semaphore.acquire(weight);
          held += weight;
          if (held > 3) throw new Error('too much');
          semaphore.check();
          yield* gosched();
          held -= weight;
          semaphore.release(weight);
        };
        const all = [2, 3].map((weight) => go(taker, weight));
        yield* taker(1);
        for (const one of all) yield* one;
        return semaphore.tryAcquire(3);
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()]).to.deep.equal(['ok true']);
    expect(complete).to.equal(true);
  });

  it('loses nothing with who gives up, in every schedule [SW-04]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const semaphore = new Weighted(2);
        const controller = new AbortController();
        semaphore.tryAcquire(1);
        const big = go(function* () {
          try {
            yield* semaphore.acquire(2, { signal: controller.signal });
          } catch {
            return 'gave up';
          }
          semaphore.release(2);
          return 'got it';
        });
        const small = go(function* () {
          yield* semaphore.acquire(1);
          semaphore.release(1);
        });
        go(() => controller.abort());
        go(() => semaphore.release(1));
        const end = yield* big;
        yield* small;
        yield* semaphore.acquire(2);
        semaphore.check();
        return end;
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok gave up', 'ok got it']);
    expect(complete).to.equal(true);
  });

  it('keeps nothing of a hundred thousand who give up, and serves as many, in linear time', async () => {
    const semaphore = new Weighted(1);
    semaphore.tryAcquire();
    const controller = new AbortController();
    const { signal } = controller;
    const gone = Array.from({ length: 100_000 }, () => semaphore.acquire(1, { signal }));
    const outcomes = Promise.allSettled(gone);
    const stay = Array.from({ length: 100_000 }, () => semaphore.acquire(1));
    controller.abort('all');
    semaphore.check();
    for (let i = 0; i < 100_000; i++) semaphore.release();
    await Promise.all(stay);
    expect((await outcomes).every(({ status }) => status === 'rejected')).to.equal(true);
    semaphore.release();
    expect(semaphore.tryAcquire()).to.equal(true);
  }).timeout(20_000);
});
