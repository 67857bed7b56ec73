import { Channel, go, select } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import { timed, twin } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

function* alternate(a: Sender<number>, b: Sender<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) yield* (i % 2 === 0 ? a : b).send(i);
}

function* choose(a: Receiver<number>, b: Receiver<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) {
    const r = yield* select({ a, b });
    if (r.value !== i) throw new Error('out of order');
  }
}

async function alternateAsync(a: Sender<number>, b: Sender<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await (i % 2 === 0 ? a : b).send(i);
}

async function chooseAsync(a: Receiver<number>, b: Receiver<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    const r = await select({ a, b });
    if (r.value !== i) throw new Error('out of order');
  }
}

const question: Question = {
  name: 'SelectTwo',
  what: 'select over two channels on which a partner sends in turn, per item',
  group: 'speed',
  sides: {
    generator: timed(async (n) => {
      const a = new Channel<number>();
      const b = new Channel<number>();
      void go(alternate, a, b, n);
      await go(choose, a, b, n);
    }),
    go: twin('SelectTwo'),
    async: timed(async (n) => {
      const a = new Channel<number>();
      const b = new Channel<number>();
      void go(alternateAsync, a, b, n);
      await go(chooseAsync, a, b, n);
    }),
  },
  bounds: [{ side: 'generator', unit: 'ns/op', over: 'go', atMost: 0.9 }],
};
export default question;
