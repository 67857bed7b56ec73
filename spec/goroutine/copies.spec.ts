import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import * as ours from 'millrace';
import { hostErrors } from './host-errors.ts';
import { failure, idle } from './script.ts';

type Millrace = typeof ours;

/**
 * Two copies of the package in one process, as when a dependency brings its own. They share the
 * state of the scheduler, and nothing else.
 */
describe('two copies of the package', () => {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-copy-'));
  let theirs: Millrace;

  before(async () => {
    cpSync('lib', join(dir, 'lib'), { recursive: true });
    writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
    theirs = (await import(pathToFileURL(join(dir, 'lib', 'index.ts')).href)) as Millrace;
  });

  after(() => rmSync(dir, { recursive: true, force: true }));

  it('are two: their classes differ, the codes of their errors do not', async () => {
    expect(theirs.Channel).to.not.equal(ours.Channel);
    const thrown = [ours, theirs].map(({ Channel }) => {
      const channel = new Channel<number>();
      channel.close();
      try {
        channel.close();
      } catch (error) {
        return error as InstanceType<Millrace['GoError']>;
      }
      return undefined;
    });
    expect(thrown[1]).to.not.be.instanceOf(ours.GoError);
    expect(thrown.map((error) => error?.code)).to.deep.equal(
      Array.from({ length: 2 }, () => 'CLOSE_OF_CLOSED_CHANNEL'),
    );
  });

  for (const [name, at] of [
    ['a goroutine of one waits for an operation of the other', 0],
    ['and the other way round', 1],
  ] as const) {
    describe(name, () => {
      let here: Millrace;
      let there: Millrace;
      before(() => {
        [here, there] = at === 0 ? [ours, theirs] : [theirs, ours];
      });

      it('that is ready', async () => {
        const channel = new there.Channel<number>(1);
        channel.trySend(1);
        const value = await here.go(function* () {
          yield* here.gosched();
          const got = yield* channel.recv();
          yield* channel.send(2);
          return got.value;
        });
        expect(value).to.equal(1);
        expect(channel.tryRecv()?.value).to.equal(2);
      });

      it('that has to wait', async () => {
        const channel = new there.Channel<number>();
        const values = here.go(function* () {
          const first = yield* channel.recv();
          yield* here.gosched();
          const second = yield* channel.recv();
          return [first.value, second.value];
        });
        await idle();
        await channel.send(1);
        await channel.send(2);
        expect(await values).to.deep.equal([1, 2]);
      });

      it('that fails, now or later', async () => {
        const closed = new there.Channel<number>();
        closed.close();
        const open = new there.Channel<number>();
        const codes = here.go(function* () {
          const seen: string[] = [];
          for (const channel of [closed, open]) {
            try {
              yield* channel.send(1);
            } catch (error) {
              seen.push((error as InstanceType<Millrace['GoError']>).code);
            }
          }
          return seen;
        });
        await idle();
        open.close();
        expect(await codes).to.deep.equal(['SEND_ON_CLOSED_CHANNEL', 'SEND_ON_CLOSED_CHANNEL']);
      });

      it('in the light form: it was made in a generator goroutine of its own', async () => {
        const channel = new there.Channel<number>(1);
        type Receive = ReturnType<typeof channel.recv>;
        const made: { ready?: Receive; waiting?: Receive; failing?: Receive } = {};
        const controller = new AbortController();
        channel.trySend(1);
        await there.go(function* () {
          made.ready = channel.recv();
          made.waiting = channel.recv();
          made.failing = channel.recv({ signal: controller.signal });
        });
        const seen = here.go(function* () {
          const first = yield* made.ready as Receive;
          const second = yield* made.waiting as Receive;
          try {
            yield* made.failing as Receive;
          } catch (error) {
            return [first.value, second.value, error];
          }
          return undefined;
        });
        await idle();
        channel.trySend(2);
        await idle();
        controller.abort('given up');
        expect(await seen).to.deep.equal([1, 2, 'given up']);
      });

      it('and joins a goroutine of the other', async () => {
        const error = new Error('theirs');
        const value = await here.go(function* () {
          const child = there.go(function* () {
            yield* there.gosched();
            return 'child';
          });
          const failing = there.go(async () => {
            throw error;
          });
          const first = yield* child;
          try {
            yield* failing;
          } catch (thrown) {
            return [first, thrown];
          }
          return undefined;
        });
        expect(value).to.deep.equal(['child', error]);
      });

      it('and plays ping-pong with one of the other over channels of both', async () => {
        const [to, from] = [new here.Channel<number>(), new there.Channel<number>()];
        there.go(function* () {
          for (;;) {
            const got = yield* to.recv();
            if (!got.ok) break;
            yield* from.send(got.value * 2);
          }
          from.close();
        });
        const sum = await here.go(function* () {
          let total = 0;
          for (let i = 1; i <= 100; i++) {
            yield* to.send(i);
            total += (yield* from.recv()).value ?? NaN;
          }
          to.close();
          return [total, (yield* from.recv()).ok];
        });
        expect(sum).to.deep.equal([10_100, false]);
      });

      it('and leaves by goexit: an operation of the other holds nobody up', async () => {
        const quiet = new there.Channel<number>();
        const order: string[] = [];
        const left = here.go(function* () {
          try {
            here.goexit();
          } finally {
            order.push('finally');
            yield* quiet.recv();
            order.push('waited');
          }
        });
        const error = await Promise.race([failure(left), idle().then(() => 'still waits')]);
        expect((error as { code?: string }).code).to.equal('GOEXIT');
        expect(order).to.deep.equal(['finally']);
        quiet.close();
      });

      it('and selects over channels of both, ready and not', async () => {
        const [mine, other] = [new here.Channel<number>(), new there.Channel<number>()];
        const keys = here.go(function* () {
          const seen: string[] = [];
          for (let i = 0; i < 4; i++) {
            const got = yield* here.select({ mine, other });
            seen.push(`${got.key} ${got.value}`);
          }
          seen.push((yield* here.select({ out: other.onSend(9) })).key);
          return seen;
        });
        for (const [n, channel] of [other, mine, other, mine].entries()) await channel.send(n);
        expect((await other.recv()).value).to.equal(9);
        expect(await keys).to.deep.equal(['other 0', 'mine 1', 'other 2', 'mine 3', 'out']);
        const ready = new there.Channel<number>(1);
        ready.trySend(5);
        expect(here.trySelect([mine, ready])).to.deep.equal({ key: 1, value: 5, ok: true });
      });

      it('and counts its goroutines: there is one scheduler', async () => {
        const before = here.numGoroutine();
        const gate = new there.Channel<void>();
        const held = there.go(function* () {
          yield* gate.recv();
        });
        expect(here.numGoroutine()).to.equal(before + 1);
        expect(there.numGoroutine()).to.equal(before + 1);
        gate.close();
        await held;
      });

      it('and main of one ends goroutines of the other', async () => {
        const gate = new there.Channel<number>();
        await here.run(function* () {
          there.go(function* () {
            yield* gate.recv();
          });
          yield* here.gosched();
        });
        expect(gate.trySend(1)).to.equal(false);
      });
    });
  }

  it('each raise the failures of their own goroutines', async () => {
    const errors = [new Error('ours'), new Error('theirs')];
    const heard = await hostErrors(() => {
      ours.go(() => Promise.reject(errors[0]));
      theirs.go(() => Promise.reject(errors[1]));
    });
    expect(heard.exceptions.map((one) => one.cause)).to.have.members(errors);
  });

  it('refuse yield* outside of a goroutine, each on its own', () => {
    for (const { Channel, MisuseError } of [ours, theirs]) {
      const channel = new Channel<number>();
      const bare = (function* () {
        yield* channel.recv();
      })();
      expect(() => bare.next()).to.throw(MisuseError, 'yield* outside a goroutine');
    }
  });
});
