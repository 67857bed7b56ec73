/** Crowds: many who wait in one place are served in order, and leave at no cost to the others. */
import { Channel, go, gosched, select, WaitGroup } from 'millrace';
import { expect } from 'chai';
import { kernel } from '../../lib/kernel/world.ts';
import { settled, until as holds } from '../laws/support/law.ts';
import { lengthOf } from '../laws/support/line.ts';
import { forms, start, wait, type Form } from '../laws/support/script.ts';

const MANY = 100_000;

const until = (condition: () => boolean, what: string): Promise<void> =>
  holds(condition, what, 5000);

const all = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Fails with the first place that is out of order: a list of so many is nothing to print. */
function inOrder(seen: number[], many: number): void {
  expect(seen.length).to.equal(many);
  expect(seen.findIndex((value, i) => value !== i)).to.equal(-1);
}

// One that looked at the whole line for each who comes or goes would take minutes.
describe('A crowd of 100,000', function () {
  this.timeout(10_000);

  for (const form of forms) {
    it(`of receivers is served first come, first served, ${form} [CH-16, CH-41, CH-44]`, async () => {
      const channel = new Channel<number>();
      const [seen, who]: [number[], number[]] = [[], []];
      receivers(form, channel, seen, who);
      await until(() => lengthOf(channel.receivers) === MANY, 'everybody waits');
      expect(all(MANY).every((i) => channel.trySend(i))).to.equal(true);
      expect(channel.trySend(-1)).to.equal(false);
      await until(() => seen.length === MANY, 'everybody is served');
      inOrder(seen, MANY);
      inOrder(who, MANY);
      channel.check();
    });

    for (const capacity of [0, 3]) {
      it(`of senders is served so, capacity ${capacity}, ${form} [CH-18, CH-22, CH-41]`, async () => {
        const channel = new Channel<number>(capacity);
        const who: number[] = [];
        senders(form, channel, who);
        await until(() => lengthOf(channel.senders) === MANY - capacity, 'everybody waits');
        const seen = all(MANY).map(() => channel.tryRecv()?.value ?? -1);
        expect(channel.tryRecv()).to.equal(undefined);
        await until(() => who.length === MANY, 'everybody is through');
        inOrder(seen, MANY);
        inOrder(who, MANY);
        channel.check();
      });
    }

    it(`of waiters on a group is released in order, ${form} [WG-07]`, async () => {
      const group = new WaitGroup();
      group.add(1);
      const who: number[] = [];
      let waiting = 0;
      for (let i = 0; i < MANY; i++) {
        start(form, function* () {
          waiting++;
          yield* wait(group.wait());
          who.push(i);
        });
      }
      await until(() => waiting === MANY, 'everybody waits');
      expect(who).to.deep.equal([]);
      group.done();
      await until(() => who.length === MANY, 'everybody is through');
      inOrder(who, MANY);
      group.check();
    });
  }

  it('is woken from the last to the first by a close [CH-33, CH-35]', async () => {
    const channel = new Channel<number>();
    const [seen, who]: [number[], number[]] = [[], []];
    receivers('generator', channel, seen, who);
    await until(() => lengthOf(channel.receivers) === MANY, 'everybody waits');
    channel.close();
    channel.check();
    await until(() => who.length === MANY, 'everybody is woken');
    inOrder(who.toReversed(), MANY);
  });

  it('of 10,000 leaves one by one, from the middle, and the rest keep their places [CH-44]', async () => {
    // Fewer, since a host takes long to make so many signals.
    const many = 10_000;
    const channel = new Channel<number>();
    const places = all(many).map(() => new AbortController());
    const ops = places.map(({ signal }) => channel.recv({ signal }));
    let left = 0;
    for (const op of ops) op.catch(() => left++);
    // 7 has no factor in common with the number: so everybody is met once, all over the line.
    const order = all(many).map((i) => (i * 7) % many);
    for (const i of order.slice(0, many - 3)) places[i]?.abort(new Error('left'));
    channel.check();
    await settled();
    expect(left).to.equal(many - 3);
    const stay = order.slice(many - 3).sort((a, b) => a - b);
    for (let i = 0; i < 3; i++) channel.trySend(i);
    const got = await Promise.all(stay.map(async (i) => (await ops[i])?.value));
    expect(got).to.deep.equal([0, 1, 2]);
  });

  it('of selects leaves an idle channel when the other one is closed [SEL-19, SEL-33]', async () => {
    const [idle, other] = [new Channel<number>(), new Channel<number>()];
    let woken = 0;
    for (let i = 0; i < MANY; i++) void select({ idle, other }).then(() => woken++);
    expect(lengthOf(idle.receivers)).to.equal(MANY);
    other.close();
    expect(idle.receivers.first).to.equal(null);
    idle.check();
    await settled();
    expect(woken).to.equal(MANY);
  });

  it('of goroutines takes turns, and gives back the memory of the line [GO-09, OR-02]', async () => {
    const turns: number[] = [];
    for (let i = 0; i < MANY; i++) go(twice, i, turns);
    kernel.home.check();
    await until(() => turns.length === 2 * MANY, 'everybody is through');
    inOrder(turns.slice(0, MANY), MANY);
    inOrder(turns.slice(MANY), MANY);
    await settled();
    kernel.home.check();
    expect(kernel.home.queue.slots.length).to.be.at.most(64);
  });
});

function receivers(form: Form, channel: Channel<number>, seen: number[], who: number[]): void {
  for (let i = 0; i < MANY; i++) {
    start(form, function* () {
      const { value } = yield* wait(channel.recv());
      if (value !== undefined) seen.push(value);
      who.push(i);
    });
  }
}

function senders(form: Form, channel: Channel<number>, who: number[]): void {
  for (let i = 0; i < MANY; i++) {
    start(form, function* () {
      yield* wait(channel.send(i));
      who.push(i);
    });
  }
}

function* twice(i: number, turns: number[]) {
  turns.push(i);
  yield* gosched();
  turns.push(i);
}
