/** The results as text, in Go's benchmark format: benchstat reads it. */
import { cores, type Point } from './point.ts';

const significant = (value: number): string =>
  value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));

/** One line: `BenchmarkName/procs=2-2  calls  ns/op  B/op …` */
export function line(name: string, point: Point, bytes: number | undefined): string {
  const { procs, calls, ms, lagMs } = point;
  const fields: [value: number | undefined, unit: string][] = [
    [(ms * 1e6) / calls, 'ns/op'],
    [bytes === undefined ? undefined : Math.round(bytes), 'B/op'],
    [lagMs, 'p99-lag-ms'],
    [cores(point), 'cpus'],
    [100 * point.busy, '%busy'],
    [point.throttled, 'throttled'],
  ];
  const shown = fields.flatMap(([value, unit]) =>
    value === undefined ? [] : [`${significant(value).padStart(10)} ${unit}`],
  );
  const title = `Benchmark${name.charAt(0).toUpperCase()}${name.slice(1)}/procs=${String(procs)}`;
  return [title.padEnd(28), String(calls).padStart(10), ...shown].join('\t');
}
