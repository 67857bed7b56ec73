import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { Channel, FatalError, go, goexit, GoError, gosched, MisuseError } from 'millrace';
import type { Routine } from 'millrace';
import { ErrgroupLimitError, Group } from 'millrace/errgroup';
import { explore } from 'millrace/testing';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure, forms, idle, thrown, wait } from '../sync/support.ts';

/** Tasks of every form, which wait at a gate if they can and then end or fail. */
const tasks: Record<string, (end: () => void, gate?: Channel<void>) => () => unknown> = {
  plain: (end) => end,
  generator: (end, gate) =>
    function* () {
      if (gate !== undefined) yield* gate.recv();
      end();
    },
  async: (end, gate) => async () => {
    if (gate !== undefined) await gate.recv();
    end();
  },
};

/** A task that ends when its channel is closed. */
function* until(gate: Channel<void>): Routine<void> {
  yield* gate.recv();
}

describe('errgroup.Group', () => {
  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      for (const [kind, make] of Object.entries(tasks)) {
        it(`waits for all tasks: ${kind} [EG-01, EG-04]`, async () => {
          const group = new Group();
          const gate = new Channel<void>();
          let ended = 0;
          const main = form.start(function* () {
            for (let i = 0; i < 5; i++) {
              yield* wait(() => group.go(make(() => ended++, gate)));
            }
            group.check();
            yield* wait(() => group.wait());
            return ended;
          });
          await idle();
          gate.close();
          expect(await main).to.equal(5);
          group.check();
        });

        it(`fails with the first error, when all have ended: ${kind} [EG-02, EG-04]`, async () => {
          const group = new Group();
          const errors = [new Error('first'), new Error('second')];
          const { exceptions, rejections } = await hostErrors(async () => {
            const gate = new Channel<void>();
            let ended = false;
            const main = form.start(function* () {
              yield* wait(() => group.go(() => until(gate)));
              for (const error of errors) {
                yield* wait(() =>
                  group.go(
                    make(() => {
                      throw error;
                    }),
                  ),
                );
              }
              try {
                yield* wait(() => group.wait());
              } finally {
                ended = true;
              }
            });
            const error = failure(main);
            await idle();
            expect(ended).to.equal(false);
            gate.close();
            expect(await error).to.equal(errors[0]);
          });
          expect([...exceptions, ...rejections]).to.deep.equal([]);
        });
      }

      it('gives the first error so far at every wait, for ever [EG-09, EG-10]', async () => {
        const group = new Group();
        const [first, second] = [new Error('first'), new Error('second')];
        const seen: unknown[] = [];
        for (const error of [null, first, null, second]) {
          const end = await Promise.allSettled([
            form.start(function* () {
              yield* wait(() =>
                group.go(() => {
                  if (error !== null) throw error;
                }),
              );
              yield* wait(() => group.wait());
            }),
          ]);
          seen.push(end[0].status === 'rejected' ? end[0].reason : null);
        }
        expect(seen).to.deep.equal([null, first, first, first]);
      });

      it('takes the error of a task for an error, whatever it is; a value is none [EG-08]', async () => {
        for (const error of [undefined, null, 0, new FatalError('fatal')]) {
          const group = new Group();
          await group.go(() => new Error('returned'));
          await group.wait();
          await group.go(() => {
            throw error;
          });
          const ends = await Promise.allSettled([
            form.start(function* () {
              yield* wait(() => group.wait());
            }),
          ]);
          expect(ends).to.deep.equal([{ status: 'rejected', reason: error }]);
        }
      });

      it('takes goexit for an end without an error, which frees the place [EG-08]', async () => {
        const group = new Group();
        group.setLimit(1);
        const { exceptions, rejections } = await hostErrors(async () => {
          await form.start(function* () {
            for (const body of [
              () => goexit(),
              async () => {
                await gosched();
                goexit();
              },
              function* () {
                yield* gosched();
                goexit();
              },
            ]) {
              yield* wait(() => group.go(body));
            }
            yield* wait(() => group.wait());
          });
        });
        expect([...exceptions, ...rejections]).to.deep.equal([]);
        expect(group.tryGo(() => {})).to.equal(true);
      });

      for (const limit of [1, 2, 10]) {
        it(`lets no more run at once than the limit, and all in the end: ${limit} [EG-02, EG-07]`, async () => {
          const group = new Group();
          group.setLimit(limit);
          const gate = new Channel<void>();
          let [running, most, ended] = [0, 0, 0];
          const main = form.start(function* () {
            for (let i = 0; i < 1025; i++) {
              yield* wait(() =>
                group.go(function* () {
                  most = Math.max(most, ++running);
                  yield* gate.recv();
                  running--;
                  ended++;
                }),
              );
              group.check();
            }
            yield* wait(() => group.wait());
          });
          while (ended < 1025) {
            await new Promise<void>((resolve) => setImmediate(resolve));
            while (gate.trySend());
          }
          await main;
          expect([most, ended]).to.deep.equal([limit, 1025]);
        });
      }

      it('starts those who wait for a place in the order in which they came [EG-02]', async () => {
        const group = new Group();
        group.setLimit(1);
        const gate = new Channel<void>();
        const log: string[] = [];
        group.tryGo(() => until(gate));
        const all = [1, 2, 3].map((i) =>
          form.start(function* () {
            yield* wait(() => group.go(() => log.push(`task ${i}`)));
            log.push(`go ${i}`);
          }),
        );
        await idle();
        group.check();
        expect(log).to.deep.equal([]);
        gate.close();
        await Promise.all(all);
        await group.wait();
        expect(log.filter((one) => one.startsWith('task'))).to.deep.equal([
          'task 1',
          'task 2',
          'task 3',
        ]);
        // Who waited for the place goes on before the task that he started.
        if (form.name === 'generator') expect(log.slice(0, 2)).to.deep.equal(['go 1', 'task 1']);
      });

      it('never runs the task of who gives up waiting for a place [EG-02]', async () => {
        const group = new Group();
        group.setLimit(1);
        const gate = new Channel<void>();
        const ran: number[] = [];
        const controllers = [0, 1, 2].map(() => new AbortController());
        group.tryGo(() => until(gate));
        const all = controllers.map(({ signal }, i) =>
          form.start(function* () {
            yield* wait(() => group.go(() => ran.push(i), { signal }));
          }),
        );
        await idle();
        const gone = failure(all[1] as Promise<unknown>);
        controllers[1]?.abort('enough');
        expect(await gone).to.equal('enough');
        group.check();
        gate.close();
        await all[0];
        await all[2];
        controllers[0]?.abort('too late');
        await group.wait();
        expect(ran).to.deep.equal([0, 2]);
        for (const { signal } of controllers) {
          expect(getEventListeners(signal, 'abort')).to.have.length(0);
        }
      });

      it('lets who waits for the end give up; the tasks and the others go on [EG-04]', async () => {
        const group = new Group();
        const gate = new Channel<void>();
        const controller = new AbortController();
        group.tryGo(() => until(gate));
        const ends = [{ signal: controller.signal }, {}].map((options) =>
          form.start(function* () {
            yield* wait(() => group.wait(options));
            return 'through';
          }),
        );
        await idle();
        const gone = failure(ends[0] as Promise<unknown>);
        controller.abort('enough');
        expect(await gone).to.equal('enough');
        group.check();
        gate.close();
        expect(await ends[1]).to.equal('through');
      });

      it('starts nothing for a signal that has fired, nor for an option that nobody reads', async () => {
        const group = new Group();
        let ran = false;
        const start = (options: object): Promise<unknown> =>
          failure(
            form.start(function* () {
              yield* wait(() => group.go(() => (ran = true), options));
            }),
          );
        expect(await start({ signal: AbortSignal.abort('before') })).to.equal('before');
        expect(await start({ singal: 1 })).to.be.instanceOf(MisuseError);
        await group.wait();
        expect(ran).to.equal(false);
      });

      it('starts no task ever under a limit of 0, until there is another [EG-07]', async () => {
        const group = new Group();
        group.setLimit(0);
        let ran = false;
        const main = form.start(function* () {
          yield* wait(() => group.go(() => (ran = true)));
        });
        await idle();
        expect(group.tryGo(() => {})).to.equal(false);
        expect(ran).to.equal(false);
        group.check();
        group.setLimit(1);
        await main;
        await group.wait();
        expect(ran).to.equal(true);
      });
    });
  }

  describe('tryGo', () => {
    it('starts a task if there is a place, and says so [EG-06]', async () => {
      for (const [limit, wanted] of [
        [-1, [true, true, true]],
        [0, [false, false, false]],
        [1, [true, false, false]],
        [2, [true, true, false]],
      ] as const) {
        const group = new Group();
        group.setLimit(limit);
        const gate = new Channel<void>();
        let ran = 0;
        const got = [1, 2, 3].map(() =>
          group.tryGo(function* () {
            ran++;
            yield* gate.recv();
          }),
        );
        expect(got).to.deep.equal(wanted);
        await idle();
        gate.close();
        await group.wait();
        expect(ran).to.equal(wanted.filter(Boolean).length);
        expect(group.tryGo(() => {})).to.equal(limit !== 0);
      }
    });

    it('passes nobody who waits for a place [EG-06]', async () => {
      const group = new Group();
      group.setLimit(1);
      const gate = new Channel<void>();
      group.tryGo(() => until(gate));
      const second = group.go(() => until(gate));
      await idle();
      gate.trySend();
      await second;
      expect(group.tryGo(() => {})).to.equal(false);
      gate.close();
      await group.wait();
    });
  });

  describe('setLimit', () => {
    it('throws while tasks run under the limit before, with their number [EG-07]', async () => {
      const group = new Group();
      group.setLimit(3);
      const gate = new Channel<void>();
      group.tryGo(() => until(gate));
      group.tryGo(() => until(gate));
      for (const limit of [0, 1, 2, 3, 4]) {
        const error = thrown(() => group.setLimit(limit));
        expect(error).to.be.instanceOf(ErrgroupLimitError);
        expect(error).to.be.instanceOf(GoError);
        expect(error).to.include({
          code: 'MODIFY_LIMIT_WHILE_ACTIVE',
          message: 'errgroup: modify limit while 2 goroutines in the group are still active',
        });
      }
      expect(group.tryGo(() => {})).to.equal(true);
      expect(group.tryGo(() => {})).to.equal(false);
      gate.close();
      await group.wait();
      group.setLimit(1);
      group.check();
    });

    it('counts only tasks that a limit counts [EG-07]', async () => {
      const group = new Group();
      const gate = new Channel<void>();
      group.tryGo(() => until(gate));
      group.setLimit(1);
      expect(group.tryGo(() => until(gate))).to.equal(true);
      expect(group.tryGo(() => until(gate))).to.equal(false);
      // Below 0 there is no limit any more, and nothing is checked.
      group.setLimit(-1);
      expect(group.tryGo(() => until(gate))).to.equal(true);
      group.setLimit(2);
      expect([1, 2, 3].map(() => group.tryGo(() => until(gate)))).to.deep.equal([
        true,
        true,
        false,
      ]);
      gate.close();
      await group.wait();
      group.check();
      expect(group.tryGo(() => {})).to.equal(true);
    });

    it('below 0 lets in everybody who waits [EG-07]', async () => {
      const group = new Group();
      group.setLimit(1);
      const gate = new Channel<void>();
      group.tryGo(() => until(gate));
      const all = [1, 2, 3].map(() => group.go(() => until(gate)));
      group.setLimit(-1);
      group.check();
      await Promise.all(all);
      gate.close();
      await group.wait();
    });

    for (const limit of [0.5, Number.NaN, Infinity, '1' as never]) {
      it(`refuses a limit of ${String(limit)}`, () => {
        expect(thrown(() => new Group().setLimit(limit))).to.be.instanceOf(MisuseError);
      });
    }
  });

  it('refuses what is no function, and has started nothing', async () => {
    const group = new Group();
    for (const fn of [undefined, null, 1, {}] as never[]) {
      expect(await failure(group.go(fn))).to.be.instanceOf(GoError);
      expect(thrown(() => group.tryGo(fn))).to.be.instanceOf(GoError);
    }
    await group.wait();
  });

  it('keeps the limit and the first error, whatever the schedule [EG-02, EG-03, EG-04]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const group = new Group();
        group.setLimit(1);
        let running = 0;
        const first: string[] = [];
        const task = (name: string) =>
          function* (): Routine<void> {
            if (++running > 1) throw new Error('two at once');
            yield* gosched();
            running--;
            first.push(name);
            throw new Error(name);
          };
        const other = go(function* () {
          yield* group.go(task('b'));
        });
        yield* group.go(task('a'));
        yield* other;
        let error = '';
        try {
          yield* group.wait();
        } catch (thrownError) {
          error = (thrownError as Error).message;
        }
        group.check();
        if (error !== first[0]) throw new Error(`${error} was not the first`);
        return first.join();
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok a,b', 'ok b,a']);
    expect(complete).to.equal(true);
  });

  it('keeps nothing of a hundred thousand who give up, and starts as many, in linear time', async () => {
    const group = new Group();
    group.setLimit(1);
    const gate = new Channel<void>();
    const controller = new AbortController();
    const { signal } = controller;
    let ran = 0;
    group.tryGo(() => until(gate));
    const count = (): number => ++ran;
    const gone = Array.from({ length: 100_000 }, () => group.go(count, { signal }));
    const outcomes = Promise.allSettled(gone);
    const stay = Array.from({ length: 100_000 }, () => group.go(count));
    controller.abort('all');
    group.check();
    gate.close();
    await Promise.all(stay);
    await group.wait();
    expect(ran).to.equal(100_000);
    expect((await outcomes).every(({ status }) => status === 'rejected')).to.equal(true);
  }).timeout(30_000);
});
