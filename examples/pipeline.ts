import { Channel, go, run, select, WaitGroup } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

/**
 * A pipeline whose reader leaves early: numbers, then their squares, then whoever wants some. Each
 * stage sends its output or hears that `done` is closed, so no stage waits for ever on a reader who
 * has gone. A closed channel is ready for every receiver: one `close` tells them all.
 *
 *     select {
 *     case out <- n:
 *     case <-done: return
 *     }
 */
export interface Taken {
  squares: number[];
  /** The stages that ended, in order: proof that none was left behind. */
  ended: string[];
}

export function* firstSquares(count: number): Routine<Taken> {
  const numbers = new Channel<number>();
  const squares = new Channel<number>();
  const done = new Channel<never>();
  const ended: string[] = [];
  const stages = new WaitGroup();
  stages.go(() => naturals(numbers, done, ended));
  stages.go(() => square(numbers, squares, done, ended));

  const taken: number[] = [];
  while (taken.length < count) {
    const r = yield* squares.recv();
    if (!r.ok) break;
    taken.push(r.value);
  }
  done.close();
  yield* stages.wait();
  return { squares: taken, ended };
}

function* naturals(out: Sender<number>, done: Receiver<never>, ended: string[]): Routine<void> {
  try {
    for (let n = 1; ; n++) {
      const r = yield* select({ sent: out.onSend(n), done });
      if (r.key === 'done') return;
    }
  } finally {
    // Go's `defer`.
    ended.push('numbers');
    out.close();
  }
}

function* square(
  source: Receiver<number>,
  out: Sender<number>,
  done: Receiver<never>,
  ended: string[],
): Routine<void> {
  try {
    for (let n = yield* source.recv(); n.ok; n = yield* source.recv()) {
      const r = yield* select({ sent: out.onSend(n.value * n.value), done });
      if (r.key === 'done') return;
    }
  } finally {
    ended.push('squares');
    out.close();
  }
}

/**
 * The same in async functions, and with the platform's own way to cancel: every operation takes a
 * `signal`, and an aborted one was withdrawn or had happened, never something between.
 */
export async function firstSquaresAsync(count: number): Promise<Taken> {
  const numbers = new Channel<number>();
  const squares = new Channel<number>();
  const cancel = new AbortController();
  const { signal } = cancel;
  const ended: string[] = [];
  const stages = new WaitGroup();
  stages.go(async () => {
    try {
      for (let n = 1; ; n++) await numbers.send(n, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      ended.push('numbers');
      numbers.close();
    }
  });
  stages.go(async () => {
    try {
      for await (const n of numbers) await squares.send(n * n, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      ended.push('squares');
      squares.close();
    }
  });

  const taken: number[] = [];
  for await (const n of squares) {
    if (taken.push(n) === count) break; // leaving the loop closes nothing
  }
  cancel.abort();
  await stages.wait();
  return { squares: taken, ended };
}

function* main(): Routine<void> {
  for (const [form, { squares, ended }] of [
    ['generator', yield* firstSquares(5)],
    ['async', yield* go(firstSquaresAsync, 5)],
  ] as const) {
    console.log(`${form}: ${squares.join(' ')}; ended: ${ended.toSorted().join(', ')}`);
  }
}

if (process.argv[1] === import.meta.filename) await run(main);
