// Go's benchmark text format, which `benchstat` reads:
// https://go.googlesource.com/proposal/+/master/design/14313-benchmark-format.md
import { arch, cpus, platform } from 'node:os';

import type { Sample } from './question.ts';

const goarch: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
const goos: Readonly<Record<string, string>> = { win32: 'windows' };

/** The configuration lines that stand before the results. */
export function header(goVersion: string | undefined): string {
  const lines = [
    `goos: ${goos[platform()] ?? platform()}`,
    `goarch: ${goarch[arch()] ?? arch()}`,
    'pkg: millrace/bench',
    `cpu: ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    `node: ${process.version}`,
  ];
  if (goVersion !== undefined) lines.push(`go: ${goVersion}`);
  return lines.join('\n');
}

function decimals(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 1000 || Number.isInteger(value) ? 0 : size >= 100 ? 1 : 2);
}

/** One sample as a line; `benchstat -col /side` puts the sides beside each other. */
export function line(question: string, side: string, { n, metrics }: Sample): string {
  const entries = Object.entries(metrics).toSorted(([unit]) => (unit === 'ns/op' ? -1 : 0));
  const results = entries.map(([unit, value]) => `${decimals(value)} ${unit}`);
  return [`Benchmark${question}/side=${side}`.padEnd(44), n, ...results].join('\t');
}
