/** Iteration: to leave a loop at any moment takes nothing from the channel that nobody sees. */
import { Channel, type Op, type Received } from 'millrace';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Pace } from './support/command.ts';
import { law, until } from './support/law.ts';
import { hurry } from './support/rig.ts';
import { forms, start, wait, type Form, type Script } from './support/script.ts';
import { drain, rest, type Sent } from './support/traffic.ts';

/** A loop that is left after so many values, or an iterator used by hand. */
type Reader =
  | { how: 'break' | 'throw' | 'return'; take: number }
  | { how: 'by hand'; form: Form; ahead: number; first: number; rest: number; pace: Pace };

const reader: fc.Arbitrary<Reader> = fc.oneof(
  fc.record({
    how: fc.constantFrom<'break' | 'throw' | 'return'>('break', 'throw', 'return'),
    take: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({
    how: fc.constant<'by hand'>('by hand'),
    form: fc.constantFrom(...forms),
    ahead: fc.nat({ max: 4 }),
    first: fc.nat({ max: 9 }),
    rest: fc.nat({ max: 3 }),
    pace: fc.constantFrom<Pace>('fast', 'looks', 'late'),
  }),
);

async function loop(channel: Channel<number>, how: Reader['how'], left: number, list: Sent[]) {
  for await (const value of channel) {
    list.push({ value, at: 0 });
    if (--left > 0) continue;
    if (how === 'break') break;
    if (how === 'throw') throw new Error('left');
    return;
  }
}

/** Asks for several values at once, and gives up while some of them may still be to come. */
function* byHand(channel: Channel<number>, one: Reader & { how: 'by hand' }, list: Sent[]) {
  const iterator = channel[Symbol.asyncIterator]();
  yield* rest(one.first);
  hurry(one.pace);
  const asked = Array.from({ length: one.ahead }, () => iterator.next() as Op<Received<number>>);
  yield* rest(one.rest);
  const end = yield* wait(iterator.return?.() as Op<Received<number>>);
  expect(end.done).to.equal(true);
  for (const op of asked) {
    const { value, done } = yield* wait(op);
    if (!done) list.push({ value, at: 0 });
  }
  const after = yield* wait(iterator.next() as Op<Received<number>>);
  expect(after.done).to.equal(true);
}

function* send(channel: Channel<number>, many: number, turns: number[]): Script<void> {
  for (let value = 0; value < many; value++) {
    yield* rest(turns[value % turns.length] ?? 0);
    yield* wait(channel.send(value));
  }
  channel.close();
}

async function read(size: number, many: number, turns: number[], readers: Reader[], form: Form) {
  const channel = new Channel<number>(size);
  const lists: Sent[][] = readers.map(() => []);
  const reading = readers.map((one, i): PromiseLike<unknown> => {
    const list = lists[i] as Sent[];
    if (one.how === 'by hand') return start(one.form, () => byHand(channel, one, list));
    return loop(channel, one.how, one.take, list).catch((error: unknown) => {
      expect(error).to.be.an('error').with.property('message', 'left');
    });
  });
  const all = [...reading, start(form, () => send(channel, many, turns))];
  let over = 0;
  const ended = (): void => void over++;
  for (const one of reading) void one.then(ended, ended);
  await until(() => over === readers.length, 'the loops are left');
  const rests: Sent[] = [];
  await Promise.all([...all, start(form, () => drain(channel, 0, rests))]);
  channel.check();
  return [...lists, rests];
}

/** A receive that went ahead as the slice ended, and an iterator left before that is told. */
const returnedLate: [number, number, number[], Reader[]] = [
  0,
  1,
  [0],
  [{ how: 'by hand', form: 'generator', ahead: 1, first: 1, rest: 0, pace: 'late' }],
];

describe('Law: iteration loses nothing', () => {
  for (const form of forms) {
    it(`when loops are left at any moment, ${form} sender [CH-46, CH-49]`, async () => {
      const sizes = fc.nat({ max: 3 });
      const turns = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 4 });
      const readers = fc.array(reader, { maxLength: 5 });
      const many = fc.nat({ max: 20 });
      const property = fc.asyncProperty(sizes, many, turns, readers, async (...plan) => {
        const lists = await read(...plan, form);
        const all = lists.flat().map(({ value }) => value);
        const wanted = Array.from({ length: plan[1] }, (_, i) => i);
        expect(all.sort((a, b) => a - b)).to.deep.equal(wanted);
        for (const list of lists) {
          const values = list.map(({ value }) => value);
          expect(values).to.deep.equal([...values].sort((a, b) => a - b));
        }
      });
      await law(property, { weight: 3, examples: [returnedLate] });
    });
  }

  for (const form of forms) {
    it(`and what has not come when a loop is left will not be taken, ${form} [CH-47, CH-49]`, async () => {
      const [asked, sent] = [fc.nat({ max: 5 }), fc.nat({ max: 7 })];
      const property = fc.asyncProperty(
        fc.nat({ max: 2 }),
        asked,
        sent,
        async (size, many, given) => {
          const channel = size === 2 ? Channel.nil<number>() : new Channel<number>(size);
          const got: unknown[] = [];
          const loop = start(form, function* () {
            const iterator = channel[Symbol.asyncIterator]();
            const ops = Array.from({ length: many }, () => iterator.next() as Op<Received<number>>);
            for (let i = 0; i < given && channel.trySend(i); i++);
            const end = iterator.return?.() as Op<Received<number>>;
            expect(channel.receivers.first, 'in line').to.equal(null);
            for (const op of [...ops, end]) got.push((yield* wait(op)).value);
          });
          let over = false;
          void loop.then(() => (over = true));
          await until(() => over, 'every next has ended');
          const served = size === 2 ? 0 : Math.min(many, given);
          const wanted = Array.from({ length: many + 1 }, (_, i) => (i < served ? i : undefined));
          expect(got).to.deep.equal(wanted);
          channel.check();
        },
      );
      await law(property);
    });
  }
});
