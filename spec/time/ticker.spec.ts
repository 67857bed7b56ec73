import { expect } from 'chai';
import { Channel, go, MisuseError, trySelect } from 'millrace';
import { NonPositiveIntervalError, now, sleep, tick, Ticker } from 'millrace/time';
import { timersOf } from '../../lib/kernel/timers.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { idle, inBothForms, pass, since, wait } from './support.ts';

/**
 * TM-13: when somebody reads, after how long he does, and what he gets when: the tick's own time and
 * the time at which he has it.
 */
type Row = [period: number, reads: { at: number; value: number; got: number }[]];
const rows: Row[] = [
  [10, [10, 20, 30].map((at) => ({ at: 0, value: at, got: at }))],
  [
    10,
    [
      { at: 35, value: 10, got: 35 },
      { at: 35, value: 40, got: 40 },
      { at: 40, value: 50, got: 50 },
    ],
  ],
  [
    10,
    [
      { at: 15, value: 10, got: 15 },
      { at: 15, value: 20, got: 20 },
    ],
  ],
  [
    10,
    [
      { at: 40, value: 10, got: 40 },
      { at: 40, value: 50, got: 50 },
    ],
  ],
  [
    10,
    [
      { at: 25, value: 10, got: 25 },
      { at: 85, value: 30, got: 85 },
      { at: 85, value: 90, got: 90 },
    ],
  ],
  [
    0.5,
    [
      { at: 1.75, value: 0.5, got: 1.75 },
      { at: 1.75, value: 2, got: 2 },
    ],
  ],
];

inBothForms((run) => {
  describe('Ticker', () => {
    for (const [period, reads] of rows) {
      const when = reads.map(({ at }) => at).join(', ');
      it(`of ${period} ms, read at ${when} ms: keeps its phase, drops what was missed [TM-04, TM-13]`, () =>
        run(function* () {
          const start = now();
          const ticker = new Ticker(period);
          const got: unknown[] = [];
          for (const { at } of reads) {
            yield* pass(start + at - now());
            const { value } = yield* wait(() => ticker.c.recv());
            got.push({ at, value: since(start, value), got: since(start) });
          }
          expect(got).to.deep.equal(reads);
        }));
    }

    it('has at most one tick waiting, in a buffer that nobody sees [TM-03, TM-13]', () =>
      run(function* () {
        const ticker = new Ticker(10);
        yield* pass(95);
        expect([ticker.c.length, ticker.c.capacity]).to.deep.equal([0, 0]);
        expect(trySelect({ tick: ticker.c })?.ok).to.equal(true);
        expect(trySelect({ tick: ticker.c })).to.equal(undefined);
        yield* pass(5);
        expect(ticker.c.tryRecv()?.ok).to.equal(true);
      }));

    it('stop drops the tick that is due, and closes nothing [TM-14]', () =>
      run(function* () {
        const ticker = new Ticker(10);
        yield* pass(15);
        expect(ticker.stop()).to.equal(undefined);
        ticker.stop();
        expect(ticker.c.tryRecv()).to.equal(undefined);
        yield* pass(100);
        expect(ticker.c.tryRecv()).to.equal(undefined);
      }));

    it('reset begins anew, stopped or not, without what was due [TM-14]', () =>
      run(function* () {
        const ticker = new Ticker(10);
        yield* pass(15);
        for (const stopped of [false, true]) {
          if (stopped) ticker.stop();
          const start = now();
          ticker.reset(20);
          expect(ticker.c.tryRecv()).to.equal(undefined);
          const got: number[] = [];
          for (let i = 0; i < 2; i++) {
            got.push(since(start, (yield* wait(() => ticker.c.recv())).value));
          }
          expect(got).to.deep.equal([20, 40]);
        }
      }));

    it('hands its ticks to those who wait, in turn [TM-19]', async () => {
      const got: string[] = [];
      let ticker: Ticker | undefined;
      let start = 0;
      const receiver = (name: string) =>
        function* () {
          if (ticker === undefined) start = now();
          ticker ??= new Ticker(10);
          for (let i = 0; i < 2; i++) {
            const { value } = yield* wait(() => (ticker as Ticker).c.recv());
            got.push(`${name} ${since(start, value)}`);
          }
        };
      await run(receiver('a'), receiver('b'));
      expect(got).to.deep.equal(['a 10', 'b 20', 'a 30', 'b 40']);
    });

    it('goes on for ever when the next tick is beyond all times [TM-15]', () =>
      run(function* () {
        const start = now();
        const ticker = new Ticker(Number.MAX_VALUE);
        const endless = new Ticker(Infinity);
        yield* pass(1e9);
        expect(ticker.c.tryRecv()).to.equal(undefined);
        expect(endless.c.tryRecv()).to.equal(undefined);
        expect(since(start)).to.equal(1e9);
      }));

    it('is no trap when its period is too short for the clock to tell [TM-15, TM-23]', () =>
      run(function* () {
        const ticker = new Ticker(Number.MIN_VALUE);
        const times: number[] = [];
        for (let i = 0; i < 3; i++) times.push((yield* wait(() => ticker.c.recv())).value ?? NaN);
        expect(times.toSorted((a, b) => a - b)).to.deep.equal(times);
      }));

    it('tick is the channel of a ticker; for 0 or less it is nil [TM-11]', () =>
      run(function* () {
        for (const ms of [0, -1, -Infinity]) expect(tick(ms)).to.equal(Channel.nil());
        const start = now();
        const ticks = tick(10);
        yield* wait(() => ticks.recv());
        const { value } = yield* wait(() => ticks.recv());
        expect(since(start, value)).to.equal(20);
      }));
  });
});

