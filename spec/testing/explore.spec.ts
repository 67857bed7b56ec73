import { expect } from 'chai';
import {
  Channel,
  go,
  goexit,
  gosched,
  MisuseError,
  select,
  sleep,
  until,
  WaitGroup,
} from 'millrace';
import { Mutex } from 'millrace/sync';
import { explore, model, replay, type Program, type Strategy } from 'millrace/testing';
import { failure } from '../goroutine/script.ts';

const all: Strategy[] = ['bounded', 'random', 'pos', 'pct', 'exhaustive', 'portfolio'];

/** Two goroutines that take two locks in opposite order. */
const crossed: Program = {
  chans: [],
  mutexes: 2,
  procs: [
    [
      ['lock', 0],
      ['lock', 1],
      ['unlock', 1],
      ['unlock', 0],
    ],
    [
      ['lock', 1],
      ['lock', 0],
      ['unlock', 0],
      ['unlock', 1],
    ],
  ],
};

function* both(a: Mutex, b: Mutex) {
  yield* a.lock();
  yield* b.lock();
  b.unlock();
  a.unlock();
}

function* crossing() {
  const [a, b] = [new Mutex(), new Mutex()];
  const first = go(both, a, b);
  const second = go(both, b, a);
  yield* first;
  yield* second;
}

const deadlock = 'deadlock main [join of both], both [sync.Mutex.Lock], both [sync.Mutex.Lock]';

describe('explore', () => {
  for (const strategy of all) {
    for (const form of ['generator', 'async'] as const) {
      it(`finds the deadlock of a program: ${strategy}, ${form} form`, async () => {
        const { outcomes, runs } = await explore(crossed, { strategy, form });
        expect([...outcomes.keys()].sort()).to.deep.equal(['L B@1 | L B@1', 'L L U U | L L U U']);
        expect(runs).to.be.above(1);
        for (const [outcome, schedule] of outcomes) {
          expect(await replay(crossed, schedule, { form })).to.equal(outcome);
        }
      });
    }

    it(`finds the deadlock of a function: ${strategy}`, async () => {
      const { outcomes } = await explore(crossing, { strategy });
      expect([...outcomes.keys()].sort()).to.deep.equal([deadlock, 'ok']);
      for (const [outcome, schedule] of outcomes) {
        expect(await replay(crossing, schedule)).to.equal(outcome);
      }
    });
  }

  it('runs once by default order: nobody is interrupted', async () => {
    const explored = await explore(crossed, { strategy: 'default' });
    expect(explored.runs).to.equal(1);
    expect(explored.complete).to.equal(false);
    expect([...explored.outcomes]).to.deep.equal([['L L U U | L L U U', 's1:']]);
  });

  it('gives the shortest schedule that it met: one deviation for two crossed locks', async () => {
    for (const strategy of all) {
      const { outcomes } = await explore(crossed, { strategy });
      const schedule = outcomes.get('L B@1 | L B@1') ?? '';
      expect(schedule, strategy).to.match(/^s1:\d+\.1~..$/);
    }
  });

  it('is complete when it has tried everything, and not when its runs were too few', async () => {
    const whole = await explore(crossed, { strategy: 'exhaustive' });
    expect(whole.complete).to.equal(true);
    const part = await explore(crossed, { strategy: 'exhaustive', runs: whole.runs - 1 });
    expect(part.complete).to.equal(false);
    expect(part.runs).to.equal(whole.runs - 1);
  });

  it('leaves out what only swaps steps that have nothing in common', async () => {
    const step = (c: number): Program['procs'][0] => [
      ['send', c, c],
      ['recv', c],
    ];
    const apart: Program = { chans: [1, 1, 1], procs: [step(0), step(1), step(2)] };
    const { runs, outcomes, complete } = await explore(apart, { strategy: 'exhaustive' });
    expect([...outcomes.keys()]).to.deep.equal(['s r0 | s r1 | s r2']);
    expect(complete).to.equal(true);
    // Six steps in three procs have 90 orders.
    expect(runs).to.be.below(10);
  });

  it('does the same with the same seed, and something else with another', async () => {
    const strategy = 'random';
    const wide: Program = {
      chans: [2],
      procs: Array.from({ length: 4 }, (_, p) => [
        ['send', 0, p] as const,
        ['recv', 0] as const,
      ]).map((steps) => steps.map((one) => [...one]) as Program['procs'][0]),
    };
    const seen = async (seed: number): Promise<string[]> => [
      ...(await explore(wide, { strategy, seed, runs: 12 })).outcomes.keys(),
    ];
    expect(await seen(1)).to.deep.equal(await seen(1));
    expect(await seen(1)).to.not.deep.equal(await seen(2));
  });

  it('ends when it has seen what it was to look for', async () => {
    const strategy = 'random';
    const until = (outcome: string): boolean => outcome.includes('B@');
    const { outcomes, runs } = await explore(crossed, { strategy, until });
    expect(runs).to.be.below(1000);
    expect([...outcomes.keys()]).to.include('L B@1 | L B@1');
  });
});

