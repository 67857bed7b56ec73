/**
 * Programs as they are drawn, before they are programs. What does not fit together is put right at
 * the end: so whatever shrinking leaves out of a draft, it leaves a program.
 */
import type { CaseStep, Program, Step } from './program.ts';

/** A lock and its unlock. */
export type Lock = [lock: Step, unlock: Step];

/**
 * A step, or what is done under a lock; without it if that was left out. A spawn names how many procs
 * further its proc is.
 */
export type Part = Step | { lock: Lock | null; inside: (Part | null)[] };

/** What was left out is null. */
export interface Draft {
  /** The capacities of all channels that there may be. */
  chans: number[];
  waitGroups: number[];
  procs: (Part | null)[][];
}

/** Things in the order of their first use: those that nobody uses have no number. */
class Numbers extends Map<number, number> {
  of(thing: number): number {
    if (thing === -1) return -1;
    const known = this.get(thing) ?? this.size;
    this.set(thing, known);
    return known;
  }
}

/** The program that a draft stands for: no proc has more steps than that, and values are unique. */
export function finish(draft: Draft, most: number): Program {
  const chans = new Numbers();
  const mutexes = new Numbers();
  const rwmutexes = new Numbers();
  const groups = new Numbers();
  const onces = new Numbers();
  const conds = new Numbers();
  let sent = 0;
  const finished = (step: Step): Step => {
    switch (step[0]) {
      case 'send':
        return ['send', chans.of(step[1]), ++sent];
      case 'recv':
      case 'close':
      case 'len':
        return [step[0], chans.of(step[1])];
      case 'select':
        return ['select', step[1].map((arm) => finished(arm) as CaseStep), step[2]];
      case 'lock':
      case 'unlock':
        return [step[0], mutexes.of(step[1])];
      case 'rlock':
      case 'runlock':
      case 'wlock':
      case 'wunlock':
        return [step[0], rwmutexes.of(step[1])];
      case 'add':
        return ['add', groups.of(step[1]), step[2]];
      case 'wait':
        return ['wait', groups.of(step[1])];
      case 'once':
        return ['once', onces.of(step[1]), finished(step[2]) as CaseStep];
      case 'cwait':
      case 'signal':
      case 'broadcast':
        // A condition has the mutex of its number.
        mutexes.of(step[1]);
        return [step[0], conds.of(step[1])];
      case 'spawn':
        return step;
    }
  };
  const flat = draft.procs.map((parts) => flatten(parts, most));
  const procs = linked(flat.filter((steps) => steps.length > 0)).map((steps) =>
    steps.map(finished),
  );
  return {
    chans: [...chans.keys()].map((c) => draft.chans[c] as number),
    ...(mutexes.size > 0 && { mutexes: mutexes.size }),
    ...(rwmutexes.size > 0 && { rwmutexes: rwmutexes.size }),
    ...(groups.size > 0 && {
      waitGroups: [...groups.keys()].map((g) => draft.waitGroups[g] as number),
    }),
    ...(onces.size > 0 && { onces: onces.size }),
    ...(conds.size > 0 && { conds: [...conds.keys()].map((k) => mutexes.of(k)) }),
    procs,
  };
}

/** Parts as steps, as many as there is room for: a lock and its unlock only together. */
function flatten(parts: (Part | null)[], room: number): Step[] {
  const steps: Step[] = [];
  for (const part of parts) {
    const left = room - steps.length;
    if (part === null || left === 0) continue;
    if (Array.isArray(part)) steps.push(part);
    else if (part.lock === null) steps.push(...flatten(part.inside, left));
    else if (left > 1) {
      const [lock, unlock] = part.lock;
      steps.push(lock, ...flatten(part.inside, left - 2), unlock);
    }
  }
  return steps;
}

/** Lets spawns name their procs. Nobody is spawned twice, or by one whom it spawns itself. */
function linked(procs: Step[][]): Step[][] {
  const parents = new Map<number, number>();
  return procs.map((steps, p) =>
    steps.flatMap((step): Step[] => {
      if (step[0] !== 'spawn') return [step];
      const child = (p + step[1]) % procs.length;
      if (parents.has(child)) return [];
      for (let at: number | undefined = p; at !== undefined; at = parents.get(at)) {
        if (at === child) return [];
      }
      parents.set(child, p);
      return [['spawn', child]];
    }),
  );
}