describe('Ticker, on the clock of the host', () => {
  for (const ms of [0, -0, -1, -Infinity]) {
    it(`panics with Go's texts at an interval of ${String(ms)} [TM-10]`, () => {
      const make = (): unknown => new Ticker(ms);
      expect(make).to.throw(NonPositiveIntervalError, /^non-positive interval for NewTicker$/);
      const ticker = new Ticker(1e6);
      const reset = (): void => ticker.reset(ms);
      expect(reset).to.throw(NonPositiveIntervalError, /^non-positive interval for Ticker\.Reset$/);
      expect(() => tick(NaN)).to.throw(MisuseError);
      expect(() => new Ticker('5' as never)).to.throw(MisuseError);
    });
  }

  it('has a code for each of its panics [TM-10]', () => {
    const codes = (['NewTicker', 'Ticker.Reset'] as const).map(
      (of) => new NonPositiveIntervalError(of).code,
    );
    expect(codes).to.deep.equal([
      'NON_POSITIVE_INTERVAL_FOR_NEWTICKER',
      'NON_POSITIVE_INTERVAL_FOR_TICKER_RESET',
    ]);
  });

  it('arms one timer of the host while somebody waits, and none else [TM-16, TM-17]', async () => {
    const timers = timersOf(kernel.home);
    const ticker = new Ticker(1);
    expect(timers.nextMs).to.equal(Infinity);
    const ticks = go(function* () {
      for (let i = 0; i < 3; i++) yield* ticker.c.recv();
    });
    await idle();
    timers.check();
    expect(timers.nextMs).to.be.below(Infinity);
    await ticks;
    expect(timers.nextMs).to.equal(Infinity);
    await sleep(3);
    expect(ticker.c.tryRecv()?.ok).to.equal(true);
  });

  it('leaves no receive behind when a loop over it ends', async () => {
    const ticker = new Ticker(1);
    let ticks = 0;
    for await (const time of ticker.c) {
      expect(time).to.be.a('number');
      if (++ticks === 2) break;
    }
    expect(timersOf(kernel.home).nextMs).to.equal(Infinity);
  });
});
