import { expect } from 'chai';
import { Channel, MisuseError, select, trySelect, type Received } from 'millrace';
import { after, now, sleep, Timer } from 'millrace/time';
import { timersOf } from '../../lib/kernel/timers.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { failure, idle, inBothForms, pass, since, wait, type Script } from './support.ts';

inBothForms((run) => {
  describe('Timer', () => {
    it('sends the time at which it was due, once [TM-02, TM-04]', () =>
      run(function* () {
        const start = now();
        const timer = new Timer(10);
        expect(timer.c.tryRecv()).to.equal(undefined);
        const { value, ok } = yield* wait(() => timer.c.recv());
        expect([since(start, value), ok, since(start)]).to.deep.equal([10, true, 10]);
        yield* pass(100);
        expect(timer.c.tryRecv()).to.equal(undefined);
      }));

    it('gives the time it was due to who comes late [TM-04]', () =>
      run(function* () {
        for (const make of [() => new Timer(10).c, () => after(10)]) {
          const start = now();
          const c = make();
          yield* pass(500);
          const { value } = yield* wait(() => c.recv());
          expect([since(start, value), since(start)]).to.deep.equal([10, 500]);
        }
      }));

    it('has no buffer that anybody could see [TM-03]', () =>
      run(function* () {
        const timer = new Timer(1);
        yield* pass(2);
        expect([timer.c.length, timer.c.capacity]).to.deep.equal([0, 0]);
      }));

    for (const ms of [0, -1, -Infinity]) {
      it(`is ready at once after ${String(ms)} ms [TM-02, TM-12, TM-20]`, () =>
        run(function* () {
          const start = now();
          for (const c of [new Timer(ms).c, after(ms)]) {
            const one = trySelect({ c })?.value ?? NaN;
            if (ms === -Infinity) expect(one).to.equal(-Infinity);
            else expect(since(start, one)).to.equal(ms);
          }
          expect(since(start)).to.equal(0);
        }));
    }

    it('never fires after Infinity, and disturbs nobody [TM-01, TM-20]', () =>
      run(function* () {
        const never = new Timer(Infinity);
        const start = now();
        const soon = new Timer(5);
        const got = yield* wait(() => select({ never: never.c, soon: soon.c }));
        expect([got.key, since(start)]).to.deep.equal(['soon', 5]);
        expect(never.stop()).to.equal(true);
        yield* wait(() => sleep(-Infinity));
        expect(since(start)).to.equal(5);
      }));

    it('serves those who wait in the order in which they came: one value for one [TM-19]', async () => {
      const got: [string, number][] = [];
      let start = 0;
      let timer: Timer | undefined;
      function* receiver(name: string): Script {
        const c = (timer ??= ((start = now()), new Timer(3))).c;
        const { value } = yield* wait(() => c.recv());
        got.push([name, since(start, value)]);
      }
      await run(
        () => receiver('first'),
        () => receiver('second'),
      );
      expect(got).to.deep.equal([['first', 3]]);
      expect(timer?.stop()).to.equal(false);
    });

    it('is chosen among others that are due by chance [TM-24]', async () => {
      const keys = new Set<unknown>();
      for (let i = 0; i < 64; i++) {
        const [a, b] = [new Timer(0), new Timer(0)];
        keys.add(trySelect({ a: a.c, b: b.c })?.key);
        expect([a.stop(), b.stop()].filter(Boolean)).to.have.length(1);
      }
      expect(keys).to.deep.equal(new Set(['a', 'b']));
    });
  });

  /** What `stop` and `reset` say, and what arrives afterwards, in every state of a timer. */
  const states: [state: string, prepare: (timer: Timer) => Script<unknown>, active: boolean][] = [
    ['that is to come', () => pass(5), true],
    ['that is due and was not received', () => pass(15), true],
    [
      'that was received late',
      function* (timer) {
        yield* pass(15);
        expect(timer.c.tryRecv()?.ok).to.equal(true);
      },
      false,
    ],
    ['that was received on time', (timer) => wait(() => timer.c.recv()), false],
    [
      'that was stopped',
      function* (timer) {
        expect(timer.stop()).to.equal(true);
      },
      false,
    ],
    [
      'that was stopped when it was due',
      function* (timer) {
        yield* pass(15);
        expect(timer.stop()).to.equal(true);
      },
      false,
    ],
  ];

  for (const [state, prepare, active] of states) {
    it(`stop on a timer ${state} is ${active}, and nothing arrives [TM-05, TM-08]`, () =>
      run(function* () {
        const timer = new Timer(10);
        yield* prepare(timer);
        expect(timer.stop()).to.equal(active);
        expect(timer.c.tryRecv()).to.equal(undefined);
        yield* pass(50);
        expect(timer.c.tryRecv()).to.equal(undefined);
        expect(timer.stop()).to.equal(false);
      }));

    it(`reset on a timer ${state} is ${active}, and only the new time arrives [TM-06, TM-08]`, () =>
      run(function* () {
        const timer = new Timer(10);
        yield* prepare(timer);
        const start = now();
        expect(timer.reset(20)).to.equal(active);
        expect(timer.c.tryRecv()).to.equal(undefined);
        const { value } = yield* wait(() => timer.c.recv());
        expect([since(start, value), since(start)]).to.deep.equal([20, 20]);
        yield* pass(50);
        expect(timer.c.tryRecv()).to.equal(undefined);
      }));
  }

  it('stop lets who waits go on waiting, and reset serves him [TM-05, TM-06]', async () => {
    const log: string[] = [];
    let timer: Timer | undefined;
    await run(
      function* () {
        const start = now();
        timer = new Timer(10);
        const { value } = yield* wait(() => (timer as Timer).c.recv());
        log.push(`got ${since(start, value)} at ${since(start)}`);
      },
      function* () {
        yield* pass(5);
        log.push(`stop ${timer?.stop()}`);
        yield* pass(20);
        log.push(`reset ${timer?.reset(15)}`);
        yield* pass(5);
        log.push(`again ${timer?.reset(0)}`);
      },
    );
    expect(log).to.deep.equal(['stop true', 'reset false', 'again true', 'got 30 at 30']);
  });

  it('two that are due together: who lost against stop can be received [TM-08]', () =>
    run(function* () {
      const [a, b] = [new Timer(10), new Timer(10)];
      yield* wait(() => a.c.recv());
      if (!b.stop()) yield* wait(() => b.c.recv());
      expect([a.stop(), b.stop()]).to.deep.equal([false, false]);
    }));

  it('an abort takes the receive back and leaves the time for the next [TM-05]', () =>
    run(function* () {
      const timer = new Timer(10);
      const controller = new AbortController();
      controller.abort('no');
      try {
        yield* wait(() => timer.c.recv({ signal: controller.signal }));
        expect.fail('it was aborted');
      } catch (error) {
        expect(error).to.equal('no');
      }
      expect((yield* wait(() => timer.c.recv())).ok).to.equal(true);
    }));
});

