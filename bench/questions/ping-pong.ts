import { Channel, go } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import { timed, twin } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';
import { Bare } from '../harness/bare.ts';
import { awaitFloor } from './floor.ts';

function* echo(from: Receiver<number>, to: Sender<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) {
    const r = yield* from.recv();
    if (r.ok) yield* to.send(r.value);
  }
}

function* call(to: Sender<number>, from: Receiver<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) {
    yield* to.send(i);
    const r = yield* from.recv();
    if (r.value !== i) throw new Error('another answer');
  }
}

/** So many round trips between two generator goroutines. */
export async function roundTrips(n: number): Promise<void> {
  const there = new Channel<number>();
  const back = new Channel<number>();
  void go(echo, there, back, n);
  await go(call, there, back, n);
}

async function echoAsync(from: Receiver<number>, to: Sender<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    const r = await from.recv();
    if (r.ok) await to.send(r.value);
  }
}

async function callAsync(to: Sender<number>, from: Receiver<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    await to.send(i);
    const r = await from.recv();
    if (r.value !== i) throw new Error('another answer');
  }
}

async function echoBare(from: Bare, to: Bare, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await to.send(await from.recv());
}

async function callBare(to: Bare, from: Bare, n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    await to.send(i);
    if ((await from.recv()) !== i) throw new Error('another answer');
  }
}

const question: Question = {
  name: 'PingPong',
  what: 'there and back through two channels without a buffer, per round trip',
  group: 'speed',
  sides: {
    generator: timed(roundTrips),
    go: twin('PingPong'),
    async: timed(async (n) => {
      const there = new Channel<number>();
      const back = new Channel<number>();
      void go(echoAsync, there, back, n);
      await go(callAsync, there, back, n);
    }),
    bare: timed(async (n) => {
      const there = new Bare();
      const back = new Bare();
      void echoBare(there, back, n);
      await callBare(there, back, n);
    }),
    await: awaitFloor,
  },
  bounds: [
    { side: 'generator', unit: 'ns/op', over: 'go', atMost: 0.8 },
    { side: 'async', unit: 'ns/op', over: 'await', atMost: 8 },
  ],
};
export default question;
