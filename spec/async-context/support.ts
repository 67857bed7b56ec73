/** Goroutines that are each started in a context, and what they find after each wait. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { after, Channel, go, gosched, select, sleep, until } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';
import { Mutex } from 'millrace/sync';

/** Whose request it is. */
export const request: AsyncLocalStorage<number> = new AsyncLocalStorage<number>();

/** Ways to wait in which somebody else does the waking. */
export const waits = ['ask', 'choose', 'doze', 'lock', 'yield', 'file', 'join', 'pass'] as const;
export type Wait = (typeof waits)[number];

interface Question {
  readonly answers: Sender<number>;
}

/** What all of them share: a worker without a context of its own, and a lock. */
export class Office {
  readonly questions: Channel<Question> = new Channel<Question>();
  readonly lock: Mutex = new Mutex();
  /** What the worker found, which is started outside of all requests. */
  readonly #worker = request.exit(() => go(serve, this.questions));

  /** Ends it; gives the contexts in which it has served. */
  close(): Promise<Set<number | undefined>> {
    this.questions.close();
    return this.#worker.then();
  }
}

function* serve(questions: Receiver<Question>): Routine<Set<number | undefined>> {
  const found = new Set<number | undefined>();
  for (;;) {
    const next = yield* questions.recv();
    if (!next.ok) return found;
    found.add(request.getStore());
    yield* next.value.answers.send(1);
  }
}

function* child(): Routine<number | undefined> {
  yield* gosched();
  return request.getStore();
}

function* one(kind: Wait, office: Office): Routine<void> {
  switch (kind) {
    case 'ask': {
      const answers = new Channel<number>();
      yield* office.questions.send({ answers });
      yield* answers.recv();
      return;
    }
    case 'choose': {
      const answers = new Channel<number>();
      yield* select({ sent: office.questions.onSend({ answers }) });
      yield* select({ answers, late: after(10_000) });
      return;
    }
    case 'doze':
      yield* sleep(0.1);
      return;
    case 'lock':
      yield* office.lock.lock();
      yield* gosched();
      office.lock.unlock();
      return;
    case 'yield':
      yield* gosched();
      return;
    case 'file':
      yield* until(new Promise((resolve) => setImmediate(resolve)));
      return;
    case 'join':
      if ((yield* go(child)) !== request.getStore()) throw new Error('a child of another context');
      return;
    case 'pass':
  }
}

/** Waits in each way in turn; gives what it found at its start and after each. */
export function* handle(kinds: readonly Wait[], office: Office): Routine<unknown[]> {
  const found: unknown[] = [request.getStore()];
  for (const kind of kinds) {
    yield* one(kind, office);
    found.push(request.getStore());
  }
  return found;
}

async function oneAsync(kind: Wait, office: Office): Promise<void> {
  await go(one, kind, office);
}

/** The same as an async goroutine. */
export async function handleAsync(kinds: readonly Wait[], office: Office): Promise<unknown[]> {
  const found: unknown[] = [request.getStore()];
  for (const kind of kinds) {
    await (kind === 'lock' ? office.lock.lock() : oneAsync(kind, office));
    if (kind === 'lock') office.lock.unlock();
    found.push(request.getStore());
  }
  return found;
}
