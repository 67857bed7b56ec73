/** What is said of what was tried, and what is wrong with it. */
import { readOrder } from '../../golang/oracle/recorded.ts';
import type { Failure } from './failure.ts';
import type { Mutant } from './mutant.ts';
import type { Ordered } from './order.ts';
import type { Tried } from './try.ts';

const LONGEST_REPLAY = 40;
const LONGEST_SECONDS = 60;

/** What Go did, as the suite wants it. */
export function recordedOrders(): Ordered[] {
  return readOrder().programs.map(({ program, order, outcome }) => {
    return { program, order: `${order.join(' ')} => ${outcome}` };
  });
}

/** Why this is no success: nothing, if it is one. */
export function goneWrong(mutant: Mutant | null, { kill, seconds, again }: Tried): string[] {
  if (mutant === null) {
    return kill === null ? [] : [`the kernel as it is fails: ${describeFailure(kill.failure)}`];
  }
  if (kill === null) return [`${mutant.name} survives: ${mutant.about}`];
  const faults: string[] = [];
  const { replay } = kill.failure;
  if (seconds > LONGEST_SECONDS) faults.push(`took ${seconds.toFixed(1)} s`);
  if (replay.length > LONGEST_REPLAY) faults.push(`its replay is too long: ${replay}`);
  if (again[0] < again[1]) faults.push(`${again.join(' of ')} replays fail again`);
  return faults.map((fault) => `${mutant.name}: ${fault}`);
}

/** A few lines about one. */
export function lineOf(mutant: Mutant | null, { kill, seconds, again }: Tried): string {
  const time = `${seconds.toFixed(1)} s`;
  if (kill === null) {
    if (mutant === null) return `the kernel as it is passes, ${time}\n`;
    return `${mutant.name}  SURVIVES, ${time}\n  ${mutant.about}\n`;
  }
  const { check, failure } = kill;
  const { replay } = failure;
  return `${mutant?.name ?? 'the kernel as it is'}  ${time}, killed by ${check}
  ${mutant?.about ?? 'FAILS'}
  ${describeFailure(failure)}
  replay ${replay} (${String(replay.length)}); ${String(again[0])} of ${String(again[1])} replays fail again
`;
}

function describeFailure({ kind, subject, form, outcome }: Failure): string {
  return `${JSON.stringify(subject)}\n  ${kind}, ${form} form: ${outcome}`;
}
