/** Asks Go's build for js/wasm in which order the steps of programs are done. */
import { execFileSync } from 'node:child_process';
import type { Program } from '../../../lib/testing/program.ts';
import type { Answer } from './client.ts';
import { build, wasmLoader } from './go-tools.ts';

export interface Ordered {
  /** Each step as it was told, as `1:r7`. */
  order: string[];
  outcome: string;
}

/** Nobody is interrupted there, so one run of each says it all, if no select has a choice. */
export function orderOf(programs: readonly Program[]): Ordered[] {
  const input = programs.map((program) => `${JSON.stringify({ program })}\n`).join('');
  const flags = ['--stack-size=65500', wasmLoader(), build(true), '-order'];
  const options = { input, encoding: 'utf8', maxBuffer: 1 << 30 } as const;
  const lines = execFileSync(process.execPath, flags, options).trim().split('\n');
  return lines.map((line) => {
    const { error, order = [], outcome = '' } = JSON.parse(line) as Answer;
    if (error !== undefined) throw new Error(`the Go oracle: ${error}`);
    return { order, outcome };
  });
}
