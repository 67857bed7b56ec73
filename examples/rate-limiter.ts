import { after, Channel, go, run, select } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

/**
 * A rate limiter with bursts: a buffered channel holds the tokens, full at first, and a goroutine
 * adds one at each interval. A request takes a token, or waits for one. A token for which there is
 * no room is dropped, so that idle time never earns more than one burst.
 *
 *     for range time.Tick(interval) {
 *         select { case tokens <- struct{}{}: default: }
 *     }
 */
export interface Served {
  order: number[];
  /** How many tokens were added while the requests were served. */
  refills: number;
}

export function* serve(requests: number, burst: number, intervalMs: number): Routine<Served> {
  const tokens = new Channel<void>(burst);
  for (let i = 0; i < burst; i++) yield* tokens.send();
  const stop = new Channel<never>();
  const refilling = go(refill, tokens, stop, intervalMs);

  const order: number[] = [];
  for (let request = 1; request <= requests; request++) {
    yield* tokens.recv();
    order.push(request);
  }
  stop.close();
  return { order, refills: yield* refilling };
}

function* refill(tokens: Sender<void>, stop: Receiver<never>, intervalMs: number): Routine<number> {
  for (let refills = 0; ;) {
    const { key } = yield* select({ stop, tick: after(intervalMs) });
    if (key === 'stop') return refills;
    if (tokens.trySend()) refills++;
  }
}

export async function serveAsync(
  requests: number,
  burst: number,
  intervalMs: number,
): Promise<Served> {
  const tokens = new Channel<void>(burst);
  for (let i = 0; i < burst; i++) await tokens.send();
  const stop = new Channel<never>();
  const refilling = go(refillAsync, tokens, stop, intervalMs);

  const order: number[] = [];
  for (let request = 1; request <= requests; request++) {
    await tokens.recv();
    order.push(request);
  }
  stop.close();
  return { order, refills: await refilling };
}

async function refillAsync(
  tokens: Sender<void>,
  stop: Receiver<never>,
  intervalMs: number,
): Promise<number> {
  for (let refills = 0; ;) {
    const { key } = await select({ stop, tick: after(intervalMs) });
    if (key === 'stop') return refills;
    if (tokens.trySend()) refills++;
  }
}

function* main(): Routine<void> {
  for (const [form, { order, refills }] of [
    ['generator', yield* serve(8, 3, 50)],
    ['async', yield* go(serveAsync, 8, 3, 50)],
  ] as const) {
    console.log(`${form}: served ${order.join(' ')}, the first 3 at once, then ${refills} tokens`);
  }
}

if (process.argv[1] === import.meta.filename) await run(main);
