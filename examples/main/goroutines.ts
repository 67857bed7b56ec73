import type { ServerResponse } from 'node:http';
import { after, Channel, go, numGoroutine, select, until } from 'millrace';
import type { Receiver, Routine } from 'millrace';
import { Gauge } from './gauge.ts';
import type { Options } from './options.ts';
import type { Outcome, Progress } from './outcome.ts';
import { userOf } from './store.ts';
import type { Connection, Post, Store, User } from './store.ts';
import { answer, createAgent, getProfile, listen, userIdOf } from './wire.ts';

/** What the goroutines of one run share; on one thread plain fields will do. */
class Shared {
  readonly pool: Channel<Connection>;
  readonly inServer: Gauge = new Gauge();
  readonly inStore: Gauge = new Gauge();
  answered = 0;
  peakGoroutines = 0;

  constructor(connections: number) {
    this.pool = new Channel(connections, { name: 'pool' });
  }
}

/**
 * The server, its clients and the store in one process. The pool is a channel that holds the idle
 * connections: to receive is to take one, to send is to give it back, and whoever finds none waits.
 */
export function* goroutines(options: Options, store: Store, show: Progress): Routine<Outcome> {
  const { requests, connections, sockets } = options;
  const shared = new Shared(connections);
  const opening = Array.from({ length: connections }, () => store.connect());
  const opened = yield* until(Promise.all(opening));
  for (const connection of opened) yield* shared.pool.send(connection);

  const site = yield* until(
    listen((request, response) => {
      go(handle, userIdOf(request), response, shared);
    }),
  );
  const agent = createAgent(sockets);
  const finished = new Channel<never>(0, { name: 'finished' });
  go(watch, () => show(shared.answered, requests, numGoroutine()), finished);
  const latencies: number[] = [];
  let totalMs = 0;
  try {
    const start = performance.now();
    const clients = Array.from({ length: requests }, (_, i) =>
      go(client, userOf(i), site.port, agent, shared),
    );
    for (const one of clients) latencies.push(yield* one);
    totalMs = performance.now() - start;
  } finally {
    finished.close();
    agent.destroy();
    site.close();
  }
  yield* until(Promise.all(opened.map((connection) => connection.close())));
  return {
    totalMs,
    latencies,
    peakInServer: shared.inServer.peak,
    peakInStore: shared.inStore.peak,
    peakGoroutines: shared.peakGoroutines,
  };
}

type Agent = ReturnType<typeof createAgent>;

/** One client: issues its request at once and tells how long the answer took. */
function* client(id: number, port: number, agent: Agent, shared: Shared): Routine<number> {
  const start = performance.now();
  yield* until(getProfile(agent, port, id));
  shared.answered++;
  return performance.now() - start;
}

function* watch(look: () => void, finished: Receiver<never>): Routine<void> {
  for (;;) {
    const { key } = yield* select({ finished, tick: after(100) });
    if (key === 'finished') return;
    look();
  }
}

/** One request in the server: both queries at once, each in a goroutine of its own. */
function* handle(id: number, response: ServerResponse, shared: Shared): Routine<void> {
  shared.inServer.enter();
  const asked = go(query, askUser, id, shared);
  const alsoAsked = go(query, askPosts, id, shared);
  shared.peakGoroutines = Math.max(shared.peakGoroutines, numGoroutine());
  const user = yield* asked;
  const posts = yield* alsoAsked;
  if (user instanceof Error) answer(response, 500, { error: user.message });
  else if (posts instanceof Error) answer(response, 500, { error: posts.message });
  else answer(response, 200, { user, posts });
  shared.inServer.leave();
}

/**
 * One query, as soon as there is a connection for it. A failure is a value, as in Go: thrown while
 * the handler still waits for the other query, it would be an error that nobody looks at.
 */
function* query<T>(ask: Ask<T>, id: number, { pool, inStore }: Shared): Routine<T | Error> {
  const taken = yield* pool.recv();
  if (!taken.ok) return new Error('the pool is closed');
  inStore.enter();
  try {
    return yield* until(ask(taken.value, id));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    inStore.leave();
    pool.trySend(taken.value); // never waits: the pool has room for every connection
  }
}

type Ask<T> = (connection: Connection, id: number) => Promise<T>;

// Shared functions with arguments, not closures made for each request: those are slow to start.
const askUser: Ask<User> = (connection, id) => connection.user(id);
const askPosts: Ask<Post[]> = (connection, id) => connection.posts(id);
