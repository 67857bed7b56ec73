import { Channel, go } from 'millrace';
import type { Routine } from 'millrace';

import { timed, twin } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

function* both(n: number): Routine<void> {
  const slot = new Channel<number>(1);
  for (let i = 0; i < n; i++) {
    yield* slot.send(i);
    const r = yield* slot.recv();
    if (r.value !== i) throw new Error('another value');
  }
}

async function bothAsync(n: number): Promise<void> {
  const slot = new Channel<number>(1);
  for (let i = 0; i < n; i++) {
    await slot.send(i);
    const r = await slot.recv();
    if (r.value !== i) throw new Error('another value');
  }
}

const question: Question = {
  name: 'BufferOfOne',
  what: 'send and receive on a buffer of one in one goroutine: nobody ever waits',
  group: 'speed',
  sides: {
    generator: timed((n) => go(both, n)),
    go: twin('BufferOfOne'),
    async: timed((n) => go(bothAsync, n)),
  },
  bounds: [],
};
export default question;
