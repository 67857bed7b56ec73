/** The controlled world: a policy takes every choice, and nothing else makes a difference. */
import { expect } from 'chai';
import {
  after as afterMs,
  Channel,
  go,
  goexit,
  gosched,
  select,
  sleep,
  until,
  WaitGroup,
} from 'millrace';
import { Controlled, type Policy } from '../../lib/kernel/controlled.ts';
import { ownerOf } from '../../lib/kernel/owner.ts';
import type { Goroutine } from '../../lib/kernel/goroutine.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { forms, wait, type Script } from '../goroutine/script.ts';

/** Takes the choices of a list, and from then on the first; writes down what it was asked. */
class Listed implements Policy {
  readonly asked: string[] = [];
  readonly #choices: number[];

  constructor(...choices: number[]) {
    this.#choices = choices;
  }

  choose(what: string, count: number): number {
    if (count > 1) this.asked.push(`${what} of ${String(count)}`);
    return count > 1 ? (this.#choices.shift() ?? 0) : 0;
  }
}

/** Everything that can come of a body, whatever is chosen. */
async function all(body: (tell: (what: string) => void) => void): Promise<string[]> {
  const told = new Set<string>();
  const path: { choice: number; count: number }[] = [];
  do {
    let depth = 0;
    const policy: Policy = {
      choose(_what, count) {
        if (count === 1) return 0;
        path[depth] ??= { choice: 0, count };
        return (path[depth++] as { choice: number }).choice;
      },
    };
    await finish(new Controlled(policy), () => {
      body((what) => void told.add(what));
    });
    while (path.length > 0) {
      const last = path.at(-1) as { choice: number; count: number };
      if (++last.choice < last.count) break;
      path.pop();
    }
  } while (path.length > 0);
  return [...told].sort();
}

async function finish(world: Controlled, body: () => void): Promise<void> {
  if (!world.run(body)) await world.goOn();
}

for (const { name: form, start } of forms) {
  describe(`a controlled world: ${form} form`, () => {
    it('runs whoever runs until it waits, by default, as the default world does', async () => {
      function script(log: string[], channel: Channel<string>): Script[] {
        function* sender(name: string): Script {
          for (const i of [1, 2]) {
            log.push(`${name} sends ${i}`);
            yield* wait(() => channel.send(`${name}${i}`));
          }
        }
        function* receiver(): Script {
          for (let i = 0; i < 4; i++) {
            const received = yield* wait(() => channel.recv());
            log.push(`got ${String(received.value)}`);
          }
        }
        return [sender('a'), sender('b'), receiver()];
      }
      const expected: string[] = [];
      await Promise.all(script(expected, new Channel(1)).map((one) => start(() => one)));
      const log: string[] = [];
      await finish(new Controlled(new Listed()), () => {
        for (const one of script(log, new Channel(1))) start(() => one);
      });
      expect(log).to.have.length(8);
      if (form === 'generator') expect(log).to.deep.equal(expected);
    });

    it('commits nothing before its turn: who comes first may be second', async () => {
      const told = await all((tell) => {
        const channel = new Channel<string>(2);
        for (const name of ['a', 'b']) start(() => wait(() => channel.send(name)));
        start(function* () {
          tell(String((yield* wait(() => channel.recv())).value));
        });
      });
      expect(told).to.deep.equal(['a', 'b']);
    });

    it('lets others run between an operation and what comes after it', async () => {
      const told = await all((tell) => {
        let received = 'before';
        const channel = new Channel<number>(1);
        start(function* () {
          yield* wait(() => channel.send(1));
          tell(received);
        });
        start(function* () {
          yield* wait(() => channel.recv());
          received = 'after';
        });
      });
      expect(told).to.deep.equal(['after', 'before']);
    });

    it('asks which of several ready arms a select takes', async () => {
      const taken: unknown[] = [];
      for (const choice of [0, 1, 2]) {
        const policy = new Listed(choice);
        await finish(new Controlled(policy), () => {
          const channels = [1, 2, 3].map((value) => {
            const channel = new Channel<number>(1);
            channel.trySend(value);
            return channel;
          });
          start(function* () {
            taken.push((yield* wait(() => select(channels))).value);
          });
        });
        expect(policy.asked).to.deep.equal(['arm of 3']);
      }
      expect(taken).to.deep.equal([1, 2, 3]);
    });

    it('has a clock that stands still until nobody can run', async () => {
      const log: string[] = [];
      const world = new Controlled(new Listed());
      const before = world.now();
      await finish(world, () => {
        for (const [name, ms] of [['day', 86_400_000] as const, ['hour', 3_600_000] as const]) {
          start(function* () {
            yield* wait(() => sleep(ms));
            log.push(name);
          });
        }
      });
      expect(log).to.deep.equal(['hour', 'day']);
      expect(world.now() - before).to.equal(86_400_000);
    });

    it('may take any of several timers that are due at one time', async () => {
      const taken: unknown[] = [];
      for (const choice of [0, 1, 2]) {
        const policy = new Listed(choice);
        await finish(new Controlled(policy), () => {
          start(function* () {
            const timers = [afterMs(5), afterMs(5), afterMs(5), afterMs(6)];
            taken.push((yield* wait(() => select(timers))).key);
          });
        });
        expect(policy.asked).to.deep.equal(['order of 3']);
      }
      expect(taken).to.deep.equal([0, 1, 2]);
    });

    it('has timers that tell the time of its own clock [TM-04, ST-18]', async () => {
      const world = new Controlled(new Listed());
      const before = world.now();
      let told: number | undefined;
      await finish(world, () => {
        start(function* () {
          told = (yield* wait(() => afterMs(5).recv())).value;
        });
      });
      expect(told).to.equal(before + 5);
      expect(new Date(before).toISOString()).to.equal('2000-01-01T00:00:00.000Z');
    });

    it('puts who calls gosched behind everybody', async () => {
      const log: string[] = [];
      await finish(new Controlled(new Listed()), () => {
        for (const name of ['a', 'b', 'c']) {
          start(function* () {
            for (let i = 0; i < 2; i++) {
              log.push(name + String(i));
              yield* wait(() => gosched());
            }
          });
        }
      });
      expect(log.slice(0, 4)).to.deep.equal(['a0', 'b0', 'c0', 'a1']);
    });

    it('knows who joins whom, and gives failures to whoever joins', async () => {
      const log: string[] = [];
      await finish(new Controlled(new Listed()), () => {
        const failing = start(function* () {
          yield* wait(() => gosched());
          throw new Error('lost');
        });
        start(function* () {
          try {
            yield* wait(() => failing);
          } catch (error) {
            log.push((error as Error).message);
          }
        });
      });
      expect(log).to.deep.equal(['lost']);
    });

    it('ends by the policy when that has had enough', async () => {
      let rounds = 0;
      const world = new Controlled({ choose: () => (rounds > 50 ? -1 : 0) });
      await finish(world, () => {
        start(function* () {
          for (;;) {
            rounds++;
            yield* wait(() => gosched());
          }
        });
      });
      expect(world.stopped).to.equal(true);
      expect(rounds).to.equal(51);
    });

    it('leaves the default world as it was, even if the body throws', async () => {
      const world = new Controlled(new Listed());
      expect(() =>
        world.run(() => {
          throw new Error('at once');
        }),
      ).to.throw('at once');
      expect(kernel.world).to.equal(kernel.home);
      expect(kernel.current).to.equal(null);
      kernel.home.check();
      const channel = new Channel<number>(1);
      await channel.send(1);
      expect((await channel.recv()).value).to.equal(1);
    });

    it('says whose turn each task is', async () => {
      const owners = new Set<number>();
      const policy: Policy = {
        choose(what, _count, runnable) {
          if (what === 'run')
            for (const task of runnable) owners.add((ownerOf(task) as Goroutine).id);
          return 0;
        },
      };
      await finish(new Controlled(policy), () => {
        const group = new WaitGroup();
        group.add(2);
        for (let i = 0; i < 2; i++) {
          start(function* () {
            yield* wait(() => gosched());
            group.done();
          });
        }
        start(function* () {
          yield* wait(() => group.wait());
        });
      });
      expect([...owners].sort()).to.deep.equal([1, 2, 3]);
    });
  });
}

describe('the run token of async goroutines', () => {
  it('is kept over native awaits: nobody else runs meanwhile', async () => {
    const log: string[] = [];
    await finish(new Controlled(new Listed()), () => {
      for (const name of ['a', 'b']) {
        go(async () => {
          for (let i = 0; i < 2; i++) {
            log.push(`${name} in`);
            for (let ticks = 0; ticks < 20; ticks++) await Promise.resolve();
            log.push(`${name} out`);
            await gosched();
          }
        });
      }
    });
    const round = ['a in', 'a out', 'b in', 'b out'];
    expect(log).to.deep.equal([...round, ...round]);
  });

  it('is lost in a foreign wait, and the others go on', async () => {
    const log: string[] = [];
    const world = new Controlled(new Listed());
    let come: (() => void) | undefined;
    const foreign = new Promise<void>((resolve) => {
      come = resolve;
    });
    await finish(world, () => {
      const channel = new Channel<string>(1);
      go(async () => {
        await foreign;
        await channel.send('late');
      });
      go(async () => {
        log.push('other');
        log.push(String((await channel.recv()).value));
      });
    });
    expect(log).to.deep.equal(['other']);
    come?.();
    await foreign;
    await world.goOn();
    expect(log).to.deep.equal(['other', 'late']);
  });

  it('is with nobody while a generator goroutine waits for a promise', async () => {
    const world = new Controlled(new Listed());
    let value = 0;
    const foreign = Promise.resolve(7);
    await finish(world, () => {
      go(function* () {
        value = yield* until(foreign);
      });
    });
    await foreign;
    await world.goOn();
    expect(value).to.equal(7);
  });

  it('is given back by an end of every kind', async () => {
    const log: string[] = [];
    await finish(new Controlled(new Listed()), () => {
      const ends = [
        go(async () => 'returned'),
        go(async () => Promise.reject(new Error('thrown'))),
        go(async () => goexit()),
      ];
      go(async () => {
        for (const one of ends) {
          try {
            log.push(await one);
          } catch (error) {
            log.push((error as Error).message);
          }
        }
      });
    });
    expect(log).to.deep.equal(['returned', 'thrown', 'runtime.Goexit was called']);
  });

  it('serves several operations that are waited for at once', async () => {
    const got: unknown[] = [];
    await finish(new Controlled(new Listed()), () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go(async () => {
        const both = await Promise.all([a.recv(), b.recv()]);
        got.push(...both.map((one) => one.value));
      });
      go(async () => {
        await b.send(2);
        await a.send(1);
      });
    });
    expect(got).to.deep.equal([1, 2]);
  });
});
