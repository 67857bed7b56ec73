/** explore: runs a program or a function under many schedules, and gathers what can come of it. */
import { MisuseError } from '../kernel/errors.ts';
import type { Body } from './body-target.ts';
import { checkOptions } from './check.ts';
import type { Form } from './execution.ts';
import { Exploration } from './exploration.ts';
import type { Program } from './program.ts';
import type { Replay } from './schedule.ts';
import { shorten } from './shorten.ts';
import { strategies, type Strategy } from './strategies.ts';
import { targetOf } from './target-of.ts';

/** How `explore` looks. */
export interface ExploreOptions {
  /**
   * Which schedules are tried. `default`: only the one without deviations, which is the order of
   * the default world. `bounded`: all with at most one deviation, then all with two. `random`,
   * `pos`, `pct`: samples. `exhaustive`: all. `portfolio`, the default: bounded with half of the
   * runs, then the three kinds of samples in turn.
   */
  readonly strategy?: Strategy | undefined;
  /** Which form of goroutine runs a program. A function has a form of its own. */
  readonly form?: Form | undefined;
  /** The most runs. Default: 1,000; for `exhaustive` and `bounded` 100,000. */
  readonly runs?: number | undefined;
  /** Of the random strategies. The same seed gives the same runs. Default: 1. */
  readonly seed?: number | undefined;
  /** The most steps of a run; one that takes more is a `livelock`. Default: 10,000. */
  readonly steps?: number | undefined;
  /** Ends the exploration at the first outcome of which it is true. */
  readonly until?: ((outcome: string) => boolean) | undefined;
}

/** What `explore` found. */
export interface Explored {
  /** Each outcome, with the schedule of fewest deviations that was met with it. */
  readonly outcomes: Map<string, Replay>;
  /** How many runs there were. */
  readonly runs: number;
  /** Whether every schedule was tried. Only `exhaustive` can tell. */
  readonly complete: boolean;
}

const kinds = {
  strategy: 'string',
  form: 'string',
  runs: 1,
  seed: -Infinity,
  steps: 1,
  until: 'function',
} as const;

/**
 * Runs a program, or a function as the main goroutine of one, under many schedules, and gives
 * every outcome that was met, each with the schedule that leads there.
 *
 * The outcome of a program is its processes' traces; that of a function is `ok` (with what it
 * returned), `panic …`, `deadlock …`, `leak …` or `livelock`. What a function does must depend on
 * nothing but the schedule, and it is run again and again: everything it uses it makes itself.
 *
 * One exploration at a time: the next may begin when it has settled.
 *
 * @throws MisuseError (as a rejection) for what is neither a program nor a function, with the path
 *   of the bad part; for an option that there is none of, or that is not what it has to be; and if
 *   another exploration is under way.
 *
 * @example
 * ```ts
 * import { Channel, go } from 'millrace';
 * import { explore } from 'millrace/testing';
 *
 * function* say(words: Channel<string>, word: string) {
 *   yield* words.send(word);
 * }
 * function* main() {
 *   const words = new Channel<string>();
 *   go(say, words, 'a');
 *   go(say, words, 'b');
 *   const first = (yield* words.recv()).value;
 *   yield* words.recv();
 *   return first;
 * }
 * const { outcomes, complete } = await explore(main, { strategy: 'exhaustive' });
 * console.log([...outcomes.keys()].sort(), complete);
 * // Output:
 * // [ 'ok a', 'ok b' ] true
 * ```
 */
export async function explore(it: Program | Body, options: ExploreOptions = {}): Promise<Explored> {
  checkOptions('explore', options, kinds);
  const target = targetOf(it, options.form);
  const name = options.strategy ?? 'portfolio';
  if (!Object.hasOwn(strategies, name)) {
    const known = Object.keys(strategies).join(', ');
    throw new MisuseError(`explore: no strategy '${name}': there are ${known}`);
  }
  const all = name === 'exhaustive' || name === 'bounded';
  const { runs = all ? 100_000 : 1_000, steps = 10_000, seed = 1, until } = options;
  const exploration = new Exploration(target, { runs, steps, until });
  const complete = await strategies[name](exploration, seed);
  await shorten(exploration);
  const outcomes = new Map<string, Replay>();
  for (const [outcome, schedule] of exploration.best) outcomes.set(outcome, schedule.toString());
  return { outcomes, runs: exploration.runs, complete };
}
