import { expect } from 'chai';
import { Channel, go, gosched, MisuseError, select, sleep, SendOnClosedError } from 'millrace';
import type { Op } from 'millrace';
import { hostErrors } from './host-errors.ts';
import { failure, forms, wait } from './script.ts';

const none = { rejections: [], exceptions: [] };

/** Operations that fail, each with the class it fails with. */
const failing: Record<string, { make: () => Op<unknown>; kind: new (...args: never[]) => Error }> =
  {
    'a send on a closed channel': { make: () => closed().send(1), kind: SendOnClosedError },
    'a select on one': { make: () => select([closed().onSend(1)]), kind: SendOnClosedError },
    'a select without sense': { make: () => select([1 as never]), kind: MisuseError },
    'a sleep without sense': { make: () => sleep(NaN), kind: MisuseError },
    'an aborted receive': {
      make: () => new Channel<number>().recv({ signal: AbortSignal.abort(new MisuseError('own')) }),
      kind: MisuseError,
    },
    'a send that the close meets waiting': {
      make: () => {
        const channel = new Channel<number>();
        const op = channel.send(1);
        channel.close();
        return op;
      },
      kind: SendOnClosedError,
    },
    'a receive that an abort meets waiting': {
      make: () => {
        const controller = new AbortController();
        const op = new Channel<number>().recv({ signal: controller.signal });
        controller.abort(new MisuseError('own'));
        return op;
      },
      kind: MisuseError,
    },
  };

function closed(): Channel<number> {
  const channel = new Channel<number>();
  channel.close();
  return channel;
}

describe('a failed operation', () => {
  for (const [name, { make, kind }] of Object.entries(failing)) {
    for (const form of forms) {
      it(`that nobody looks at is an unhandled rejection: ${name}, ${form.name} form`, async () => {
        const heard = await hostErrors(async () => {
          await form.start(function* () {
            make();
          });
        });
        expect(heard.exceptions).to.deep.equal([]);
        expect(heard.rejections).to.have.length(1);
        expect(heard.rejections[0]).to.be.instanceOf(kind);
      });

      it(`that somebody looks at is none: ${name}, ${form.name} form`, async () => {
        const heard = await hostErrors(async () => {
          await form.start(function* () {
            const op = make();
            yield* wait(() => gosched());
            try {
              yield* wait(() => op);
            } catch (error) {
              expect(error).to.be.instanceOf(kind);
              return;
            }
            expect.fail('it did not fail');
          });
        });
        expect(heard).to.deep.equal(none);
      });
    }

    it(`outside of a goroutine likewise: ${name}`, async () => {
      const heard = await hostErrors(() => {
        make();
      });
      expect(heard.rejections).to.have.length(1);
      expect(heard.rejections[0]).to.be.instanceOf(kind);
      const seen = await hostErrors(async () => {
        expect(await failure(make())).to.be.instanceOf(kind);
      });
      expect(seen).to.deep.equal(none);
    });
  }

  it('is seen when it is handed to catch, then or finally', async () => {
    const heard = await hostErrors(async () => {
      const seen: unknown[] = [];
      await go(function* () {
        const op = closed().send(1);
        op.catch((error: unknown) => seen.push(error));
        op.then(undefined, (error: unknown) => seen.push(error));
        op.finally(() => seen.push('finally')).catch(() => {});
        yield* sleep(1);
      });
      expect(seen).to.have.length(3);
    });
    expect(heard).to.deep.equal(none);
  });

  it('goes past a then and a catch that have nothing to do with it', async () => {
    const made: Promise<unknown>[] = [];
    await go(function* () {
      const op = closed().send(1);
      const handler: (() => void)[] = [];
      made.push(
        op.catch(handler[0]),
        op.catch(null),
        op.then(() => 'sent'),
        op.finally(null),
      );
      yield* [];
    });
    for (const error of await Promise.all(made.map(failure))) {
      expect(error).to.be.instanceOf(SendOnClosedError);
    }
  });

  it('that only finally looks at is an unhandled rejection still', async () => {
    const heard = await hostErrors(async () => {
      await go(function* () {
        closed()
          .send(1)
          .finally(() => {});
      });
    });
    expect(heard.rejections).to.have.length(1);
    expect(heard.rejections[0]).to.be.instanceOf(SendOnClosedError);
  });

  it('is raised once, however many fail at once', async () => {
    const heard = await hostErrors(async () => {
      await go(function* () {
        for (let i = 0; i < 3; i++) closed().send(i);
      });
    });
    expect(heard.rejections).to.have.length(3);
    expect(new Set(heard.rejections).size).to.equal(3);
  });
});
