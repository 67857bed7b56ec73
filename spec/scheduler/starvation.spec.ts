import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { after as afterMs, Channel, go, gosched, select, sleep, until, WaitGroup } from 'millrace';
import type { Op } from 'millrace';
import { Mutex, Once, RWMutex } from 'millrace/sync';
import { kernel } from '../../lib/kernel/world.ts';
import { forms, idle, wait, type Form, type Script } from '../goroutine/script.ts';

/** Work without an end of its own; it counts its rounds so that it can neither stall nor hang. */
type Work = { over: boolean; rounds: number; limit: number };

/**
 * Far more rounds than there are in one turn of the host's loop: reached only if that stands still.
 * A request takes some turns, and on Deno some hundred.
 */
const LIMIT = 1_000_000;
const TURNS = 'Deno' in globalThis ? 100 : 8;

function* turning(work: Work, round: (n: number) => Script<unknown>): Script<void> {
  while (!work.over && work.rounds < work.limit) {
    yield* round(work.rounds);
    work.rounds++;
  }
}

/** Each gives the goroutines it started. */
type Start = (form: Form, work: Work) => Op<unknown>[];

function alone(round: () => () => Op<unknown>): Start {
  return (form, work) => {
    const make = round();
    return [form.start(() => turning(work, () => wait(make)))];
  };
}

/** The same for operations that fail. */
function failing(round: () => () => Op<unknown>): Start {
  return (form, work) => {
    const make = round();
    return [
      form.start(() =>
        turning(work, function* () {
          try {
            yield* wait(make);
          } catch {
            return;
          }
          throw new Error('it did not fail');
        }),
      ),
    ];
  };
}

/** The same for operations whose signal has fired. */
function underAbort(
  what: string,
  make: (options: { signal: AbortSignal }) => Op<unknown>,
): Record<string, Start> {
  const signal = AbortSignal.abort('no');
  return { [`a loop of aborted ${what}`]: failing(() => () => make({ signal })) };
}

const loops: Record<string, Start> = {
  'a ping-pong': (form, work) => {
    const [to, from] = [new Channel<number>(), new Channel<number>()];
    const echo = form.start(function* () {
      for (;;) {
        const got = yield* wait(() => to.recv());
        if (!got.ok) return;
        yield* wait(() => from.send(got.value));
      }
    });
    const caller = form.start(function* () {
      yield* turning(work, function* (n) {
        yield* wait(() => to.send(n));
        yield* wait(() => from.recv());
      });
      to.close();
    });
    return [echo, caller];
  },
  'a loop of ready sends and receives': (form, work) => {
    const channel = new Channel<number>(1);
    const body = (): Script<void> =>
      turning(work, function* (n) {
        yield* wait(() => channel.send(n));
        yield* wait(() => channel.recv());
      });
    return [form.start(body)];
  },
  'a loop of ready selects': alone(() => {
    const closed = new Channel<number>();
    closed.close();
    return () => select([closed, new Channel<number>()]);
  }),
  'a loop of receives from a closed channel': alone(() => {
    const closed = new Channel<number>();
    closed.close();
    return () => closed.recv();
  }),
  'a loop of turns of one iterator': alone(() => {
    const channel = new Channel<number>(1);
    const all = channel[Symbol.asyncIterator]();
    return () => {
      channel.trySend(1);
      return all.next() as Op<unknown>;
    };
  }),
  'a loop of turns of an iterator that has ended': alone(() => {
    const all = new Channel<number>()[Symbol.asyncIterator]();
    void all.return?.();
    return () => all.next() as Op<unknown>;
  }),
  'a loop of sends to a closed channel': failing(() => {
    const closed = new Channel<number>();
    closed.close();
    return () => closed.send(1);
  }),
  'a loop of selects that fail': failing(() => {
    const closed = new Channel<number>();
    closed.close();
    return () => select([closed.onSend(1)]);
  }),
  ...underAbort('receives', (options) => new Channel<number>().recv(options)),
  ...underAbort('sends', (options) => new Channel<number>().send(1, options)),
  ...underAbort('selects', (options) => select([new Channel<number>()], options)),
  ...underAbort('sleeps', (options) => sleep(1, options)),
  ...underAbort('waits for promises', (options) => until(new Promise(() => {}), options)),
  ...underAbort('waits for a mutex', (options) => new Mutex().lock(options)),
  'a loop that tries and gives way': alone(() => {
    const channel = new Channel<number>(1);
    return () => {
      if (!channel.trySend(1)) channel.tryRecv();
      return gosched();
    };
  }),
  'a loop over a mutex': alone(() => {
    const mutex = new Mutex();
    return () => {
      if (!mutex.tryLock()) mutex.unlock();
      else mutex.unlock();
      const op = mutex.lock();
      mutex.unlock();
      return op;
    };
  }),
  'two loops over a mutex': (form, work) => {
    const mutex = new Mutex();
    return [1, 2].map(() =>
      form.start(() =>
        turning(work, function* () {
          yield* wait(() => mutex.lock());
          yield* wait(() => gosched());
          mutex.unlock();
        }),
      ),
    );
  },
  'a loop of onces with async bodies': alone(() => () => new Once().do(async () => {})),
  'a loop of acquired mutexes': alone(() => () => new Mutex().acquire()),
  'a loop over a lock of readers': alone(() => {
    const lock = new RWMutex();
    return () => lock.rLock();
  }),
  'a loop of timers that are due': alone(() => () => afterMs(0).recv()),
  'a loop of gosched': alone(() => () => gosched()),
  'two loops of gosched': (form, work) =>
    [1, 2].map(() => form.start(() => turning(work, () => wait(() => gosched())))),
  'a loop of sleeps of nothing': alone(() => () => sleep(0)),
  'a loop of waits at a wait group at zero': alone(() => {
    const group = new WaitGroup();
    return () => group.wait();
  }),
  'a loop of promises': alone(() => () => until(Promise.resolve())),
  'a loop that starts and joins': alone(() => () => go(function* () {})),
  'a loop that starts and joins async functions': alone(() => () => go(async () => {})),
  'goroutines that start one another': (form, work) => {
    const over = new Channel<void>();
    const again = (): Script<void> =>
      (function* () {
        if (work.over || work.rounds++ >= work.limit) over.close();
        else form.start(again);
      })();
    form.start(again);
    return [over.recv()];
  },
};

