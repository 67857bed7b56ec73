/** Single steps on a few channels, as data, and how they are generated. */
import fc from 'fast-check';

/** An arm of a select: of which channel, and which way; `nil` stands for a channel that is null. */
export type ArmOf = { way: 'send' | 'recv' | 'nil'; on: number };

/** What is done. Numbers of channels are taken modulo how many there are. */
export type Act =
  | { what: 'send' | 'recv' | 'trySend' | 'tryRecv' | 'close' | 'length'; on: number }
  | { what: 'select' | 'trySelect'; arms: readonly ArmOf[]; record: boolean }
  | { what: 'abort'; signal: number; renew: boolean };

/**
 * By whom: a promise outside of all goroutines; a goroutine of either form; an operation made in a
 * generator goroutine and waited for outside (`out`), or made outside and waited for in one (`in`).
 */
export type Door = 'promise' | 'generator' | 'async' | 'out' | 'in';
export const doors: readonly Door[] = ['promise', 'generator', 'async', 'out', 'in'];

/**
 * How hurried the scheduler is: the fast path; a look at the clock first; or the slice is over, so
 * that an operation which goes ahead gives its result only after a macrotask.
 */
export type Pace = 'fast' | 'looks' | 'late';

export type Command = Act & {
  door: Door;
  pace: Pace;
  /** The signal that what waits waits under, if any. */
  under: number | null;
};

export const SIGNALS = 2;

const on = fc.nat({ max: 2 });
const arm: fc.Arbitrary<ArmOf> = fc.record({
  way: fc.oneof(
    { arbitrary: fc.constantFrom<'send' | 'recv'>('send', 'recv'), weight: 8 },
    { arbitrary: fc.constant<'nil'>('nil'), weight: 1 },
  ),
  on,
});

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constantFrom<'send' | 'recv'>('send', 'recv'), on }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom<'trySend' | 'tryRecv' | 'length'>('trySend', 'tryRecv', 'length'),
      on,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom<'select' | 'trySelect'>('select', 'select', 'trySelect'),
      arms: fc.array(arm, { maxLength: 4 }),
      record: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant<'close'>('close'), on }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant<'abort'>('abort'),
      signal: fc.nat({ max: SIGNALS - 1 }),
      renew: fc.boolean(),
    }),
  },
);

const pace: fc.Arbitrary<Pace> = fc.constantFrom<Pace>('fast', 'fast', 'fast', 'looks', 'late');
const under: fc.Arbitrary<number | null> = fc.constantFrom(null, null, 0, 1);

/** A sequence of so many commands at most, each through one of these doors. */
export function commands(through: readonly Door[], most = 60): fc.Arbitrary<Command[]> {
  const door = fc.constantFrom(...through);
  const command = fc
    .tuple(act, door, pace, under)
    .map(([one, by, how, signal]): Command => ({ ...one, door: by, pace: how, under: signal }));
  return fc.array(command, { maxLength: most, size: 'max' });
}

/** The capacities of one to three channels. */
export const capacities: fc.Arbitrary<number[]> = fc.array(fc.nat({ max: 3 }), {
  minLength: 1,
  maxLength: 3,
});

/** The value that the arm of that number of that operation sends: no two are alike. */
export function valueOf(op: number, key: number): number {
  return op * 10 + key + 1;
}
