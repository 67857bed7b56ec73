import { expect } from 'chai';
import fc from 'fast-check';
import { MisuseError } from 'millrace';
import * as time from 'millrace/time';
import { law } from '../laws/support/law.ts';

const { duration, hour, microsecond, millisecond, minute, nanosecond, second } = time;

/** What Go's Duration.String gives. */
const texts: [ms: number, text: string][] = [
  [0, '0s'],
  [-0, '0s'],
  [nanosecond, '1ns'],
  [999 * nanosecond, '999ns'],
  [1100 * nanosecond, '1.1µs'],
  [microsecond, '1µs'],
  [1.5 * microsecond, '1.5µs'],
  [2.2, '2.2ms'],
  [2.3 * millisecond, '2.3ms'],
  [100, '100ms'],
  [999.999999, '999.999999ms'],
  [999.9999999, '1s'],
  [second, '1s'],
  [1500, '1.5s'],
  [3.3 * second, '3.3s'],
  [59 * second, '59s'],
  [minute, '1m0s'],
  [4 * minute + 5001, '4m5.001s'],
  [hour, '1h0m0s'],
  [5 * hour + 6 * minute + 7001, '5h6m7.001s'],
  [8 * minute + 0.000001, '8m0.000000001s'],
  [100 * hour, '100h0m0s'],
  [-1500, '-1.5s'],
  [-hour, '-1h0m0s'],
  [-nanosecond, '-1ns'],
  [Infinity, '2562047h47m16.854775807s'],
  [-Infinity, '-2562047h47m16.854775807s'],
  [Number.MAX_VALUE, '2562047h47m16.854775807s'],
];

describe('duration', () => {
  for (const [ms, text] of texts) {
    it(`writes ${String(ms)} ms as ${text} [TM-21]`, () => {
      expect(duration(ms)).to.equal(text);
    });
  }

  it('writes whole nanoseconds as Go does, whatever they are [TM-21]', async () => {
    const nanos = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n * 3_600_000_000_000n }),
      fc.integer({ min: 0, max: 15 }).map((digits) => 10n ** BigInt(digits)),
    );
    const property = fc.property(nanos, fc.boolean(), (ns, negative) => {
      const ms = Number(ns) / 1e6;
      expect(duration(negative ? -ms : ms)).to.equal((negative && ns > 0n ? '-' : '') + naive(ns));
    });
    await law(property);
  });

  it('refuses what is no number', () => {
    for (const wrong of [NaN, '5', undefined, null, 5n, {}]) {
      expect(() => duration(wrong as number)).to.throw(MisuseError, 'duration: a number');
    }
  });
});

/** The text of whole nanoseconds, by long division. */
function naive(ns: bigint): string {
  if (ns === 0n) return '0s';
  const point = (value: bigint, unit: bigint): string =>
    `${value / unit}.${String(value % unit).padStart(String(unit).length - 1, '0')}`.replace(
      /\.?0+$/,
      '',
    );
  const trimmed = (value: bigint, unit: bigint): string =>
    value % unit === 0n ? String(value / unit) : point(value, unit);
  if (ns < 1_000n) return `${ns}ns`;
  if (ns < 1_000_000n) return `${trimmed(ns, 1_000n)}µs`;
  if (ns < 1_000_000_000n) return `${trimmed(ns, 1_000_000n)}ms`;
  const seconds = `${trimmed(ns % 60_000_000_000n, 1_000_000_000n)}s`;
  const minutes = ns / 60_000_000_000n;
  if (minutes === 0n) return seconds;
  if (minutes < 60n) return `${minutes}m${seconds}`;
  return `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}
