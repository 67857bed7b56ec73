import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { go } from 'millrace';
import { dine, dineAsync, names } from '../examples/dining-philosophers.ts';
import type { Dinner } from '../examples/dining-philosophers.ts';
import { fanIn, fanInAsync, listen } from '../examples/fan-in.ts';
import { match, matchAsync } from '../examples/ping-pong.ts';
import { firstSquares, firstSquaresAsync } from '../examples/pipeline.ts';
import type { Taken } from '../examples/pipeline.ts';
import { sieve, sieveAsync } from '../examples/prime-sieve.ts';
import { serve, serveAsync } from '../examples/rate-limiter.ts';
import type { Served } from '../examples/rate-limiter.ts';
import { countLetters, countLettersAsync } from '../examples/worker-pool.ts';
import type { Result } from '../examples/worker-pool.ts';

/** One law, held against both forms of a program. */
function both<T>(
  generator: (n: number) => Promise<T>,
  async: (n: number) => Promise<T>,
  sentence: string,
  law: (start: (n: number) => Promise<T>) => Promise<void>,
): void {
  it(`${sentence}: generator goroutines`, () => law(generator));
  it(`${sentence}: async goroutines`, () => law(async));
}

describe('examples/prime-sieve', () => {
  both<number[]>(
    (limit) => go(sieve, limit),
    (limit) => go(sieveAsync, limit),
    'finds the primes that trial division finds',
    async (start) => {
      const primes: number[] = [];
      for (let n = 2; n <= 500; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
      expect(await start(500)).to.deep.equal(primes);
      expect(await start(1)).to.deep.equal([]);
    },
  );
});

describe('examples/worker-pool', () => {
  const texts = Array.from({ length: 20 }, (_, i) => `${'x'.repeat(i)} 123 é`);
  both<Result[]>(
    () => go(countLetters, texts),
    () => go(countLettersAsync, texts),
    'does every job once, and lets no worker idle',
    async (start) => {
      const results = await start(0);
      const counted = results.map(({ text, letters }) => [text, letters] as const);
      expect(counted).to.have.deep.members(texts.map((text, i) => [text, i + 1]));
      expect(new Set(results.map(({ worker }) => worker))).to.have.keys([1, 2, 3]);
    },
  );
});

describe('examples/pipeline', () => {
  both<Taken>(
    (count) => go(firstSquares, count),
    (count) => go(firstSquaresAsync, count),
    'ends every stage when the reader leaves early',
    async (start) => {
      const { squares, ended } = await start(4);
      expect(squares).to.deep.equal([1, 4, 9, 16]);
      expect(ended).to.have.members(['numbers', 'squares']);
    },
  );
});

describe('examples/fan-in', () => {
  both<string[]>(
    () => go(listen, fanIn),
    () => go(listen, fanInAsync),
    'hears everyone, and each in their own order',
    async (start) => {
      const heard = await start(0);
      expect(heard).to.have.lengthOf(9);
      for (const name of ['ada', 'bob', 'cyd']) {
        const own = heard.filter((line) => line.startsWith(name));
        expect(own).to.deep.equal([`${name} one`, `${name} two`, `${name} three`]);
      }
    },
  );
});

describe('examples/ping-pong', () => {
  both<string[]>(
    (rallies) => go(match, rallies),
    (rallies) => go(matchAsync, rallies),
    'never lets a player hit twice in a row',
    async (start) => {
      const hits = await start(101);
      expect(hits).to.have.lengthOf(101);
      const [first] = hits;
      hits.forEach((name, i) => expect(name === first).to.equal(i % 2 === 0));
    },
  );
});

describe('examples/rate-limiter', () => {
  both<Served>(
    (requests) => go(serve, requests, 3, 1),
    (requests) => go(serveAsync, requests, 3, 1),
    'serves in order, a burst at once and the others for a new token each',
    async (start) => {
      const { order, refills } = await start(8);
      expect(order).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(refills).to.be.at.least(8 - 3);
    },
  );
});

describe('examples/dining-philosophers', () => {
  both<Dinner>(
    (meals) => go(dine, meals),
    (meals) => go(dineAsync, meals),
    'feeds everyone, and neighbours never at once',
    async (start) => {
      const { meals, log } = await start(7);
      expect(meals).to.deep.equal(names.map(() => 7));
      const eating = new Set<number>();
      let most = 0;
      for (const line of log) {
        const seat = Number(line[1]);
        if (line[0] === '-') eating.delete(seat);
        else {
          expect(eating.has((seat + 1) % 5) || eating.has((seat + 4) % 5), line).to.equal(false);
          most = Math.max(most, eating.add(seat).size);
        }
      }
      expect(most).to.equal(2); // five forks feed two at once, and no more
    },
  );
});

describe('examples, as programs', () => {
  const folder = fileURLToPath(new URL('../examples/', import.meta.url));
  const printed = new Map<string, string>();

  /** Seven programs in one process, each imported as the file that Node was started with. */
  const runEach = `
    for (const file of process.argv.splice(1)) {
      console.log('== ' + file);
      process.argv[1] = file;
      await import(file);
    }`;

  before(async function () {
    this.timeout(30_000);
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...process.execArgv,
      '--input-type=module',
      '--eval',
      runEach,
      ...files.map((file) => folder + file),
    ]);
    for (const [, file = '', text = ''] of stdout.matchAll(/^== .*\/(.*)\n([^=]*)/gm)) {
      printed.set(file, text);
    }
  });

  const expected: Record<string, RegExp> = {
    'dining-philosophers.ts': /: meals eaten: Anscombe 3, Beauvoir 3, Conway 3, .* 3$/,
    'fan-in.ts': /: +(?=.*ada one.*ada three)(?=.*bob one.*bob three)(?=.*cyd one.*cyd three)/,
    'ping-pong.ts': /: +p([io])ng p([io])ng p\1ng p\2ng p\1ng p\2ng$/,
    'pipeline.ts': /: 1 4 9 16 25; ended: numbers, squares$/,
    'prime-sieve.ts': /: +2 3 5 7 11 13 17 19 23 29 31 37 41 43 47$/,
    'rate-limiter.ts': /: served 1 2 3 4 5 6 7 8, the first 3 at once, then \d+ tokens$/,
    'worker-pool.ts': /: worker [123] counted \d+ letters in '.*'$/,
  };

  it('are all listed here', () => {
    expect([...printed.keys()].toSorted()).to.deep.equal(Object.keys(expected));
  });

  for (const [file, line] of Object.entries(expected)) {
    it(`${file} prints what both forms did`, () => {
      const lines = printed.get(file)?.trim().split('\n') ?? [];
      for (const form of ['generator', 'async']) {
        const own = lines.filter((text) => text.startsWith(form));
        expect(own, form).not.to.have.lengthOf(0);
        for (const text of own) expect(text).to.match(line);
      }
    });
  }
});
