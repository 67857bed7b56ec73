import { expect } from 'chai';
import { Channel, go, goexit, GoexitError, gosched, WaitGroup } from 'millrace';
import type { Op, Routine } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';
import { hostErrors } from './host-errors.ts';
import { failure, forms, idle, wait } from './script.ts';

describe('goexit', () => {
  for (const form of forms) {
    describe(`in a goroutine of ${form.name} form`, () => {
      it('runs every finally, innermost first, and nothing after the call [GO-11]', async () => {
        const order: string[] = [];
        const inner = function* (): Generator<() => Op<unknown>, void, unknown> {
          try {
            yield* wait(() => gosched());
            order.push('goexit');
            goexit();
          } finally {
            order.push('inner');
          }
        };
        const started = form.start(function* () {
          try {
            try {
              yield* inner();
              order.push('never');
            } finally {
              order.push('middle');
            }
          } finally {
            order.push('outer');
          }
        });
        await failure(started);
        expect(order).to.deep.equal(['goexit', 'inner', 'middle', 'outer']);
      });

      it('ends that goroutine alone: the others go on [GO-11]', async () => {
        const seen: number[] = [];
        const numbers = new Channel<number>();
        const receiver = form.start(function* () {
          for (let i = 0; i < 3; i++) {
            const got = yield* wait(() => numbers.recv());
            if (got.ok) seen.push(got.value);
          }
        });
        const leaver = form.start(function* () {
          yield* wait(() => numbers.send(1));
          goexit();
        });
        await failure(leaver);
        await numbers.send(2);
        await numbers.send(3);
        await receiver;
        expect(seen).to.deep.equal([1, 2, 3]);
      });

      it('gives a GoexitError to who joins, and tells the host of nothing', async () => {
        let joined: unknown;
        const heard = await hostErrors(async () => {
          form.start(function* () {
            goexit();
          });
          joined = await failure(
            form.start(function* () {
              goexit();
            }),
          );
        });
        expect(heard).to.deep.equal({ rejections: [], exceptions: [] });
        expect(joined).to.be.instanceOf(GoexitError);
        expect(joined).to.include({ code: 'GOEXIT', message: 'runtime.Goexit was called' });
      });

      it('is not cancelled by an error that is caught while it unwinds [GO-12]', async () => {
        const order: string[] = [];
        const started = form.start(function* () {
          try {
            goexit();
          } finally {
            try {
              throw new Error('meanwhile');
            } catch {
              order.push('caught');
            }
          }
          order.push('never');
        });
        expect(await failure(started)).to.be.instanceOf(GoexitError);
        expect(order).to.deep.equal(['caught']);
      });

      it('gives way to an error that nobody catches while it unwinds [GO-12]', async () => {
        const error = new Error('while leaving');
        const heard = await hostErrors(() => {
          form.start(function* () {
            try {
              goexit();
            } finally {
              // oxlint-disable-next-line no-unsafe-finally -- Go's defers may panic, too
              throw error;
            }
          });
        });
        expect(heard.exceptions.map((one) => one.cause)).to.deep.equal([error]);
      });

      it('in a finally takes the place of the error on its way; it ends quietly [GO-13]', async () => {
        const heard = await hostErrors(async () => {
          const started = form.start(function* () {
            try {
              throw new Error('aborted panic');
            } finally {
              goexit();
            }
          });
          expect(await failure(started)).to.be.instanceOf(GoexitError);
        });
        expect(heard).to.deep.equal({ rejections: [], exceptions: [] });
      });

      it('counts a task of a wait group as done [WG-08]', async () => {
        const group = new WaitGroup();
        const body = form.name === 'async' ? async () => goexit() : leave;
        group.go(body);
        group.go(body);
        await group.wait();
      });
    });
  }

  it('unwinds nested yield* and an async helper alike', async () => {
    const order: string[] = [];
    const helper = async (): Promise<void> => {
      try {
        await gosched();
        goexit();
      } finally {
        order.push('helper');
      }
    };
    const started = go(async () => {
      try {
        await helper();
        order.push('never');
      } finally {
        order.push('goroutine');
      }
    });
    expect(await failure(started)).to.be.instanceOf(GoexitError);
    expect(order).to.deep.equal(['helper', 'goroutine']);
  });

  it('called outside of a goroutine is an error like any other', () => {
    expect(() => goexit()).to.throw(GoexitError);
    expect(kernel.home.exiting).to.equal(null);
  });

  it('leaves the world as it was: nobody is on the way out', async () => {
    await failure(go(leave));
    expect(kernel.home.exiting).to.equal(null);
    kernel.home.check();
    await idle();
    kernel.home.check();
  });
});

function* leave(): Routine<void> {
  goexit();
}
