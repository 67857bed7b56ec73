import { Channel, go, run } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

/**
 * The prime sieve: a chain of goroutines, one for each prime found, and each lets through what its
 * prime does not divide. Go's version never ends; this one stops at a limit, and the end travels
 * down the chain as closed channels.
 *
 *     ch <- n                    yield* ch.send(n)             await ch.send(n)
 *     for n := range ch { … }    for (let r = yield* ch.recv(); r.ok; r = yield* ch.recv()) { … }
 *                                                              for await (const n of ch) { … }
 */
export function* sieve(limit: number): Routine<number[]> {
  const primes: number[] = [];
  let source = new Channel<number>();
  go(generate, limit, source);
  for (let r = yield* source.recv(); r.ok; r = yield* source.recv()) {
    primes.push(r.value);
    const rest = new Channel<number>();
    go(filter, r.value, source, rest);
    source = rest;
  }
  return primes;
}

function* generate(limit: number, out: Sender<number>): Routine<void> {
  for (let n = 2; n <= limit; n++) yield* out.send(n);
  out.close();
}

function* filter(prime: number, source: Receiver<number>, out: Sender<number>): Routine<void> {
  for (let r = yield* source.recv(); r.ok; r = yield* source.recv()) {
    if (r.value % prime !== 0) yield* out.send(r.value);
  }
  out.close();
}

export async function sieveAsync(limit: number): Promise<number[]> {
  const primes: number[] = [];
  let source = new Channel<number>();
  go(generateAsync, limit, source);
  // Not `for await`: the channel to receive from changes with each prime.
  for (let r = await source.recv(); r.ok; r = await source.recv()) {
    primes.push(r.value);
    const rest = new Channel<number>();
    go(filterAsync, r.value, source, rest);
    source = rest;
  }
  return primes;
}

async function generateAsync(limit: number, out: Sender<number>): Promise<void> {
  for (let n = 2; n <= limit; n++) await out.send(n);
  out.close();
}

async function filterAsync(
  prime: number,
  source: Receiver<number>,
  out: Sender<number>,
): Promise<void> {
  for await (const n of source) {
    if (n % prime !== 0) await out.send(n);
  }
  out.close();
}

function* main(): Routine<void> {
  console.log('generator:', (yield* sieve(50)).join(' '));
  console.log('async:    ', (yield* go(sieveAsync, 50)).join(' '));
}

if (process.argv[1] === import.meta.filename) await run(main);
