import { Channel, go } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import { leak, noGrowth, noListener } from '../harness/leak.ts';
import { expectEqual } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';
import { turn } from '../harness/turn.ts';

const reason = new Error('cancelled');

// Lives as long as the process, and is never aborted.
const lasting = new AbortController().signal;
// The channel too: what an aborted receive left on it would stay.
const idle = new Channel<number>();

function* receive(from: Receiver<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) yield* from.recv({ signal: lasting });
}

function* feed(to: Sender<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) yield* to.send(i);
}

async function receiveAsync(from: Receiver<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await from.recv({ signal: lasting });
}

async function feedAsync(to: Sender<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await to.send(i);
}

function* aborted(signal: AbortSignal): Routine<number> {
  try {
    yield* idle.recv({ signal });
    return 0;
  } catch (error) {
    return error === reason ? 1 : 0;
  }
}

function abortedAsync(signal: AbortSignal): Promise<number> {
  return idle.recv({ signal }).then(
    () => 0,
    (error: unknown) => (error === reason ? 1 : 0),
  );
}

/** Starts so many receives on one signal, lets all of them wait, aborts, and counts. */
async function abortTogether(n: number, start: (signal: AbortSignal) => PromiseLike<number>) {
  const controller = new AbortController();
  const started = Array.from({ length: n }, () => start(controller.signal));
  await turn();
  controller.abort(reason);
  let count = 0;
  for (const one of started) count += await one;
  expectEqual(count, n);
  expectEqual(idle.trySend(0), false);
  return controller.signal;
}

async function abortInBatches(n: number, start: (signal: AbortSignal) => PromiseLike<number>) {
  const signals: AbortSignal[] = [];
  const batch = 10_000;
  for (let left = n; left > 0; left -= batch) signals.push(await abortTogether(batch, start));
  return signals;
}

async function alreadyAborted(n: number): Promise<AbortSignal[]> {
  const signal = AbortSignal.abort(reason);
  let count = 0;
  for (let i = 0; i < n; i++) count += await abortedAsync(signal);
  expectEqual(count, n);
  return [signal];
}

const all = [
  'generator-served',
  'async-served',
  'generator-batches',
  'async-batches',
  'generator-at-once',
  'async-at-once',
  'async-before',
];

const question: Question = {
  name: 'AbortedReceives',
  what: 'a million receives that carry a signal: served, aborted in batches, all at once, before',
  group: 'leak',
  samples: 3,
  sides: {
    'generator-served': leak(async (n) => {
      const from = new Channel<number>();
      const receiver = go(receive, from, n);
      await go(feed, from, n);
      await receiver;
      return [lasting];
    }),
    'async-served': leak(async (n) => {
      const from = new Channel<number>();
      const receiver = go(receiveAsync, from, n);
      await go(feedAsync, from, n);
      await receiver;
      return [lasting];
    }),
    'generator-batches': leak((n) => abortInBatches(n, (signal) => go(aborted, signal))),
    'async-batches': leak((n) => abortInBatches(n, abortedAsync)),
    'generator-at-once': leak(async (n) => [
      await abortTogether(n, (signal) => go(aborted, signal)),
    ]),
    'async-at-once': leak(async (n) => [await abortTogether(n, abortedAsync)]),
    'async-before': leak(alreadyAborted),
  },
  bounds: [...noGrowth(...all), ...noListener(...all)],
};
export default question;