/** Runs a body beside the work, and ends the work whether or not the body is content. */
async function beside(
  start: (work: Work) => Op<unknown>[],
  body: (work: Work) => Promise<void>,
): Promise<void> {
  const work: Work = { over: false, rounds: 0, limit: LIMIT };
  const goroutines = start(work);
  try {
    await body(work);
  } finally {
    work.over = true;
    await Promise.all(goroutines);
    await idle();
  }
  kernel.home.check();
}

describe('beside goroutines that never pause [peers: scheduling 1]', function () {
  this.timeout(10_000);
  let server: Server;
  let port: number;

  before(async () => {
    server = createServer((_, response) => response.end('served')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  /** A request on a connection of its own, both ends in this process. */
  async function request(): Promise<string> {
    const [response] = (await new Promise<unknown[]>((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent: false }, (...all) => resolve(all)).on('error', reject);
    })) as [NodeJS.ReadableStream];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return text;
  }

  for (const form of forms) {
    for (const [name, start] of Object.entries(loops)) {
      it(`the host serves timers and requests: ${name}, ${form.name} form [SC-06]`, () =>
        beside(
          (work) => start(form, work),
          async (work) => {
            await immediate();
            expect(work.rounds, 'rounds before an immediate').to.be.below(LIMIT);
            await timeout();
            expect(work.rounds, 'rounds before a timer').to.be.below(LIMIT);
            work.limit += TURNS * LIMIT;
            expect(await request()).to.equal('served');
            expect(work.rounds, 'rounds before an answer').to.be.below(work.limit);
            expect(work.rounds, 'it did not run at all').to.be.above(0);
          },
        ));

      it(`sleepers go on: ${name}, ${form.name} form [SC-06, T-082]`, () =>
        beside(
          (work) => start(form, work),
          async (work) => {
            const slept = forms.map((one) =>
              one.start(function* () {
                yield* wait(() => sleep(1));
                return work.rounds;
              }),
            );
            for (const rounds of await Promise.all(slept)) expect(rounds).to.be.below(LIMIT);
          },
        ));
    }
  }

  it('goroutines go on working after the host was served [SC-05]', () =>
    beside(
      (work) => forms.flatMap((form) => (loops['a ping-pong'] as Start)(form, work)),
      async (work) => {
        work.limit = TURNS * LIMIT;
        for (let i = 0; i < 5; i++) {
          const before = work.rounds;
          await timeout();
          expect(work.rounds).to.be.above(before);
        }
      },
    ));

  for (const form of forms) {
    it(`no later when one computes between its operations: ${form.name} form [SC-06]`, () =>
      beside(
        (work) => {
          const channel = new Channel<number>(1);
          return [
            form.start(() =>
              turning(work, function* (n) {
                for (const at = performance.now(); performance.now() - at < 0.5;);
                yield* wait(() => channel.send(n));
                yield* wait(() => channel.recv());
              }),
            ),
          ];
        },
        async (work) => {
          const turns: number[] = [];
          for (let i = 0; i < 6; i++) {
            const before = work.rounds;
            await immediate();
            turns.push(work.rounds - before);
          }
          // A slice is a few milliseconds; operations alone would make it many times as long.
          expect(Math.max(...turns.slice(4))).to.be.below(40);
        },
      ));
  }
});

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function timeout(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
