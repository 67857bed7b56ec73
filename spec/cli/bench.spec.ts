/** `npx millrace bench`: its parts, and once as a whole. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { bench } from '../../lib/cli/bench.ts';
import { chart } from '../../lib/cli/bench/chart.ts';
import { line } from '../../lib/cli/bench/lines.ts';
import type { Point } from '../../lib/cli/bench/point.ts';
import { throttled } from '../../lib/cli/bench/throttled.ts';
import { verdict } from '../../lib/cli/bench/verdict.ts';
import { work } from '../procs/support/counted.ts';

function point(procs: number, calls: number, busy = 1): Point {
  const rest = { ms: 1000, cpuMs: 500 * procs, lagMs: 0.81234, throttled: undefined };
  return { procs, calls, busy, ...rest };
}

describe('millrace bench', () => {
  it('says what to set for what computes', () => {
    const points = [point(1, 1000), point(2, 1900), point(4, 1950), point(8, 1700)];
    expect(verdict(points, 2)).to.equal(
      'It is CPU bound: with one proc it computes 100 % of the time; 2 procs do 1.9 times as much, ' +
        'and more gain nothing. Set GOMAXPROCS=2, which is what it is here if nothing is set.',
    );
    expect(verdict(points, 8)).to.contain('Set GOMAXPROCS=2; if nothing is set it is 8 here.');
    expect(verdict([point(1, 1000), point(8, 4000)], 2), 'more than there are').to.contain('=1;');
    expect(verdict([point(1, 1000), point(2, 1010)], 1)).to.contain('; more gain nothing. ');
  });

  it('says what to do for what waits', () => {
    const points = [point(1, 1000, 0.04), point(16, 1020, 0.01)];
    expect(verdict(points, 2)).to.equal(
      'It waits on I/O: with one proc it computes 4 % of the time. Threads are not what it lacks: ' +
        'set GOMAXPROCS=1, and have more calls in flight.',
    );
    expect(verdict([point(1, 10, 0.5)], 2)).to.match(/^It computes and waits by turns: /);
  });

  it('prints what benchstat reads', () => {
    const stopped = { ...point(2, 4000), throttled: 9 };
    const fields = (text: string): string[] => text.split('\t').map((field) => field.trim());
    expect(fields(line('fib', stopped, 102.4))).to.deep.equal([
      'BenchmarkFib/procs=2',
      '4000',
      '250000 ns/op',
      '102 B/op',
      '0.8123 p99-lag-ms',
      '1 cpus',
      '100 %busy',
      '9 throttled',
    ]);
    expect(line('fib', point(1, 1), undefined)).not.to.match(/B\/op|throttled/);
  });

  it('reads how often a group was stopped, in both versions', () => {
    expect(throttled('nr_periods 10\nnr_throttled 9\nthrottled_time 5000\n')).to.equal(9);
    expect(throttled('usage_usec 1\nnr_periods 0\nnr_throttled 0\n')).to.equal(0);
    expect(throttled('usage_usec 1\n')).to.equal(undefined);
    expect(throttled('nr_throttled x\n')).to.equal(undefined);
  });

  it('draws every point, and escapes what it was told', () => {
    const page = chart('<fib> & "co"', [point(1, 1000), point(2, 2000)], 'a < b');
    expect(page.match(/<circle /g)).to.have.length(4);
    expect(page).to.contain('<h1>&lt;fib&gt; &amp; &quot;co&quot;</h1>').and.contain('a &lt; b');
    expect(page).not.to.match(/NaN|undefined|Infinity/);
    expect(chart('none', [point(1, 0)], '')).not.to.match(/NaN|undefined|Infinity/);
  });

  describe('as a whole', () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
    const html = join(folder, 'chart.html');
    const program = fileURLToPath(new URL('../../lib/cli.ts', import.meta.url));
    const module = relative('.', fileURLToPath(work));
    after(() => rmSync(folder, { recursive: true }));

    async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
      let [out, err] = ['', ''];
      const shell = {
        program,
        out: (text: string) => void (out += text),
        err: (text: string) => void (err += text),
      };
      const status = await bench(args, shell);
      return { status, out, err };
    }

    it('measures a function, and writes the chart', async () => {
      const options = '--function add --args [1,2] --procs 2,1,2 --time 20 --json'.split(' ');
      const { status, out, err } = await run(module, ...options, '--html', html);
      expect(status, err).to.equal(0);
      const found = JSON.parse(out) as { points: Point[]; bytes: number; verdict: string };
      expect(found.points.map(({ procs }) => procs)).to.deep.equal([1, 2]);
      for (const { calls, ms, busy } of found.points) {
        expect(calls).to.be.above(0);
        expect(ms).to.be.at.least(20);
        expect(busy).to.be.within(0, 1);
      }
      expect(found.bytes).to.be.within(0, 10_000);
      expect(readFileSync(html, 'utf8')).to.contain(found.verdict);
      expect(err).to.contain('procs=2 …\n');
    });

    it('refuses what it cannot make sense of', async () => {
      const wrong: [string[], RegExp, number][] = [
        [[], /a module is needed first/, 2],
        [['--json'], /a module is needed first/, 2],
        [[module], /--function is needed: the module serves add, generator, /, 2],
        [[module, '--procs', '1,x'], /--procs: x is no whole number/, 2],
        [[module, '--function', 'add', '--args', '{}'], /--args: {} is no list in JSON/, 2],
        [[module, '--speed', '1'], /unknown option --speed/, 2],
        [['nowhere.mjs', '--time', '1'], /nowhere\.mjs/, 1],
      ];
      for (const [args, message, status] of wrong) {
        const found = await run(...args);
        expect(found.err).to.match(message);
        expect([found.status, found.out]).to.deep.equal([status, '']);
      }
      const failing = await run(module, '--function', 'thrown', '--args', '["own"]', '--time', '1');
      expect(failing.status).to.equal(1);
      expect(failing.err).to.match(/millrace bench: own\n$/);
      expect((await run('--help')).out).to.match(/^usage: millrace bench MODULE/);
    });
  });
});
