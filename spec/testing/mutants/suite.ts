/** What every mutant must fail, and the kernel as it is must pass. */
import fc from 'fast-check';
import { program } from '../../../lib/testing/program-arbitrary.ts';
import type { Program } from '../../../lib/testing/program.ts';
import { schedule } from '../../../lib/testing/schedule-arbitrary.ts';
import { capacities, commands, doors } from '../../laws/support/command.ts';
import { Choices } from './choices.ts';
import { disagreement } from './commands.ts';
import { contention } from './contention.ts';
import type { Ask, Failure } from './failure.ts';
import { find, type Effort } from './find.ts';
import { disorder, type Ordered } from './order.ts';
import { scenarios } from './scenarios.ts';
import { programTrial, scenarioTrial } from './trial.ts';

/** What a run of the suite is given. */
export interface Setting {
  readonly seed: number;
  /** What Go did. */
  readonly ordered: readonly Ordered[];
  /** The first is short, since most mutants die of it. */
  readonly rounds: number;
  /** How many programs of each kind the first round tries. */
  readonly first: number;
  readonly ask: Ask;
}

/** A failure; `found` is what failed first, before it was made small. */
export interface Kill {
  readonly check: string;
  readonly failure: Failure;
  readonly found: string;
}

/** Kinds of programs: what is rare among all of them has a kind of its own. */
const kinds: Record<string, fc.Arbitrary<Program>> = {
  'any programs': program(),
  'programs of two': program({ procs: 2, steps: 4 }),
  'programs of channels': program({ locks: false, waitGroups: false, spawn: false }),
  'programs of locks': program({ chans: 1, waitGroups: false, spawn: false, selects: false }),
  'programs around one lock': contention,
  'programs of wait groups': program({ chans: 0, locks: false }),
  'programs of onces': program({
    waitGroups: false,
    locks: false,
    spawn: false,
    selects: false,
    onces: true,
  }),
  'programs of conditions': program({ waitGroups: false, spawn: false, chans: 0, conds: true }),
};

const effort: Effort = { all: 2_000, samples: 40, free: 3 };

/** The first check that fails, and how; null if all hold. */
export async function suite(setting: Setting): Promise<Kill | null> {
  const { rounds, ordered, ask } = setting;
  const share = Math.ceil(ordered.length / rounds);
  for (let round = 0; round < rounds; round++) {
    const seed = setting.seed + 1000 * round;
    const runs = round === 0 ? setting.first : 40;
    for (const [check, arbitrary] of Object.entries(kinds)) {
      const kill = await programs(check, arbitrary, seed, runs, ask);
      if (kill !== null) return kill;
    }
    const kill =
      (await order(ordered.slice(round * share, (round + 1) * share), ask)) ??
      (await sequences(seed, 3 * runs)) ??
      (round === 0 ? await functions(seed, ask) : null);
    if (kill !== null) return kill;
  }
  return null;
}

async function programs(
  check: string,
  arbitrary: fc.Arbitrary<Program>,
  seed: number,
  numRuns: number,
  ask: Ask,
): Promise<Kill | null> {
  let found: Program | null = null;
  const property = fc.asyncProperty(arbitrary, async (one) => {
    const failure = await find(programTrial(one), effort, seed);
    if (failure !== null) found ??= one;
    return failure === null;
  });
  const { counterexample } = await fc.check(property, { seed, numRuns });
  if (counterexample === null) return null;
  const failure = await find(programTrial(counterexample[0]), effort, seed);
  // What failed because of what had been done before does not count.
  if (failure === null) throw new Error('a failure that does not come again');
  return { check, failure: await witnessed(failure, ask), found: JSON.stringify(found) };
}

async function order(ordered: readonly Ordered[], ask: Ask): Promise<Kill | null> {
  const first = await disorder(ordered, ask);
  if (first === null) return null;
  return { check: 'the order of Go', failure: first.failure, found: JSON.stringify(first.found) };
}

async function sequences(seed: number, numRuns: number): Promise<Kill | null> {
  let found: unknown = null;
  // Half of them on one channel, where everybody meets everybody.
  const one = fc.nat({ max: 1 }).map((capacity) => [capacity]);
  const sequence = fc.noBias(
    fc.record({ capacities: fc.oneof(one, capacities), commands: commands(doors, 20) }),
  );
  const choices = schedule({ decisions: 60, choices: 7 });
  const property = fc.asyncProperty(sequence, choices, async (one, drawn) => {
    const what = await disagreement(one, Choices.of(drawn.deviations));
    if (what !== null) found ??= one;
    return what === null;
  });
  const { counterexample } = await fc.check(property, { seed, numRuns });
  if (counterexample === null) return null;
  const [subject, drawn] = counterexample;
  const outcome = (await disagreement(subject, Choices.of(drawn.deviations))) ?? '';
  const replay = drawn.toString();
  return {
    check: 'sequences of commands',
    failure: { kind: 'commands', subject, form: 'generator', replay, outcome },
    found: JSON.stringify(found),
  };
}

async function functions(seed: number, ask: Ask): Promise<Kill | null> {
  for (const scenario of scenarios) {
    const failure = await find(scenarioTrial(scenario), effort, seed);
    if (failure === null) continue;
    return {
      check: 'scenarios',
      failure: await witnessed(failure, ask),
      found: JSON.stringify(failure.subject),
    };
  }
  return null;
}

/** With the schedule that should lead to what has not been met. */
async function witnessed(failure: Failure, ask: Ask): Promise<Failure> {
  if (failure.kind !== 'never') return failure;
  const { subject, form, outcome } = failure;
  return { ...failure, replay: await ask({ what: 'witness', subject, form, outcome }) };
}
