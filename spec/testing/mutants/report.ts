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

const columns = [28, 9, 27, 28] as const;

/** One row of the table. */
function row(...cells: readonly string[]): string {
  return cells
    .map((cell, i) => cell.padEnd(columns[i] ?? 0))
    .join('')
    .trimEnd();
}

export const heading: string = row('mutant', 'seconds', 'killed by', 'replay', 'fails again');

/** One that was tried: a row, and below it what is wrong with it and what shows that. */
export function lineOf(mutant: Mutant | null, { kill, seconds, again }: Tried): string {
  const [name, about] =
    mutant === null ? ['(the kernel as it is)', ''] : [mutant.name, mutant.about];
  const time = seconds.toFixed(1);
  if (kill === null) return row(name, time, mutant === null ? '-' : `SURVIVES: ${about}`);
  const { check, failure, found } = kill;
  const replay = `${failure.replay} (${String(failure.replay.length)})`;
  return `${row(name, time, check, replay, again.join(' of '))}
    ${about}
    ${describeFailure(failure)}${found === JSON.stringify(failure.subject) ? '' : `\n    found as ${found}`}`;
}

function describeFailure({ kind, subject, form, outcome }: Failure): string {
  return `${JSON.stringify(subject)}\n    ${kind}, ${form} form: ${outcome}`;
}
