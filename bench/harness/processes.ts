import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { Once, Sample, Timed } from './question.ts';

const exec = promisify(execFile);
const child = fileURLToPath(new URL('./child.mjs', import.meta.url));

/** A process that takes longer has a cost that is not linear, or waits for something for ever. */
const limitMs = 60_000;

/** Runs a program that prints one JSON value. */
export async function ask(file: string, args: readonly string[], env = {}): Promise<unknown> {
  const options = { env: { ...process.env, ...env }, timeout: limitMs };
  const { stdout } = await exec(file, args, options).catch((error: unknown) => {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string };
    throw new Error(killed === true ? `no answer within ${String(limitMs / 1000)} s` : stderr);
  });
  return JSON.parse(stdout);
}

/** Where a side is found and how it is run. */
export interface Place {
  readonly file: string;
  readonly side: string;
  readonly minMs: number;
  /** More flags for node. */
  readonly flags: readonly string[];
}

/** One sample in a process of its own. */
export async function sampleOf(place: Place, side: Timed | Once): Promise<Sample> {
  const own = side.kind === 'once' ? side.flags : [];
  const flags = ['--expose-gc', ...own, ...place.flags];
  const args = [...flags, child, place.file, place.side, 'time', String(place.minMs)];
  return (await ask(process.execPath, args)) as Sample;
}

/** Bytes for each operation, found in a process with a nursery that large loops fit into. */
export async function bytesOf(place: Place): Promise<number | undefined> {
  const nursery = ['--min-semi-space-size=256', '--max-semi-space-size=256'];
  const flags = ['--expose-gc', ...nursery, ...place.flags];
  const args = [...flags, child, place.file, place.side, 'bytes', String(place.minMs)];
  return ((await ask(process.execPath, args)) as { bytes?: number }).bytes;
}
