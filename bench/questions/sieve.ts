import { Channel, go } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import { expectEqual, timed, twin } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

const limit = 2000;
const primesBelowLimit = 303;

function* generate(out: Sender<number>): Routine<void> {
  for (let i = 2; i <= limit; i++) yield* out.send(i);
  out.close();
}

function* filter(from: Receiver<number>, out: Sender<number>, prime: number): Routine<void> {
  for (;;) {
    const r = yield* from.recv();
    if (!r.ok) break;
    if (r.value % prime !== 0) yield* out.send(r.value);
  }
  out.close();
}

function* sieve(): Routine<number> {
  let from = new Channel<number>();
  void go(generate, from);
  for (let found = 0; ; found++) {
    const r = yield* from.recv();
    if (!r.ok) return found;
    const rest = new Channel<number>();
    void go(filter, from, rest, r.value);
    from = rest;
  }
}

async function generateAsync(out: Sender<number>): Promise<void> {
  for (let i = 2; i <= limit; i++) await out.send(i);
  out.close();
}

async function filterAsync(
  from: Receiver<number>,
  out: Sender<number>,
  prime: number,
): Promise<void> {
  for (;;) {
    const r = await from.recv();
    if (!r.ok) break;
    if (r.value % prime !== 0) await out.send(r.value);
  }
  out.close();
}

async function sieveAsync(): Promise<number> {
  let from = new Channel<number>();
  void go(generateAsync, from);
  for (let found = 0; ; found++) {
    const r = await from.recv();
    if (!r.ok) return found;
    const rest = new Channel<number>();
    void go(filterAsync, from, rest, r.value);
    from = rest;
  }
}

const question: Question = {
  name: 'Sieve2000',
  what: 'the prime sieve to 2000, a goroutine for each prime, per run',
  group: 'speed',
  sides: {
    generator: timed(async (n) => {
      for (let i = 0; i < n; i++) expectEqual(await go(sieve), primesBelowLimit);
    }),
    go: twin('Sieve2000'),
    async: timed(async (n) => {
      for (let i = 0; i < n; i++) expectEqual(await go(sieveAsync), primesBelowLimit);
    }),
  },
  bounds: [{ side: 'generator', unit: 'ns/op', over: 'go', atMost: 0.9 }],
};
export default question;
