import { expect } from 'chai';
import {
  after,
  Channel,
  go,
  MisuseError,
  numGoroutine,
  run,
  select,
  sleep,
  until,
  WaitGroup,
} from 'millrace';
import type { Op } from 'millrace';
import { background } from 'millrace/context';
import { hostErrors } from '../goroutine/host-errors.ts';
import { lines } from '../goroutine/lines.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';
import { expectError, thrownBy } from './support.ts';

type Bad = never;

/** Everything that takes options, over channels that would otherwise go ahead or wait. */
const operations: Record<
  string,
  (full: Channel<number>, quiet: Channel<number>, o: Bad) => Op<unknown>
> = {
  'a receive that is ready': (full, _, o) => full.recv(o),
  'a receive': (_, quiet, o) => quiet.recv(o),
  'a send': (_, quiet, o) => quiet.send(1, o),
  'a select': (full, quiet, o) => select({ full, quiet }, o),
  'a sleep': (_full, _quiet, o) => sleep(1e6, o),
  'a timer': (_full, _quiet, o) => after(1e6).recv(o),
  'a promise': (_full, _quiet, o) => until(new Promise(() => {}), o),
  'a wait group': (_full, _quiet, o) => {
    const group = new WaitGroup();
    group.add(1);
    return group.wait(o);
  },
};

const { signal } = new AbortController();

/** The property that a loop over it meets first: hosts differ. */
function firstOf(thing: object): string {
  for (const name in thing) return name;
  throw new Error('no property');
}

const bad: readonly (readonly [string, unknown, string])[] = [
  ['an unknown one', { sginal: new AbortController().signal }, 'unknown option: sginal'],
  ['one too many', { signal: new AbortController().signal, timeout: 5 }, 'unknown option: timeout'],
  ['null', null, 'options: an object was expected'],
  ['a number', 5, 'options: an object was expected'],
  ['a signal in place of options', signal, `unknown option: ${firstOf(signal)}`],
  // The page about errors has this text, and says what it means.
  ['a context in place of options', background(), 'unknown option: parent'],
  ['a text', 'signal', 'options: an object was expected'],
  ['a signal of another kind', { signal: {} }, 'options: an AbortSignal was expected'],
  ['a null signal', { signal: null }, 'options: an AbortSignal was expected'],
  [
    'a controller for a signal',
    { signal: new AbortController() },
    'options: an AbortSignal was expected',
  ],
];

describe('a bad option', () => {
  for (const form of forms) {
    for (const [name, operation] of Object.entries(operations)) {
      for (const [what, options, message] of bad) {
        it(`of ${name} is refused, nothing happens: ${what}, ${form.name} form`, async () => {
          const full = new Channel<number>(1);
          const quiet = new Channel<number>();
          full.trySend(1);
          const before = numGoroutine();
          const started = form.start(function* () {
            yield* wait(() => operation(full, quiet, options as never));
          });
          expectError(await failure(started), MisuseError, 'MISUSE', message);
          expect(numGoroutine()).to.equal(before);
          expect([...lines(full), ...lines(quiet)]).to.deep.equal([0, 0, 0, 0]);
          expect(full.tryRecv()).to.deep.equal({ value: 1, ok: true, done: false });
        });
      }
    }
  }

  it('never throws at the call: it fails the operation', async () => {
    const channel = new Channel<number>();
    const heard = await hostErrors(() => {
      channel.recv({ signal: 5 } as never);
    });
    expect(heard.rejections).to.have.length(1);
    expectError(heard.rejections[0], MisuseError, 'MISUSE', 'options: an AbortSignal was expected');
  });

  it('of run is refused, main does not start', async () => {
    const before = numGoroutine();
    let started = false;
    const main = (): void => {
      started = true;
    };
    const error = thrownBy(() => run(main, { site: false } as never));
    expectError(error, MisuseError, 'MISUSE', 'unknown option: site');
    await idle();
    expect(started).to.equal(false);
    expect(numGoroutine()).to.equal(before);
  });

  for (const ms of [NaN, '5', undefined, null, {}]) {
    it(`of sleep and after: ${String(ms)} is no number of milliseconds`, async () => {
      const error = await failure(
        go(function* () {
          yield* sleep(ms as number);
        }),
      );
      const message = (what: string): string => `${what}: a number of milliseconds was expected`;
      expectError(error, MisuseError, 'MISUSE', message('sleep'));
      expect((error as Error).cause).to.deep.equal(ms);
      const thrown = thrownBy(() => after(ms as number));
      expectError(thrown, MisuseError, 'MISUSE', message('after'));
    });
  }
});