describe('Timer, on the clock of the host', () => {
  const timers = (): number => timersOf(kernel.home).nextMs;

  it('needs nothing of the host while nobody waits [TM-16, TM-17]', () => {
    const timer = new Timer(1e6);
    expect(timers()).to.equal(Infinity);
    expect(timer.reset(1e5)).to.equal(true);
    expect(trySelect({ timer: timer.c })).to.equal(undefined);
    expect(timers()).to.equal(Infinity);
  });

  it('leaves the timers with the last who waits', async () => {
    const timer = new Timer(1e6);
    const controllers = [new AbortController(), new AbortController()];
    const ops = controllers.map(({ signal }) => failure(timer.c.recv({ signal })));
    expect(timers()).to.be.below(Infinity);
    controllers[0]?.abort();
    expect(timers()).to.be.below(Infinity);
    expect(timer.stop()).to.equal(true);
    expect(timers()).to.equal(Infinity);
    expect(timer.reset(1e6)).to.equal(false);
    expect(timers()).to.be.below(Infinity);
    controllers[1]?.abort();
    expect(timers()).to.equal(Infinity);
    await Promise.all(ops);
  });

  it('serves whoever is first, though the timer of the host is late', async () => {
    const timer = new Timer(1);
    const op = timer.c.recv();
    for (const end = performance.now() + 2; performance.now() < end;);
    expect(timer.c.tryRecv()).to.equal(undefined);
    expect((await op).ok).to.equal(true);
  });

  it('may be reset beyond what a timer of the host can, and sooner again [TM-06, TM-20]', async () => {
    const timer = new Timer(2 ** 40);
    let got: Received<number> | undefined;
    void timer.c.recv().then((received) => (got = received));
    await idle();
    expect(timer.reset(2 ** 35)).to.equal(true);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(got).to.equal(undefined);
    expect(timer.reset(0)).to.equal(true);
    await new Channel<never>().recv({ signal: AbortSignal.timeout(20) }).catch(() => {});
    expect(got?.ok).to.equal(true);
  });

  for (const wrong of [NaN, '5', undefined, null, {}]) {
    it(`refuses ${String(wrong)} for a number of milliseconds, and changes nothing`, () => {
      expect(() => new Timer(wrong as number)).to.throw(MisuseError, 'Timer: a number');
      const timer = new Timer(0);
      expect(() => timer.reset(wrong as number)).to.throw(MisuseError, 'Timer.reset: a number');
      expect(timer.c.tryRecv()?.ok).to.equal(true);
    });
  }
});
