import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { go, numGoroutine } from 'millrace';
import { embeddedStore } from '../examples/main/embedded-store.ts';
import { fetchUserData } from '../examples/main/fetch-user-data.ts';
import { goroutines } from '../examples/main/goroutines.ts';
import { parseOptions } from '../examples/main/options.ts';
import { percentile } from '../examples/main/outcome.ts';
import { plain } from '../examples/main/plain.ts';
import { idealMs } from '../examples/main/report.ts';
import { latencyMs, waitingMs } from '../examples/main/store.ts';
import type { Store } from '../examples/main/store.ts';

const options = parseOptions(['--requests=100', '--connections=10', '--sockets=50'], {});
const quiet = (): void => {};

describe('examples/main', () => {
  it('looks two things up in less time than one after the other', async () => {
    const start = performance.now();
    const { name, posts } = await go(fetchUserData, 7);
    const tookMs = performance.now() - start;
    expect(name).to.equal('user 7');
    expect(posts).to.have.lengthOf(2);
    expect(tookMs).to.be.within(99, 190);
  });

  for (const [form, start, goroutinesEach] of [
    ['goroutines', () => go(goroutines, options, embeddedStore, quiet), 3],
    ['plain async functions', () => plain(options, embeddedStore), 0],
  ] as const) {
    it(`answers every request through a bounded pool: ${form}`, async () => {
      const others = numGoroutine();
      const outcome = await start();
      const { latencies, peakInServer, peakGoroutines } = outcome;
      expect(latencies).to.have.lengthOf(100);
      expect(outcome.peakInStore).to.equal(10); // the store itself throws at two on a connection
      expect(peakInServer).to.be.within(5, 50);
      expect(outcome.totalMs).to.be.above(0.9 * idealMs(options)); // a timer may be a little early
      expect(Math.max(...latencies)).to.be.at.most(outcome.totalMs + 1);
      // Main, who watches, a client for each request, and what each socket's request starts.
      const most = others + 2 + 100 + goroutinesEach * 50;
      if (goroutinesEach === 0) expect(peakGoroutines).to.equal(0);
      else expect(peakGoroutines).to.be.within(others + 101, most);
    });
  }

  it('answers 500 when the store fails, and ends with that error', async () => {
    const broken: Store = {
      ...embeddedStore,
      async connect() {
        const fail = () => Promise.reject(new Error('the disk is gone'));
        return { user: fail, posts: fail, close: async () => {} };
      },
    };
    let error: unknown;
    await plain({ ...options, requests: 1 }, broken).catch((e: unknown) => (error = e));
    expect(String(error)).to.contain('status 500').and.contain('the disk is gone');
  });

  it('asks for 5 to 10 ms of waiting a query, all of them met', () => {
    const seen = new Set<number>();
    for (let id = 1; id <= 1000; id++) seen.add(latencyMs('user', id)).add(latencyMs('posts', id));
    expect([...seen].toSorted((a, b) => a - b)).to.deep.equal([5, 6, 7, 8, 9, 10]);
    expect(waitingMs(10_000) / 20_000).to.be.within(7.3, 7.7);
  });

  it('takes percentiles by the nearest rank', () => {
    const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0.5, 0.99, 1].map((p) => percentile(samples, p))).to.deep.equal([50, 99, 100]);
    expect(percentile([7], 0.5)).to.equal(7);
  });

  it('reads options from flags, then from the environment', () => {
    const read = parseOptions(['--requests', '5'], { REQUESTS: '6', CONNECTIONS: '7' });
    expect(read).to.include({ requests: 5, connections: 7, databaseUrl: undefined });
    expect(parseOptions([], { DATABASE_URL: 'postgresql://x' }).connections).to.equal(50);
    for (const bad of ['0', '-1', '1.5', 'x', '', '1e9']) {
      expect(() => parseOptions([`--requests=${bad}`], {}), bad).to.throw(
        /^requests: want a whole/,
      );
    }
  });

  describe('as a program', function () {
    this.timeout(30_000);
    const main = fileURLToPath(new URL('../examples/main/main.ts', import.meta.url));

    function start(args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
      const command = [...process.execArgv, main, ...args];
      const options = { env: { ...process.env, DATABASE_URL: '', ...env } };
      return new Promise((resolve) => {
        execFile(process.execPath, command, options, (error, stdout, stderr) => {
          resolve({ status: error === null ? 0 : error.code, stdout, stderr });
        });
      });
    }

    it('prints how far it is, what both programs took and what a goroutine weighs', async () => {
      const args = ['--requests', '200', '--parked', '10000'];
      const { status, stdout, stderr } = await start(args, { CONNECTIONS: '5' });
      expect(stderr).to.equal('');
      expect(status).to.equal(0);
      expect(stdout).to.match(/user 7 has 2 posts: 1\d\d ms, not 200/);
      // No terminal here: lines instead of one that updates.
      expect(stdout).to.match(/^ +\d+ of 200 answered, [\d,]+ goroutines$/m);
      expect(stdout).to.match(/ total +[\d,]+ ms for 200 answers, each checked/);
      const ideal = Math.round(idealMs({ requests: 200, connections: 5 }));
      expect(stdout).to.match(new RegExp(` ideal +${ideal} ms`));
      expect(stdout).to.match(/ latency +p50 \d+ ms, p99 [\d,]+ ms/);
      expect(stdout).to.match(/ in the store +5 queries at the peak, of 5 connections/);
      expect(stdout).to.match(/ goroutines +\d+ at the peak/);
      const [, bytes] = /(\d+) bytes each/.exec(stdout) ?? [];
      expect(Number(bytes)).to.be.within(100, 1000);
    });

    it('refuses bad options and a database that is not there', async () => {
      const [bad, none] = await Promise.all([
        start(['--requests', 'many'], {}),
        start([], { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }),
      ]);
      expect(bad).to.include({ status: 2, stdout: '' });
      expect(bad.stderr).to.match(/^requests: want a whole number .*'many'\n\nusage: /);
      expect(none.status).to.equal(1);
      expect(none.stderr).to.contain('ECONNREFUSED');
    });
  });
});

interface Ended {
  status: number | string | null | undefined;
  stdout: string;
  stderr: string;
}
