import { Channel, go, select } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import { leak, noGrowth, noListener } from '../harness/leak.ts';
import { expectEqual } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

function* ready(idle: Receiver<number>, n: number): Routine<void> {
  const won = new Channel<number>(1);
  for (let i = 0; i < n; i++) {
    won.trySend(i);
    const r = yield* select({ idle, won });
    if (r.value !== i) throw new Error('another value');
  }
}

function* parked(idle: Receiver<number>, won: Receiver<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) {
    const r = yield* select({ idle, won });
    if (r.value !== i) throw new Error('another value');
  }
}

function* feed(to: Sender<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) yield* to.send(i);
}

async function readyAsync(idle: Receiver<number>, n: number): Promise<void> {
  const won = new Channel<number>(1);
  for (let i = 0; i < n; i++) {
    won.trySend(i);
    const r = await select({ idle, won });
    if (r.value !== i) throw new Error('another value');
  }
}

async function parkedAsync(
  idle: Receiver<number>,
  won: Receiver<number>,
  n: number,
): Promise<void> {
  for (let i = 0; i < n; i++) {
    const r = await select({ idle, won });
    if (r.value !== i) throw new Error('another value');
  }
}

// Lives as long as the process, and is never aborted.
const lasting = new AbortController().signal;

function* withSignal(idle: Receiver<number>, won: Receiver<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) {
    const r = yield* select({ idle, won }, { signal: lasting });
    if (r.value !== i) throw new Error('another value');
  }
}

async function feedAsync(to: Sender<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await to.send(i);
}

// The idle channel lives as long as the process: what a loser left on it would stay.
const idle = new Channel<number>();

/** Nobody waits there any more, or a value would find a taker. */
function expectNobody(): void {
  expectEqual(idle.trySend(0), false);
}

const question: Question = {
  name: 'LosingSelects',
  what: 'a million selects whose arm on an idle channel loses, at once or after waiting',
  group: 'leak',
  samples: 3,
  sides: {
    'generator-ready': leak(async (n) => {
      await go(ready, idle, n);
      expectNobody();
      return [];
    }),
    'generator-parked': leak(async (n) => {
      const won = new Channel<number>();
      const chooser = go(parked, idle, won, n);
      await go(feed, won, n);
      await chooser;
      expectNobody();
      return [];
    }),
    'async-ready': leak(async (n) => {
      await go(readyAsync, idle, n);
      expectNobody();
      return [];
    }),
    'async-parked': leak(async (n) => {
      const won = new Channel<number>();
      const chooser = go(parkedAsync, idle, won, n);
      await go(feedAsync, won, n);
      await chooser;
      expectNobody();
      return [];
    }),
    'generator-signal': leak(async (n) => {
      const won = new Channel<number>();
      const chooser = go(withSignal, idle, won, n);
      await go(feed, won, n);
      await chooser;
      expectNobody();
      return [lasting];
    }),
  },
  bounds: [
    ...noGrowth('generator-ready', 'generator-parked', 'async-ready', 'async-parked'),
    ...noGrowth('generator-signal'),
    ...noListener('generator-signal'),
  ],
};
export default question;