describe('explore of a function', () => {
  it('says what it returned', async () => {
    const { outcomes, complete } = await explore(
      function* () {
        const channel = new Channel<number>(1);
        go(function* () {
          yield* channel.send(1);
        });
        return channel.tryRecv()?.value ?? (yield* gosched(), channel.tryRecv()?.value ?? 'none');
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok 1', 'ok none']);
    expect(complete).to.equal(true);
  });

  it('finds the update that is lost between two operations', async () => {
    async function add(state: { count: number }, gate: Channel<void>): Promise<void> {
      const { count } = state;
      await gate.send();
      state.count = count + 1;
    }
    const { outcomes } = await explore(async () => {
      const state = { count: 0 };
      const gate = new Channel<void>(2);
      await Promise.all([go(add, state, gate), go(add, state, gate)]);
      return state.count;
    });
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok 1', 'ok 2']);
  });

  const ends: Record<string, [body: () => unknown, outcome: string]> = {
    'a panic of main': [
      function* () {
        yield* gosched();
        throw new Error('no');
      },
      'panic Error: no',
    ],
    'a panic of a goroutine that nobody joins': [
      function* () {
        go(function* () {
          throw new Error('lost');
        });
        yield* gosched();
      },
      'panic Error: lost',
    ],
    'a failure that somebody joins': [
      function* () {
        const failing = go(function* () {
          throw new Error('seen');
        });
        try {
          yield* failing;
        } catch {
          return 'caught';
        }
        return undefined;
      },
      'ok caught',
    ],
    'a deadlock': [
      function* () {
        yield* new Channel().recv();
      },
      'deadlock main [chan receive]',
    ],
    'a deadlock of async goroutines': [
      async () => {
        const group = new WaitGroup();
        group.add(1);
        go(async function helper() {
          await select([]);
        });
        await group.wait();
      },
      'deadlock main [sync.WaitGroup.Wait], helper [select (no cases)]',
    ],
    'a failure of a task of a group [WG-09]': [
      function* () {
        const group = new WaitGroup();
        group.go(function* () {
          yield* gosched();
          throw new Error('lost');
        });
        yield* group.wait();
      },
      'panic Error: lost',
    ],
    'a failure of an async task of a group [WG-09]': [
      async () => {
        const group = new WaitGroup();
        group.go(async () => {
          await gosched();
          throw new Error('lost');
        });
        await group.wait();
      },
      'panic Error: lost',
    ],
    'a leak': [
      function* () {
        go(function* worker() {
          yield* new Channel().send(1);
        });
        yield* gosched();
      },
      'leak worker [chan send]',
    ],
    'a livelock': [
      function* () {
        for (;;) yield* gosched();
      },
      'livelock',
    ],
    'a goexit of main': [
      function* () {
        yield* gosched();
        goexit();
      },
      'ok',
    ],
    'time that passes': [
      async () => {
        await sleep(86_400_000);
        return 'tomorrow';
      },
      'ok tomorrow',
    ],
    'a promise that is none of ours, in a generator goroutine': [
      function* () {
        return yield* until(new Promise((resolve) => setImmediate(() => resolve('came'))));
      },
      'ok came',
    ],
    'a promise that is none of ours, in an async one': [
      async () => {
        await new Promise<void>((resolve) => setImmediate(resolve));
        await gosched();
        return 'came';
      },
      'ok came',
    ],
  };
  for (const [name, [body, outcome]] of Object.entries(ends)) {
    it(`tells of ${name}`, async () => {
      const { outcomes } = await explore(body, { runs: 5, steps: 200 });
      expect([...outcomes.keys()]).to.deep.equal([outcome]);
    });
  }

  it('mixes both forms of goroutine', async () => {
    const { outcomes } = await explore(
      function* () {
        const channel = new Channel<string>();
        go(async () => {
          await channel.send('a');
        });
        go(function* () {
          yield* channel.send('b');
        });
        const first = (yield* channel.recv()).value;
        yield* channel.recv();
        return first;
      },
      { strategy: 'exhaustive' },
    );
    expect([...outcomes.keys()].sort()).to.deep.equal(['ok a', 'ok b']);
  });
});

describe('explore, misused', () => {
  const bad: [name: string, call: () => Promise<unknown>, message: string][] = [
    [
      'an unknown option',
      () => explore(crossed, { run: 1 } as never),
      'explore: unknown option: run',
    ],
    [
      'an unknown strategy',
      () => explore(crossed, { strategy: 'luck' as never }),
      "explore: no strategy 'luck': there are default, bounded, random, pos, pct, exhaustive, portfolio",
    ],
    [
      'an unknown form',
      () => explore(crossed, { form: 'thread' as never }),
      "no form of goroutine: 'thread'",
    ],
    [
      'what is no program',
      () => explore({ chans: [], procs: [[['send', 3, 1]]] }),
      'program.procs[0][0][1]: there is no channel 3',
    ],
  ];
  for (const [name, call, message] of bad) {
    it(`refuses ${name}`, async () => {
      const error = await failure(call());
      expect(error).to.be.instanceOf(MisuseError);
      expect((error as Error).message).to.equal(message);
    });
  }

  it('refuses to run two worlds at once, and says so', async () => {
    const body = async (): Promise<void> => {
      await gosched();
    };
    const first = explore(body, { runs: 3 });
    const error = await failure(explore(body, { runs: 3 }));
    expect((error as Error).message).to.equal('a controlled world is active already');
    await first;
  });
});

describe('replay', () => {
  it('follows data as far as it fits, so that it can be shrunk', async () => {
    const { Schedule } = await import('millrace/testing');
    const schedule = new Schedule([{ decision: 500, choice: 9 }]);
    expect(await replay(crossed, schedule)).to.equal('L L U U | L L U U');
  });

  it('says where a text no longer fits: too few choices', async () => {
    const error = await failure(replay(crossed, 's1:1.1,2.7'));
    expect((error as { code: string }).code).to.equal('STALE_REPLAY');
    expect((error as Error).message).to.match(
      /^replay: diverged at decision 2: there are 2 choices, not 8$/,
    );
  });

  it('says where a text no longer fits: the run is over before', async () => {
    const error = await failure(replay(crossed, 's1:900.1'));
    expect((error as Error).message).to.match(
      /^replay: diverged before decision 900: the run had \d+$/,
    );
  });

  it('says where a text no longer fits: something else was there to choose from', async () => {
    const { outcomes } = await explore(crossed, {
      strategy: 'random',
      until: (it) => it.includes('B@'),
    });
    const schedule = outcomes.get('L B@1 | L B@1') as string;
    const third: Program = { ...crossed, procs: [...crossed.procs, [['lock', 1]]] };
    const error = await failure(replay(third, schedule));
    expect((error as Error).message).to.match(
      /^replay: diverged at decision \d+: what came before is no longer the same$/,
    );
  });

  it('gives the same outcome a hundred times out of a hundred', async () => {
    const { outcomes } = await explore(crossing);
    for (const [outcome, schedule] of outcomes) {
      for (let i = 0; i < 100; i++) expect(await replay(crossing, schedule)).to.equal(outcome);
    }
  });

  it('agrees with the model on what is possible', async () => {
    const permitted = model(crossed).outcomes;
    for (let decision = 0; decision < 8; decision++) {
      const { Schedule } = await import('millrace/testing');
      const schedule = new Schedule([{ decision, choice: 1 }]);
      expect(permitted).to.include(await replay(crossed, schedule));
    }
  });
});
