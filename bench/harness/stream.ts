// A producer and a consumer on one channel: the questions about streams differ in its capacity.
import { Channel, go } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import { awaitFloor } from '../questions/floor.ts';
import { Bare } from './bare.ts';
import { expectEqual, timed, twin } from './question.ts';
import type { Question } from './question.ts';

function* produce(out: Sender<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) yield* out.send(i);
  out.close();
}

function* consume(from: Receiver<number>): Routine<number> {
  for (let seen = 0; ; seen++) {
    const r = yield* from.recv();
    if (!r.ok) return seen;
    if (r.value !== seen) throw new Error('out of order');
  }
}

async function produceAsync(out: Sender<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await out.send(i);
  out.close();
}

async function consumeAsync(from: Receiver<number>): Promise<number> {
  for (let seen = 0; ; seen++) {
    const r = await from.recv();
    if (!r.ok) return seen;
    if (r.value !== seen) throw new Error('out of order');
  }
}

async function produceBare(out: Bare, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await out.send(i);
}

async function consumeBare(from: Bare, n: number): Promise<void> {
  for (let i = 0; i < n; i++) if ((await from.recv()) !== i) throw new Error('out of order');
}

/** The same without a channel; there is no such thing with a buffer. */
const bare = timed(async (n) => {
  const items = new Bare();
  void produceBare(items, n);
  await consumeBare(items, n);
});

export interface Stream {
  readonly name: string;
  readonly what: string;
  readonly capacity: number;
  /** Bounds of the generator form over Go and of the async form over its floor. */
  readonly overGo: number;
  readonly overAwait: number;
}

export function stream({ name, what, capacity, overGo, overAwait }: Stream): Question {
  return {
    name,
    what,
    group: 'speed',
    sides: {
      generator: timed(async (n) => {
        const items = new Channel<number>(capacity);
        void go(produce, items, n);
        expectEqual(await go(consume, items), n);
      }),
      go: twin(name),
      async: timed(async (n) => {
        const items = new Channel<number>(capacity);
        void go(produceAsync, items, n);
        expectEqual(await go(consumeAsync, items), n);
      }),
      ...(capacity === 0 ? { bare } : {}),
      await: awaitFloor,
    },
    bounds: [
      { side: 'generator', unit: 'ns/op', over: 'go', atMost: overGo },
      { side: 'async', unit: 'ns/op', over: 'await', atMost: overAwait },
    ],
  };
}
