/** The checks of the proof: each puts one of the three who run programs beside another. */
import { explore } from '../../../lib/testing/explore.ts';
import { model } from '../../../lib/testing/model.ts';
import type { Program } from '../../../lib/testing/program.ts';
import { Random } from '../../../lib/testing/random.ts';
import { runInDefaultWorld } from '../../testing/support/in-default-world.ts';
import type { Ordered } from './order.ts';

/** The most states of the model, and the most runs of an exhaustive exploration. */
const MOST_STATES = 2_000_000;
const MOST_RUNS = 50_000;

const forms = ['generator', 'async'] as const;

/** A thing that should not be, in one line. */
export type Fault = string;

/** What is in neither set that should hold it. */
export function outside(
  whose: string,
  program: Program,
  outcomes: Iterable<string>,
  permitted: ReadonlySet<string>,
): Fault[] {
  return [...outcomes]
    .filter((outcome) => !permitted.has(outcome))
    .map((outcome) => `${whose}: not permitted: ${outcome}: ${JSON.stringify(program)}`);
}

/** All that Go permits; undefined where that is too much. `reuse`: what only Go does (WG-05). */
export function permittedBy(program: Program, reuse: boolean): Set<string> | undefined {
  const { outcomes, complete } = model(program, { limit: MOST_STATES, reuse });
  return complete ? outcomes : undefined;
}

/** This library's runs: sampled schedules, and the default world, in both forms. */
export async function ours(
  program: Program,
  schedules: number,
  seed: number,
): Promise<{ outcomes: Set<string>; runs: number }> {
  const outcomes = new Set<string>();
  let runs = 0;
  for (const form of forms) {
    const explored = await explore(program, { strategy: 'random', form, runs: schedules, seed });
    for (const outcome of explored.outcomes.keys()) outcomes.add(outcome);
    runs += explored.runs;
    for (const random of [null, new Random(seed), new Random(seed + 1)]) {
      outcomes.add((await runInDefaultWorld(program, form, random)).outcome());
      runs++;
    }
  }
  return { outcomes, runs };
}

/** Every schedule, in both forms, against the model; undefined where there are too many. */
export async function equality(
  program: Program,
): Promise<{ missing: Fault[]; extra: Fault[]; runs: number } | undefined> {
  const permitted = permittedBy(program, false);
  if (permitted === undefined) return undefined;
  const missing: Fault[] = [];
  const extra: Fault[] = [];
  let runs = 0;
  for (const form of forms) {
    const strategy = 'exhaustive';
    const explored = await explore(program, { strategy, form, runs: MOST_RUNS });
    if (!explored.complete) return undefined;
    runs += explored.runs;
    const met = new Set(explored.outcomes.keys());
    extra.push(...outside(`ours, ${form}`, program, met, permitted));
    for (const outcome of permitted) {
      if (met.has(outcome)) continue;
      missing.push(`ours, ${form}: never: ${outcome}: ${JSON.stringify(program)}`);
    }
  }
  return { missing, extra, runs };
}

/** Whether wait groups noticed their reuse, which ours never do (WG-05 differs). */
export function isReuse(outcome: string): boolean {
  return /P:WAITGROUP_(?:IS_REUSED|MISUSE)/.test(outcome);
}

/** The default order, which generator goroutines have, against that of Go's js/wasm build. */
export async function sameOrder(program: Program, go: Ordered): Promise<Fault[]> {
  const execution = await runInDefaultWorld(program, 'generator');
  const own = execution.order.join(' ');
  if (own === go.order.join(' ') && execution.outcome() === go.outcome) return [];
  return [`order: Go: ${go.order.join(' ')}; ours: ${own}: ${JSON.stringify(program)}`];
}
