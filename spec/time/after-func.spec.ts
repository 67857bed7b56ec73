import { expect } from 'chai';
import { Channel, FatalError, gosched, numGoroutine } from 'millrace';
import { afterFunc, now, sleep } from 'millrace/time';
import { inBothForms, pass, since, wait, type Script } from './support.ts';

inBothForms((run) => {
  describe('afterFunc', () => {
    it('runs a function when its time has come, in a goroutine of its own [TM-09]', () =>
      run(function* () {
        const start = now();
        const log: number[] = [];
        const before = numGoroutine();
        afterFunc(10, function* () {
          log.push(since(start), numGoroutine());
          yield* sleep(5);
          log.push(since(start));
        });
        expect(numGoroutine()).to.equal(before);
        yield* pass(20);
        expect(log).to.deep.equal([10, before + 1, 15]);
      }));

    it('runs nothing before the caller waits, whatever the delay [TM-09]', () =>
      run(function* () {
        let runs = 0;
        for (const ms of [0, -1, -Infinity]) afterFunc(ms, () => void runs++);
        expect(runs).to.equal(0);
        yield* pass(0.001);
        expect(runs).to.equal(3);
      }));

    it('has the nil channel: to wait there is to wait for ever [TM-09]', () => {
      const timer = afterFunc(1e6, () => {});
      expect(timer.c).to.equal(Channel.nil());
      expect(timer.stop()).to.equal(true);
    });

    it('stop and reset say whether they prevented a run [TM-09]', () =>
      run(function* () {
        const runs: number[] = [];
        const start = now();
        const timer = afterFunc(10, () => void runs.push(since(start)));
        expect(timer.stop()).to.equal(true);
        expect(timer.stop()).to.equal(false);
        yield* pass(20);
        expect(runs).to.deep.equal([]);
        expect(timer.reset(10)).to.equal(false);
        expect(timer.reset(15)).to.equal(true);
        yield* pass(20);
        expect(runs).to.deep.equal([35]);
        expect(timer.stop()).to.equal(false);
        expect(timer.reset(5)).to.equal(false);
        yield* pass(10);
        expect(runs).to.deep.equal([35, 45]);
      }));

    it('may run again while it runs [TM-09]', () =>
      run(function* () {
        const log: string[] = [];
        let runs = 0;
        const timer = afterFunc(10, function* () {
          const name = ++runs;
          log.push(`start ${name}`);
          yield* sleep(20);
          log.push(`end ${name}`);
        });
        yield* pass(15);
        expect(timer.reset(5)).to.equal(false);
        yield* pass(100);
        expect(log).to.deep.equal(['start 1', 'start 2', 'end 1', 'end 2']);
      }));

    it('chains of no delay at all let others run [TM-09]', () =>
      run(function* () {
        let left = 100;
        const done = new Channel<string>(1);
        const again = (): void => {
          if (left-- > 0) afterFunc(0, again);
          else done.trySend('done');
        };
        again();
        expect((yield* wait(() => done.recv())).value).to.equal('done');
      }));

    it('many run in the order in which they are due [TM-18]', () =>
      run(function* (): Script {
        const order: number[] = [];
        const delays = [5, 3, 11, 1, 9, 13, 7, 2, 8, 12, 4, 10, 6];
        for (const ms of delays) afterFunc(ms, () => void order.push(ms));
        yield* pass(20);
        expect(order).to.deep.equal(delays.toSorted((a, b) => a - b));
      }));
  });
});

describe('afterFunc, on the clock of the host', () => {
  it('refuses what is no function at once [TM-09, GO-04]', () => {
    for (const wrong of [undefined, null, 'f', {}]) {
      expect(() => afterFunc(0, wrong as never)).to.throw(FatalError, 'go of nil func value');
    }
    expect(() => afterFunc(NaN, () => {})).to.throw('a number of milliseconds was expected');
  });

  it('serves a hundred thousand that are due at once [TM-09]', async function () {
    this.timeout(20_000);
    let runs = 0;
    const count = (): void => void runs++;
    for (let i = 0; i < 100_000; i++) afterFunc(0, count);
    await gosched();
    for (let i = 0; i < 1000 && runs < 100_000; i++) await sleep(1);
    expect(runs).to.equal(100_000);
  });
});
