import { expect } from 'chai';
import { Channel, go, MisuseError, select, sleep, trySelect, WaitGroup } from 'millrace';
import type { Op, Routine } from 'millrace';
import { Controlled } from '../../lib/kernel/controlled.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { lines } from '../goroutine/lines.ts';
import { failure, idle } from '../goroutine/script.ts';
import { expectError, thrownBy } from './support.ts';

/** A world whose policy always takes the first of what there is. */
const controlled = (): Controlled => new Controlled({ choose: () => 0 });

/** What a goroutine waits for in a world that is not its own. */
const operations: Record<string, (channel: Channel<number>) => Op<unknown>> = {
  'a receive': (channel) => channel.recv(),
  'a send': (channel) => channel.send(5),
  'a select': (channel) => select([channel]),
};

/** Runs a body in a controlled world, where it may make things and start goroutines. */
function within<T>(world: Controlled, body: () => T): T {
  const made: { value?: T } = {};
  world.run(() => {
    made.value = body();
  });
  return made.value as T;
}

function* caught(make: () => Op<unknown>): Routine<unknown> {
  try {
    yield* make();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('an operation of a controlled world', () => {
  for (const [name, operation] of Object.entries(operations)) {
    for (const capacity of [0, 2]) {
      it(`is refused by yield* in the default one, and does nothing: ${name}, capacity ${capacity}`, async () => {
        const world = controlled();
        const channel = within(world, () => new Channel<number>(capacity));
        if (capacity > 0) channel.trySend(1);
        const outcome = Promise.race([go(caught, () => operation(channel)), idle()]);
        const message = 'yield* on an operation of another world';
        expectError(await outcome, MisuseError, 'MISUSE', message);
        // Neither now nor when its own world goes on.
        const next = within(world, () => {
          go(caught, () => sleep(1));
          return channel.tryRecv()?.value;
        });
        expect(next).to.equal(capacity === 0 ? undefined : 1);
        expect(channel.length).to.equal(0);
        expect(lines(channel)).to.deep.equal([0, 0]);
      });
    }
  }
});

describe('an operation of the default world', () => {
  for (const [name, operation] of Object.entries(operations)) {
    for (const capacity of [0, 2]) {
      it(`is refused by yield* in a controlled one, and does nothing: ${name}, capacity ${capacity}`, () => {
        const channel = new Channel<number>(capacity);
        if (capacity > 0) channel.trySend(1);
        const errors: unknown[] = [];
        within(controlled(), () => {
          go(function* () {
            errors.push(yield* caught(() => operation(channel)));
          });
        });
        expect(errors).to.have.length(1);
        expect(errors[0]).to.be.instanceOf(MisuseError);
        expect(lines(channel)).to.deep.equal([0, 0]);
        expect(channel.length, 'what was in the channel').to.equal(capacity === 0 ? 0 : 1);
      });
    }
  }

  it('is refused by yield* in a controlled one: a goroutine, a wait group', async () => {
    const gate = new Channel<void>();
    const group = new WaitGroup();
    const goroutine = go(function* () {
      yield* gate.recv();
    });
    group.add(1);
    const errors: unknown[] = [];
    within(controlled(), () => {
      for (const make of [() => goroutine, () => group.wait()]) {
        go(function* () {
          errors.push(yield* caught(make));
        });
      }
    });
    expect(errors).to.have.length(2);
    for (const error of errors) expect(error).to.be.instanceOf(MisuseError);
    gate.close();
    await goroutine;
    group.done();
    group.check();
  });
});

describe('a select over two worlds', () => {
  it('is refused in either, and takes no arm', async () => {
    const world = controlled();
    const ours = new Channel<number>(1);
    const theirs = within(world, () => new Channel<number>(1));
    ours.trySend(1);
    theirs.trySend(2);
    const message = 'yield* on an operation of another world';
    for (const arms of [
      [ours, theirs],
      [theirs, ours],
    ]) {
      expectError(await failure(select(arms)), MisuseError, 'MISUSE', message);
      expectError(
        thrownBy(() => trySelect(arms)),
        MisuseError,
        'MISUSE',
        message,
      );
      const errors: unknown[] = [];
      within(world, () => {
        go(function* () {
          errors.push(yield* caught(() => select(arms)));
        });
      });
      expectError(errors[0], MisuseError, 'MISUSE', message);
    }
    expect([ours.length, theirs.length]).to.deep.equal([1, 1]);
  });

  it('leaves the default world as it was', async () => {
    expect(kernel.world).to.equal(kernel.home);
    expect(kernel.current).to.equal(null);
    kernel.home.check();
    const channel = new Channel<number>();
    const receive = channel.recv();
    await channel.send(1);
    expect((await receive).value).to.equal(1);
  });
});
