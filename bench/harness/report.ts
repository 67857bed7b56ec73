import type { Failure } from './ask.ts';
import type { Question } from './question.ts';
import { summary } from './stats.ts';
import { values } from './verdict.ts';
import type { Samples, Verdict } from './verdict.ts';

function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return value.toFixed(size >= 1000 || value === 0 ? 0 : size >= 100 ? 1 : 2);
}

function unitsOf(samples: Samples): Set<string> {
  const all = [...samples.values()].flat();
  return new Set(all.flatMap((sample) => Object.keys(sample.metrics)));
}

/** Median, quartiles and extremes of every side. */
export function table(samples: Samples): string {
  const rows = [['side', 'unit', 'median', 'quartiles', 'least', 'most']];
  for (const unit of unitsOf(samples)) {
    for (const [side, taken] of samples) {
      const found = values(taken, unit);
      if (found.length === 0) continue;
      const { median, low, high, least, most } = summary(found);
      const quartiles = `${short(low)} – ${short(high)}`;
      rows.push([side, unit, short(median), quartiles, short(least), short(most)]);
    }
  }
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const pad = (cell: string, i: number): string =>
    i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return rows.map((row) => `  ${row.map(pad).join('  ')}`).join('\n');
}

function distance({ bound, value, pass }: Verdict): string {
  if (bound.atMost === 0 || value <= 0) return '';
  const percent = Math.abs(1 - value / bound.atMost) * 100;
  return `, ${percent.toFixed(0)} % ${pass ? 'below' : 'above'}`;
}

/** One bound: what was found, what was wanted, and by how much it was met or missed. */
export function sentence(verdict: Verdict): string {
  const { bound, found, value, pass } = verdict;
  const what = bound.over === undefined ? bound.unit : `/ ${bound.over}`;
  const spread =
    bound.over === undefined
      ? `the worst; median ${short(found.median)}`
      : `${short(found.low)} – ${short(found.high)}`;
  const mark = pass ? 'pass' : 'MISS';
  const held = `bound ${bound.atMost.toLocaleString('en').replaceAll(',', ' ')}`;
  return `${mark}  ${bound.side} ${what} ${short(value)} (${spread}), ${held}${distance(verdict)}`;
}

/** All bounds of a run, and what could not be measured, for its end. */
export function closing(
  results: ReadonlyMap<Question, readonly Verdict[]>,
  failures: readonly Failure[],
): string {
  const lines = [...results].flatMap(([question, found]) =>
    found.map((verdict) => `  ${question.name.padEnd(18)} ${sentence(verdict)}`),
  );
  for (const { question, side } of failures) {
    lines.push(`  ${question.padEnd(18)} FAIL  ${side} was not measured`);
  }
  const judged = [...results.values()].flat();
  const all = [...results.keys()].flatMap((question) => question.bounds);
  const met = judged.filter((verdict) => verdict.pass).length;
  const counts = [
    `${String(met)} met`,
    `${String(judged.length - met)} missed`,
    `${String(all.length - judged.length)} not judged, for want of a side`,
  ];
  return ['', 'Bounds', ...lines, '', counts.join(', ')].join('\n');
}
