import type { ServerResponse } from 'node:http';
import { Gauge } from './gauge.ts';
import type { Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import { userOf } from './store.ts';
import type { Connection, Store } from './store.ts';
import { answer, createAgent, getProfile, listen, userIdOf } from './wire.ts';

/** The idle connections, and in line those who wait for one: what an async programmer writes. */
class Pool {
  readonly #idle: Connection[];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  #first = 0; // an index instead of `shift`, which would move all who wait

  constructor(connections: Connection[]) {
    this.#idle = connections;
  }

  acquire(): Connection | Promise<Connection> {
    return this.#idle.pop() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  release(connection: Connection): void {
    const next = this.#waiting[this.#first];
    if (next === undefined) {
      this.#idle.push(connection);
      return;
    }
    this.#first++;
    next(connection);
  }
}

interface Shared {
  pool: Pool;
  inServer: Gauge;
  inStore: Gauge;
}

/** The program of `goroutines.ts` in plain async functions, without this package. */
export async function plain(options: Options, store: Store): Promise<Outcome> {
  const { requests, connections, sockets } = options;
  const opened = await Promise.all(Array.from({ length: connections }, () => store.connect()));
  const shared = { pool: new Pool([...opened]), inServer: new Gauge(), inStore: new Gauge() };
  const site = await listen((request, response) => {
    void handle(userIdOf(request), response, shared);
  });
  const agent = createAgent(sockets);
  let latencies: number[];
  let totalMs: number;
  try {
    const start = performance.now();
    latencies = await Promise.all(
      Array.from({ length: requests }, async (_, i) => {
        const issued = performance.now();
        await getProfile(agent, site.port, userOf(i));
        return performance.now() - issued;
      }),
    );
    totalMs = performance.now() - start;
  } finally {
    agent.destroy();
    site.close();
  }
  await Promise.all(opened.map((connection) => connection.close()));
  return {
    totalMs,
    latencies,
    peakInServer: shared.inServer.peak,
    peakInStore: shared.inStore.peak,
    peakGoroutines: 0,
  };
}

async function handle(id: number, response: ServerResponse, shared: Shared): Promise<void> {
  shared.inServer.enter();
  try {
    const [user, posts] = await Promise.all([
      query((connection) => connection.user(id), shared),
      query((connection) => connection.posts(id), shared),
    ]);
    answer(response, 200, { user, posts });
  } catch (error) {
    answer(response, 500, { error: String(error) });
  } finally {
    shared.inServer.leave();
  }
}

async function query<T>(
  ask: (connection: Connection) => Promise<T>,
  { pool, inStore }: Shared,
): Promise<T> {
  const connection = await pool.acquire();
  inStore.enter();
  try {
    return await ask(connection);
  } finally {
    inStore.leave();
    pool.release(connection);
  }
}
