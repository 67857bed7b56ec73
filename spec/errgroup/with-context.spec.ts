import { expect } from 'chai';
import { Channel, go, goexit, gosched } from 'millrace';
import type { Routine } from 'millrace';
import { background, Canceled, cause, withCancelCause, type Context } from 'millrace/context';
import { withContext, type Group } from 'millrace/errgroup';
import { explore } from 'millrace/testing';
import { failure, forms, idle, thrown, wait } from '../sync/support.ts';

/** What is known of a context: its error and its cause. */
function state(ctx: Context): [err: unknown, why: unknown] {
  return [ctx.err(), cause(ctx)];
}

const LIVES = [undefined, undefined];

describe('errgroup.withContext', () => {
  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      it('ends the context at the first error, with that as its cause [EG-02, EG-05]', async () => {
        const [group, ctx] = withContext(background());
        const gate = new Channel<void>();
        const errors = [new Error('first'), new Error('second')];
        const main = form.start(function* () {
          for (const error of errors) {
            yield* wait(() =>
              group.go(function* () {
                yield* gate.recv();
                throw error;
              }),
            );
          }
          yield* wait(() =>
            group.go(function* () {
              yield* ctx.done().recv();
              expect(state(ctx)).to.deep.equal([Canceled, errors[0]]);
            }),
          );
          yield* wait(() => group.wait());
        });
        const end = failure(main);
        await idle();
        expect(state(ctx)).to.deep.equal(LIVES);
        gate.trySend();
        await idle();
        expect(state(ctx)).to.deep.equal([Canceled, errors[0]]);
        gate.close();
        expect(await end).to.equal(errors[0]);
        expect(state(ctx)).to.deep.equal([Canceled, errors[0]]);
      });

      it('ends it when wait has ended, if there was no error [EG-04, EG-05]', async () => {
        const [group, ctx] = withContext(background());
        const gate = new Channel<void>();
        const main = form.start(function* () {
          yield* wait(() =>
            group.go(function* () {
              yield* gate.recv();
            }),
          );
          yield* wait(() => group.wait());
          return state(ctx);
        });
        await idle();
        expect(state(ctx)).to.deep.equal(LIVES);
        gate.close();
        expect(await main).to.deep.equal([Canceled, Canceled]);
      });

      it('ends it at a wait that has nothing to wait for [EG-04, EG-05]', async () => {
        const [group, ctx] = withContext(background());
        await group.go(() => {});
        await idle();
        expect(state(ctx), 'all have ended, and nobody waited').to.deep.equal(LIVES);
        await form.start(function* () {
          yield* wait(() => group.wait());
        });
        expect(state(ctx)).to.deep.equal([Canceled, Canceled]);
      });

      it('leaves it alone when who waits gives up, or a task calls goexit [EG-05, EG-08]', async () => {
        const [group, ctx] = withContext(background());
        const gate = new Channel<void>();
        const controller = new AbortController();
        group.tryGo(() => goexit());
        group.tryGo(function* () {
          yield* gate.recv();
        });
        const gone = failure(
          form.start(function* () {
            yield* wait(() => group.wait({ signal: controller.signal }));
          }),
        );
        await idle();
        controller.abort('enough');
        expect(await gone).to.equal('enough');
        gate.close();
        await idle();
        expect(state(ctx)).to.deep.equal(LIVES);
      });

      it('ends with its parent, which is no error of the group [EG-05]', async () => {
        const [parent, cancel] = withCancelCause(background());
        const [group, ctx] = withContext(parent);
        const why = new Error('why');
        group.tryGo(function* () {
          yield* ctx.done().recv();
        });
        cancel(why);
        await form.start(function* () {
          yield* wait(() => group.wait());
        });
        expect(state(ctx)).to.deep.equal([Canceled, why]);
      });
    });
  }

  it('has ended the context when the place of the task is free [EG-03]', async () => {
    const [group, ctx] = withContext(background());
    group.setLimit(1);
    const error = new Error('no');
    group.tryGo(() => {
      throw error;
    });
    let seen: unknown;
    await group.go(() => {
      seen = cause(ctx);
    });
    await failure(group.wait());
    expect(seen).to.equal(error);
  });

  it('is whole while listeners of the context run, whatever they do to the group [EG-03]', async () => {
    const [group, ctx] = withContext(background());
    let ran = 0;
    ctx.signal.addEventListener('abort', () => {
      group.check();
      group.tryGo(() => ran++);
      group.check();
    });
    group.tryGo(() => {});
    await group.wait();
    group.check();
    await group.wait();
    expect(ran).to.equal(1);
  });

  it('refuses to have no parent', () => {
    expect(thrown(() => withContext(undefined as never))).to.include({
      code: 'CANNOT_CREATE_CONTEXT_FROM_NIL_PARENT',
    });
  });

  it('runs the pipeline of justErrors, parallel and pipeline: each result or the first error [EG-01, EG-02]', async () => {
    const work = function* (group: Group, ctx: Context, bad: number): Routine<number> {
      const numbers = new Channel<number>();
      const squares = new Channel<number>();
      yield* group.go(function* () {
        for (let n = 1; n <= 5 && ctx.err() === undefined; n++) yield* numbers.send(n);
        numbers.close();
      });
      for (let worker = 0; worker < 2; worker++) {
        yield* group.go(function* () {
          for (let r = yield* numbers.recv(); r.ok; r = yield* numbers.recv()) {
            if (r.value === bad) throw new Error(`no ${r.value}`);
            yield* squares.send(r.value * r.value);
          }
        });
      }
      const closer = go(function* () {
        try {
          yield* group.wait();
        } finally {
          squares.close();
        }
      });
      let sum = 0;
      for (let r = yield* squares.recv(); r.ok; r = yield* squares.recv()) sum += r.value;
      yield* closer;
      return sum;
    };
    expect(await go(work, ...withContext(background()), 0)).to.equal(55);
    const error = await failure(go(work, ...withContext(background()), 3));
    expect((error as Error).message).to.equal('no 3');
  });

  it('tells every task of the first error, whatever the schedule [EG-02, EG-05]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const [group, ctx] = withContext(background());
        const heard: unknown[] = [];
        group.tryGo(function* () {
          yield* ctx.done().recv();
          heard.push((cause(ctx) as Error).message);
        });
        for (const name of ['a', 'b']) {
          group.tryGo(function* () {
            yield* gosched();
            throw new Error(name);
          });
        }
        try {
          yield* group.wait();
        } catch (error) {
          heard.push((error as Error).message);
        }
        group.check();
        return heard.join();
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok a,a', 'ok b,b']);
    expect(complete).to.equal(true);
  });
});
