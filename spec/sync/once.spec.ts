import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { Channel, go, goexit, GoexitError, gosched, MisuseError, numGoroutine } from 'millrace';
import { Once } from 'millrace/sync';
import { explore } from 'millrace/testing';
import { kernel } from '../../lib/kernel/world.ts';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure, forms, idle, wait } from './support.ts';

/** Functions of every form: each writes down that it ran, and waits if it can. */
const functions: Record<string, (log: string[], name?: string) => () => unknown> = {
  plain:
    (log, name = 'f') =>
    () =>
      log.push(name),
  generator: (log, name = 'f') =>
    function* () {
      log.push(`${name} starts`);
      yield* gosched();
      log.push(name);
    },
  async:
    (log, name = 'f') =>
    async () => {
      log.push(`${name} starts`);
      await gosched();
      log.push(name);
    },
};

const failing: Record<string, (error: unknown) => () => unknown> = {
  plain: (error) => () => {
    throw error;
  },
  generator: (error) =>
    function* () {
      yield* gosched();
      throw error;
    },
  async: (error) => async () => {
    await gosched();
    throw error;
  },
};

describe('Once', () => {
  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      for (const [name, make] of Object.entries(functions)) {
        it(`runs the first function, and no other, ever: ${name} [ON-01]`, async () => {
          const once = new Once();
          const log: string[] = [];
          await form.start(function* () {
            yield* wait(() => once.do(make(log)));
            yield* wait(() => once.do(make(log)));
            yield* wait(() => once.do(make(log, 'other')));
          });
          expect(log.filter((one) => one === 'f')).to.have.length(1);
          expect(log.join()).to.not.contain('other');
          once.check();
        });

        it(`has everybody wait until that one has ended: ${name} [ON-01]`, async () => {
          const once = new Once();
          const log: string[] = [];
          const all = Array.from({ length: 10 }, (_, i) =>
            form.start(function* () {
              yield* wait(() => once.do(make(log)));
              log.push(`caller ${i}`);
              once.check();
            }),
          );
          await Promise.all(all);
          const f = log.indexOf('f');
          expect(log.slice(f + 1)).to.have.members(
            Array.from({ length: 10 }, (_, i) => `caller ${i}`),
          );
          // Who waits goes on in the order in which he came, the runner first.
          if (name !== 'plain') expect(log.slice(f + 1)[0]).to.equal('caller 0');
        });
      }

      for (const [name, make] of Object.entries(failing)) {
        it(`is done when its function fails; only the first caller is told: ${name} [ON-02]`, async () => {
          const once = new Once();
          const error = new Error('no');
          const log: string[] = [];
          const caller = (): Promise<unknown> =>
            form.start(function* () {
              try {
                yield* wait(() => once.do(make(error)));
                return 'went on';
              } catch (thrown) {
                return thrown;
              }
            });
          const { rejections, exceptions } = await hostErrors(async () => {
            expect(await Promise.all([caller(), caller(), caller()])).to.deep.equal([
              error,
              'went on',
              'went on',
            ]);
            expect(await caller()).to.equal('went on');
            await form.start(function* () {
              yield* wait(() => once.do(() => log.push('again')));
            });
          });
          expect(log).to.deep.equal([]);
          expect([...rejections, ...exceptions]).to.deep.equal([]);
          once.check();
        });
      }

      it('is done when its function ends by goexit, and so does the first caller [ON-03]', async () => {
        for (const fn of [
          () => goexit(),
          function* () {
            yield* gosched();
            goexit();
          },
          async () => {
            await gosched();
            goexit();
          },
        ]) {
          const once = new Once();
          let after = false;
          const first = form.start(function* () {
            yield* wait(() => once.do(fn));
            after = true;
          });
          const second = form.start(function* () {
            yield* wait(() => once.do(() => {}));
            return 'went on';
          });
          expect(await failure(first)).to.be.instanceOf(GoexitError);
          expect(after).to.equal(false);
          expect(await second).to.equal('went on');
        }
      });

      it('lets a waiter give up; the function and the others go on', async () => {
        const once = new Once();
        const gate = new Channel<void>();
        const { signal, abort } = stop();
        const run = form.start(function* () {
          yield* wait(() => once.do(() => gate.recv()));
          return 'ran';
        });
        await idle();
        const gone = failure(
          form.start(function* () {
            yield* wait(() => once.do(() => {}, { signal }));
          }),
        );
        const stays = form.start(function* () {
          yield* wait(() => once.do(() => {}));
          return 'stayed';
        });
        await idle();
        abort('enough');
        expect(await gone).to.equal('enough');
        expect(getEventListeners(signal, 'abort')).to.have.length(0);
        once.check();
        gate.trySend();
        expect(await Promise.all([run, stays])).to.deep.equal(['ran', 'stayed']);
      });

      it('lets the first caller give up, too: the function goes on, and the others wait', async () => {
        const once = new Once();
        const gate = new Channel<void>();
        const log: string[] = [];
        const { signal, abort } = stop();
        const gone = failure(
          form.start(function* () {
            yield* wait(() =>
              once.do(
                function* () {
                  yield* gate.recv();
                  log.push('f');
                },
                { signal },
              ),
            );
          }),
        );
        await idle();
        const other = form.start(function* () {
          yield* wait(() => once.do(() => {}));
          log.push('other');
        });
        await idle();
        abort('enough');
        expect(await gone).to.equal('enough');
        await idle();
        expect(log).to.deep.equal([]);
        once.check();
        gate.trySend();
        await other;
        expect(log).to.deep.equal(['f', 'other']);
      });

      it('raises an error that nobody is left to be told of', async () => {
        const once = new Once();
        const gate = new Channel<void>();
        const error = new Error('lost');
        const { signal, abort } = stop();
        const { exceptions, rejections } = await hostErrors(async () => {
          const gone = failure(
            form.start(function* () {
              yield* wait(() =>
                once.do(
                  function* () {
                    yield* gate.recv();
                    throw error;
                  },
                  { signal },
                ),
              );
            }),
          );
          await idle();
          abort('enough');
          await gone;
          gate.trySend();
        });
        expect(rejections).to.deep.equal([]);
        expect(exceptions.map(({ cause }) => cause)).to.deep.equal([error]);
      });

      it('runs nothing for a signal that has fired, nor for an option that nobody reads', async () => {
        const once = new Once();
        const log: string[] = [];
        const tries = [
          { options: { signal: AbortSignal.abort('before') }, error: 'before' },
          { options: { singal: 1 } as object, error: MisuseError },
        ];
        for (const { options, error } of tries) {
          const thrown = await failure(
            form.start(function* () {
              yield* wait(() => once.do(() => log.push('f'), options));
            }),
          );
          if (typeof error === 'string') expect(thrown).to.equal(error);
          else expect(thrown).to.be.instanceOf(error);
        }
        expect(log).to.deep.equal([]);
        await form.start(function* () {
          yield* wait(() => once.do(() => log.push('f')));
        });
        expect(log).to.deep.equal(['f']);
      });

      it('delivers what has happened already, though the function has aborted it', async () => {
        const once = new Once();
        const controller = new AbortController();
        const { signal } = controller;
        await form.start(function* () {
          yield* wait(() => once.do(() => controller.abort('too late'), { signal }));
        });
        expect(getEventListeners(signal, 'abort')).to.have.length(0);
      });

      it('waits for ever for a call from within its function [ON-04]', async () => {
        const once = new Once();
        const { signal, abort } = stop();
        const run = form.start(function* () {
          yield* wait(() =>
            once.do(function* () {
              yield* once.do(() => {}, { signal });
            }),
          );
        });
        await idle();
        once.check();
        abort('out');
        expect(await failure(run)).to.equal('out');
      });

      it('counts a call of what is no function as done, as Go does a nil one [ON-05]', async () => {
        const once = new Once();
        const log: string[] = [];
        const call = (fn: unknown): Promise<unknown> =>
          form.start(function* () {
            yield* wait(() => once.do(fn as () => void));
          });
        expect(await failure(call(undefined))).to.be.instanceOf(MisuseError);
        await call(() => log.push('f'));
        expect(log).to.deep.equal([]);
      });
    });
  }

  it('starts its function at the call, before anybody else runs, and needs no wait for it [ON-01]', async () => {
    const log: string[] = [];
    const live = numGoroutine();
    await go(function* () {
      go(() => log.push('somebody else'));
      for (const make of Object.values(functions)) {
        const op = new Once().do(make(log));
        log.push('called');
        yield* op;
      }
    });
    expect(log.slice(0, 2)).to.deep.equal(['f', 'called']);
    expect(log.indexOf('f starts')).to.be.below(log.indexOf('called', 2));
    await idle();
    expect(numGoroutine()).to.equal(live);
  });

  it('leaves the caller in its own goroutine, over what the function waits for [ON-01]', async () => {
    const log: string[] = [];
    const body = function* (name: string) {
      const once = new Once();
      yield* once.do(() => log.push(`${name} plain`));
      yield* gosched();
      yield* new Once().do(function* () {
        yield* gosched();
        log.push(`${name} generator`);
      });
      goexit();
    };
    const all = ['a', 'b'].map((name) => go(body, name));
    for (const one of all) expect(await failure(one)).to.be.instanceOf(GoexitError);
    expect(log).to.deep.equal(['a plain', 'b plain', 'a generator', 'b generator']);
  });

  it('leaves it known who runs: a child of an async goroutine has its parent after it', async () => {
    await go(async () => {
      const { entered } = kernel;
      expect(entered).to.not.equal(null);
      void new Once().do(() => {});
      void new Once().do(async () => {});
      expect(kernel.entered).to.equal(entered);
    });
  });

  it('keeps nothing of a hundred thousand who wait, in linear time', async () => {
    const once = new Once();
    const gate = new Channel<void>();
    const { signal, abort } = stop();
    const first = once.do(() => gate.recv());
    const gone = Array.from({ length: 100_000 }, () => once.do(() => {}, { signal }));
    const outcomes = Promise.allSettled(gone);
    const stay = Array.from({ length: 100_000 }, () => once.do(() => {}));
    abort('all');
    once.check();
    gate.trySend();
    await first;
    await Promise.all(stay);
    expect((await outcomes).every(({ status }) => status === 'rejected')).to.equal(true);
  });

  it('runs one of several, whoever comes first, and nobody passes it: all schedules [ON-01]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const once = new Once();
        let state = 'fresh';
        const runs: string[] = [];
        const body = function* (name: string) {
          yield* once.do(function* () {
            runs.push(name);
            state = 'running';
            yield* gosched();
            state = 'over';
          });
          if (state !== 'over') throw new Error(`${name} found it ${state}`);
        };
        const all = ['a', 'b', 'c'].map((name) => go(body, name));
        for (const one of all) yield* one;
        once.check();
        return runs.join();
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok a', 'ok b', 'ok c']);
    expect(complete).to.equal(true);
  });

  it('is a deadlock when its function calls it, in every schedule [ON-04]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const once = new Once();
        yield* once.do(function* f() {
          yield* once.do(() => {});
        });
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()]).to.deep.equal(['deadlock main [join], f [sync.Mutex.Lock]']);
    expect(complete).to.equal(true);
  });

  it('tells the runner of its error in a controlled world as well, async [ON-02]', async () => {
    const { outcomes } = await explore(async () => {
      const once = new Once();
      const body = async (): Promise<string> => {
        try {
          await once.do(async () => {
            await gosched();
            throw new Error('no');
          });
          return 'went on';
        } catch {
          return 'failed';
        }
      };
      return (await Promise.all([go(body), go(body), go(body)])).toSorted().join();
    });
    expect([...outcomes.keys()]).to.deep.equal(['ok failed,went on,went on']);
  });
});

/** A signal, and what fires it. */
function stop(): { signal: AbortSignal; abort: (reason: unknown) => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
}
