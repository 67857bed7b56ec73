/**
 * Programs as data: what the model, Go and this library all can run.
 *
 * There are no variables and no loops, and every process recovers its own panic: so an outcome
 * never depends on which process crashed first, and no two steps of different processes have more
 * in common than the channels and locks they name.
 */
import { bad, list, record, shown, whole } from './check.ts';

/** An arm of a select. A channel of -1 is the nil channel. */
export type CaseStep = ['send', channel: number, value: number] | ['recv', channel: number];

/** What a process does next. Things are named by their index; a channel of -1 is the nil channel. */
export type Step =
  | CaseStep
  | ['close' | 'len', channel: number]
  | ['select', cases: CaseStep[], hasDefault: boolean]
  | ['lock' | 'unlock', mutex: number]
  | ['rlock' | 'runlock' | 'wlock' | 'wunlock', rwmutex: number]
  | ['add', waitGroup: number, delta: number]
  | ['wait', waitGroup: number]
  | ['spawn', proc: number]
  | ['once', once: number, body: CaseStep]
  | ['cwait' | 'signal' | 'broadcast', cond: number];

/**
 * A program: how many of each thing it has, and what its processes do. A process that some step
 * spawns starts there; all others start at the beginning, in order.
 */
export interface Program {
  /** The capacity of each channel. */
  chans: number[];
  /** How many there are. */
  mutexes?: number;
  /** How many there are. */
  rwmutexes?: number;
  /** The initial counter of each wait group. */
  waitGroups?: number[];
  /** How many there are. */
  onces?: number;
  /** The mutex of each condition. */
  conds?: number[];
  /** What each goroutine does; the first is main. */
  procs: Step[][];
}

type Thing = 'channel' | 'mutex' | 'rwmutex' | 'wait group' | 'once' | 'cond' | 'proc';

/** What the steps of each kind are about: the list that their index points into. */
const things: readonly (readonly [Thing, ...Step[0][]])[] = [
  ['channel', 'send', 'recv', 'close', 'len'],
  ['mutex', 'lock', 'unlock'],
  ['rwmutex', 'rlock', 'runlock', 'wlock', 'wunlock'],
  ['wait group', 'add', 'wait'],
  ['once', 'once'],
  ['cond', 'cwait', 'signal', 'broadcast'],
  ['proc', 'spawn'],
];

/** Steps that have two parts beside their name. */
const twoParts: readonly Step[0][] = ['send', 'select', 'add', 'once'];

const parts = ['chans', 'mutexes', 'rwmutexes', 'waitGroups', 'onces', 'conds', 'procs'];

/** The step that spawns each process, as `[process, step]`, or null. Precondition: it is checked. */
export function spawnedBy(program: Program): ([number, number] | null)[] {
  const by: ([number, number] | null)[] = program.procs.map(() => null);
  for (const [p, steps] of program.procs.entries()) {
    for (const [i, step] of steps.entries()) if (step[0] === 'spawn') by[step[1]] = [p, i];
  }
  return by;
}

/**
 * Makes sure that something is a program.
 *
 * @throws MisuseError with the path of the bad part, as `program.procs[1][0][1]: there is no channel 3`.
 *
 * @example
 * ```ts
 * import { checkProgram, explore } from 'millrace/testing';
 *
 * const text = '{ "chans": [0], "procs": [[["send", 0, 1]], [["recv", 0]]] }';
 * const { outcomes } = await explore(checkProgram(JSON.parse(text)));
 * console.log([...outcomes.keys()]); //=> [ 's | r1' ]
 *
 * try {
 *   checkProgram({ chans: [0], procs: [[['send', 3, 1]]] });
 * } catch (error) {
 *   console.log((error as Error).message); //=> program.procs[0][0][1]: there is no channel 3
 * }
 * ```
 */
export function checkProgram(it: unknown): Program {
  const program = record(it, 'program');
  for (const key of Object.keys(program)) {
    if (!parts.includes(key)) {
      throw bad('program', `unknown part: ${key}`);
    }
  }
  const chans = list(program['chans'], 'program.chans');
  for (const [i, capacity] of chans.entries()) whole(capacity, `program.chans[${i}]`, 0);
  const groups = list(program['waitGroups'] ?? [], 'program.waitGroups');
  for (const [i, counter] of groups.entries()) whole(counter, `program.waitGroups[${i}]`, 0);
  const procs = list(program['procs'], 'program.procs');
  const conds = list(program['conds'] ?? [], 'program.conds');
  const counts = {
    channel: chans.length,
    mutex: whole(program['mutexes'] ?? 0, 'program.mutexes', 0),
    rwmutex: whole(program['rwmutexes'] ?? 0, 'program.rwmutexes', 0),
    'wait group': groups.length,
    once: whole(program['onces'] ?? 0, 'program.onces', 0),
    cond: conds.length,
    proc: procs.length,
  };
  for (const [i, mutex] of conds.entries()) {
    const path = `program.conds[${i}]`;
    if (whole(mutex, path, 0) >= counts.mutex)
      throw bad(path, `there is no mutex ${String(mutex)}`);
  }
  const spawned = new Set<number>();
  for (const [p, steps] of procs.entries()) {
    const path = `program.procs[${p}]`;
    for (const [i, step] of list(steps, path).entries()) {
      checkStep(step, `${path}[${i}]`, counts);
      const [kind, target] = step as Step;
      if (kind !== 'spawn') continue;
      if (spawned.has(target)) throw bad(`${path}[${i}][1]`, `proc ${target} is spawned twice`);
      spawned.add(target);
    }
  }
  return it as Program;
}

type Counts = Record<Thing, number>;

function checkStep(it: unknown, path: string, counts: Counts): void {
  const step = list(it, path);
  const [kind] = step;
  const thing = things.find(([, ...kinds]) => (kinds as unknown[]).includes(kind))?.[0];
  if (thing === undefined && kind !== 'select') {
    throw bad(`${path}[0]`, `unknown step: ${shown(kind)}`);
  }
  const expected = (twoParts as readonly unknown[]).includes(kind) ? 3 : 2;
  if (step.length !== expected) {
    throw bad(path, `${String(kind)} has ${expected} parts, not ${step.length}`);
  }
  if (thing === undefined) {
    for (const [i, one] of list(step[1], `${path}[1]`).entries()) {
      checkCase(one, `${path}[1][${i}]`, counts);
    }
    if (typeof step[2] !== 'boolean') throw bad(`${path}[2]`, `no boolean: ${shown(step[2])}`);
    return;
  }
  const index = whole(step[1], `${path}[1]`, thing === 'channel' ? -1 : 0);
  if (index >= counts[thing]) throw bad(`${path}[1]`, `there is no ${thing} ${index}`);
  if (kind === 'send' || kind === 'add') whole(step[2], `${path}[2]`, -Infinity);
  if (kind === 'once') checkCase(step[2], `${path}[2]`, counts);
}

function checkCase(it: unknown, path: string, counts: Counts): void {
  const [direction] = list(it, path);
  if (direction !== 'send' && direction !== 'recv') {
    throw bad(`${path}[0]`, `neither send nor recv: ${shown(direction)}`);
  }
  checkStep(it, path, counts);
}
