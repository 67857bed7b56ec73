/** What Go said, written down: so that it can be asked where it is not. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Program } from '../../../lib/testing/program.ts';

export interface Recorded {
  /** The version of Go. */
  go: string;
  /** How often each program was run. */
  runs: number;
  programs: { program: Program; outcomes: string[] }[];
}

export interface RecordedOrder {
  go: string;
  programs: { program: Program; order: string[]; outcome: string }[];
}

const outcomes = new URL('recorded.json.gz', import.meta.url);
const tricky = new URL('recorded-tricky.json.gz', import.meta.url);
const order = new URL('recorded-order.json.gz', import.meta.url);

export function readOutcomes(): Recorded {
  return read(outcomes) as Recorded;
}

/** Of the programs that were written by hand. */
export function readTricky(): Recorded {
  return read(tricky) as Recorded;
}

export function readOrder(): RecordedOrder {
  return read(order) as RecordedOrder;
}

export function writeOutcomes(recorded: Recorded): number {
  return write(outcomes, recorded);
}

export function writeTricky(recorded: Recorded): number {
  return write(tricky, recorded);
}

export function writeOrder(recorded: RecordedOrder): number {
  return write(order, recorded);
}

function read(file: URL): unknown {
  return JSON.parse(gunzipSync(readFileSync(file)).toString());
}

/** Gives how many bytes it takes. */
function write(file: URL, what: unknown): number {
  const bytes = gzipSync(JSON.stringify(what), { level: 9 });
  writeFileSync(file, bytes);
  return bytes.length;
}
