import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { Channel, go, goexit, GoexitError, gosched, MisuseError, select } from 'millrace';
import type { Op, Routine } from 'millrace';
import { Group, type Result, type Shared } from 'millrace/singleflight';
import { explore } from 'millrace/testing';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure, forms, idle, wait, type Form } from '../sync/support.ts';

/** Work of every form that waits at a gate, if it can, and counts how often it was done. */
const kinds: Record<string, (count: () => string, gate: Channel<void>) => () => unknown> = {
  plain: (count) => count,
  generator: (count, gate) =>
    function* () {
      yield* gate.recv();
      return count();
    },
  async: (count, gate) => async () => {
    await gate.recv();
    return count();
  },
};

/** Starts a goroutine that asks; it ends with what it got. */
function asks<T>(form: Form, ask: () => Op<Shared<T>>): Promise<Shared<T>> {
  return form.start(function* () {
    return yield* wait(ask);
  });
}

describe('singleflight.Group', () => {
  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      for (const [kind, make] of Object.entries(kinds)) {
        it(`does the work and gives what comes of it: ${kind} [SF-01]`, async () => {
          const group = new Group<unknown>();
          const gate = new Channel<void>();
          const one = asks(form, () =>
            group.do(
              'key',
              make(() => 'value', gate),
            ),
          );
          await idle();
          gate.trySend();
          expect(await one).to.deep.equal({ value: 'value', shared: false });
          group.check();
        });

        it(`fails with the error of the work: ${kind} [SF-01, SF-05]`, async () => {
          const group = new Group<unknown>();
          const gate = new Channel<void>();
          const error = new Error('no');
          const work = make(() => {
            throw error;
          }, gate);
          const { exceptions, rejections } = await hostErrors(async () => {
            const all = [1, 2, 3].map(() => failure(asks(form, () => group.do('key', work))));
            await idle();
            gate.trySend();
            expect(await Promise.all(all)).to.deep.equal([error, error, error]);
          });
          expect([...exceptions, ...rejections]).to.deep.equal([]);
          group.check();
        });
      }

      for (const askers of [2, 10, 1000]) {
        it(`does it once for all who ask meanwhile, and says that it is shared: ${askers} [SF-01]`, async () => {
          const group = new Group<{ n: number }>();
          const gate = new Channel<void>();
          let done = 0;
          const work = function* (): Routine<{ n: number }> {
            yield* gate.recv();
            return { n: ++done };
          };
          const all = Array.from({ length: askers }, () => asks(form, () => group.do('key', work)));
          await idle();
          group.check();
          gate.trySend();
          const got = await Promise.all(all);
          expect(got.every(({ shared }) => shared)).to.equal(true);
          expect(new Set(got.map(({ value }) => value)).size).to.equal(1);
          expect(done).to.equal(1);
        });
      }

      it('keeps nothing: who asks when it is over has it done again [SF-02]', async () => {
        const group = new Group<number>();
        let done = 0;
        for (let i = 1; i <= 3; i++) {
          expect(await asks(form, () => group.do('key', () => ++done))).to.deep.equal({
            value: i,
            shared: false,
          });
        }
        group.check();
      });

      it('takes keys of any kind, each for itself [SF-01]', async () => {
        const group = new Group<unknown, unknown>();
        const gate = new Channel<void>();
        const keys = [1, '1', null, undefined, Number.NaN, {}, {}];
        const all = keys.map((key) =>
          asks(form, () =>
            group.do(key, function* () {
              yield* gate.recv();
              return key;
            }),
          ),
        );
        await idle();
        gate.close();
        for (const [i, { value, shared }] of (await Promise.all(all)).entries()) {
          expect(value).to.deep.equal(keys[i]);
          expect(shared).to.equal(false);
        }
      });

      it('starts anew after forget, and leaves the old to those who wait for it [SF-04]', async () => {
        const group = new Group<string>();
        const gates = [new Channel<void>(), new Channel<void>()] as const;
        const work = (i: 0 | 1) =>
          function* (): Routine<string> {
            yield* gates[i].recv();
            return `flight ${i}`;
          };
        const ask = (i: 0 | 1): Promise<Shared<string>> =>
          asks(form, () => group.do('key', work(i)));
        const first = ask(0);
        await idle();
        group.forget('key');
        const second = ask(1);
        await idle();
        group.check();
        gates[0].trySend();
        expect(await first).to.deep.equal({ value: 'flight 0', shared: false });
        // The end of the old one must not have taken the new one away.
        group.check();
        const third = ask(0);
        await idle();
        gates[1].trySend();
        expect(await Promise.all([second, third])).to.deep.equal([
          { value: 'flight 1', shared: true },
          { value: 'flight 1', shared: true },
        ]);
        group.forget('nobody asked for this');
        group.check();
      });

      it('lets everyone exit whose work called goexit [SF-06]', async () => {
        const group = new Group<unknown>();
        const gate = new Channel<void>();
        const ended: string[] = [];
        const all = [1, 2].map(() =>
          form.start(function* () {
            yield* wait(() =>
              group.do('key', function* () {
                yield* gate.recv();
                goexit();
              }),
            );
            ended.push('went on');
          }),
        );
        await idle();
        const channel = group.doChan('key', () => 'other');
        gate.trySend();
        for (const one of all) expect(await failure(one)).to.be.instanceOf(GoexitError);
        await idle();
        expect(ended).to.deep.equal([]);
        expect(channel.tryRecv()).to.equal(undefined);
        expect((await asks(form, () => group.do('key', () => 'again'))).value).to.equal('again');
      });

      it('lets those who ask give up, the first too; the work goes on [SF-01]', async () => {
        for (const gives of [0, 1, 2]) {
          const group = new Group<string>();
          const gate = new Channel<void>();
          const controllers = [0, 1, 2].map(() => new AbortController());
          const all = controllers.map(({ signal }) =>
            asks(form, () =>
              group.do(
                'key',
                function* () {
                  yield* gate.recv();
                  return 'value';
                },
                { signal },
              ),
            ),
          );
          await idle();
          const gone = failure(all[gives] as Promise<unknown>);
          controllers[gives]?.abort('enough');
          expect(await gone).to.equal('enough');
          group.check();
          gate.trySend();
          for (const [i, one] of all.entries()) {
            if (i !== gives) expect(await one).to.deep.equal({ value: 'value', shared: true });
          }
          for (const { signal } of controllers) {
            expect(getEventListeners(signal, 'abort')).to.have.length(0);
          }
        }
      });

      it('drops an error on which all have given up', async () => {
        const group = new Group<string>();
        const gate = new Channel<void>();
        const controller = new AbortController();
        const { signal } = controller;
        const { exceptions, rejections } = await hostErrors(async () => {
          const gone = failure(
            asks(form, () =>
              group.do(
                'key',
                function* () {
                  yield* gate.recv();
                  throw new Error('too late');
                },
                { signal },
              ),
            ),
          );
          await idle();
          controller.abort('enough');
          expect(await gone).to.equal('enough');
          gate.trySend();
        });
        expect([...exceptions, ...rejections]).to.deep.equal([]);
        group.check();
      });

      it('does nothing for a signal that has fired, nor for an option that nobody reads', async () => {
        const group = new Group<string>();
        let done = 0;
        const work = (): string => `${++done}`;
        const fired = { signal: AbortSignal.abort('before') };
        expect(await failure(asks(form, () => group.do('key', work, fired)))).to.equal('before');
        const slip = { singal: 1 } as object;
        const error = await failure(asks(form, () => group.do('key', work, slip)));
        expect(error).to.be.instanceOf(MisuseError);
        expect(done).to.equal(0);
        group.check();
      });

      it('waits for ever for a call with the same key from within', async () => {
        const group = new Group<string>();
        const controller = new AbortController();
        const { signal } = controller;
        const one = failure(
          asks(form, () =>
            group.do('key', function* () {
              return (yield* group.do('key', () => 'inner', { signal })).value;
            }),
          ),
        );
        await idle();
        group.check();
        controller.abort('out');
        expect(await one).to.equal('out');
      });
    });
  }

  it('starts the work at the call, before anybody else runs', async () => {
    const group = new Group<number>();
    const log: string[] = [];
    await go(function* () {
      go(() => log.push('somebody else'));
      const op = group.do('key', () => log.push('work'));
      log.push('called');
      yield* op;
    });
    await idle();
    expect(log).to.deep.equal(['work', 'called', 'somebody else']);
  });

  describe('doChan', () => {
    it('gives one result through a channel with room for it, which stays open [SF-03]', async () => {
      const group = new Group<string>();
      const channel = group.doChan('key', () => 'value');
      expect(channel.capacity).to.equal(1);
      expect(channel.tryRecv(), 'the work starts later').to.equal(undefined);
      await idle();
      expect(channel.length).to.equal(1);
      const wanted: Result<string> = { ok: true, value: 'value', error: undefined, shared: false };
      expect(channel.tryRecv()?.value).to.deep.equal(wanted);
      await idle();
      expect(channel.tryRecv(), 'neither more nor closed').to.equal(undefined);
    });

    it('gives an error through the channel, too [SF-03, SF-05]', async () => {
      const group = new Group<string>();
      const error = new Error('no');
      const { exceptions, rejections } = await hostErrors(async () => {
        const channel = group.doChan('key', async () => {
          throw error;
        });
        const { value } = await channel.recv();
        expect(value).to.deep.equal({ ok: false, value: undefined, error, shared: false });
      });
      expect([...exceptions, ...rejections]).to.deep.equal([]);
    });

    it('shares with those who ask in either way [SF-01, SF-03]', async () => {
      const group = new Group<string>();
      const work = function* (): Routine<string> {
        yield* gosched();
        return 'value';
      };
      for (const order of ['do first', 'doChan first']) {
        const asked = order === 'do first' ? group.do('key', work) : null;
        const channels = [group.doChan('key', work), group.doChan('key', work)];
        const op = asked ?? group.do('key', work);
        group.check();
        expect(await op).to.deep.equal({ value: 'value', shared: true });
        for (const channel of channels) {
          expect(channel.tryRecv()?.value).to.deep.equal({
            ok: true,
            value: 'value',
            error: undefined,
            shared: true,
          });
        }
      }
    });

    it('is an arm of a select', async () => {
      const group = new Group<string>();
      const got = await select({ result: group.doChan('key', () => 'v'), idle: Channel.nil<1>() });
      expect(got.key === 'result' && got.value?.value).to.equal('v');
    });
  });

  it('never does the same twice at once, whatever the schedule [SF-01, SF-02]', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const group = new Group<number>();
        let running = 0;
        let done = 0;
        const work = function* (): Routine<number> {
          if (++running > 1) throw new Error('twice at once');
          yield* gosched();
          running--;
          return ++done;
        };
        const ask = function* (): Routine<string> {
          const { value, shared } = yield* group.do('key', work);
          return `${value}${shared ? '+' : ''}`;
        };
        const other = go(ask);
        const mine = yield* ask();
        const theirs = yield* other;
        group.check();
        return [mine, theirs].toSorted().join(' ');
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok 1 2', 'ok 1+ 1+']);
    expect(complete).to.equal(true);
  });

  it('is the same with async goroutines, in every schedule tried [SF-01]', async () => {
    const { outcomes } = await explore(
      async () => {
        const group = new Group<number>();
        let done = 0;
        const ask = async (): Promise<string> => {
          const { value, shared } = await group.do('key', async () => {
            await gosched();
            return ++done;
          });
          return `${value}${shared ? '+' : ''}`;
        };
        return (await Promise.all([go(ask), go(ask)])).toSorted().join(' ');
      },
      { runs: 300 },
    );
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok 1 2', 'ok 1+ 1+']);
  });

  it('keeps nothing of a hundred thousand who ask and give up, in linear time', async () => {
    const group = new Group<string>();
    const gate = new Channel<void>();
    const controller = new AbortController();
    const { signal } = controller;
    const work = function* (): Routine<string> {
      yield* gate.recv();
      return 'value';
    };
    const first = group.do('key', work);
    const gone = Array.from({ length: 100_000 }, () => group.do('key', work, { signal }));
    const outcomes = Promise.allSettled(gone);
    const stay = Array.from({ length: 100_000 }, () => group.do('key', work));
    controller.abort('all');
    group.check();
    gate.trySend();
    expect((await first).shared).to.equal(true);
    await Promise.all(stay);
    expect((await outcomes).every(({ status }) => status === 'rejected')).to.equal(true);
  }).timeout(20_000);
});
