import { afterFunc, background, fromSignal, withCancel, withTimeout } from 'millrace/context';
import type { CancelFunc, Context } from 'millrace/context';

import { leak, noGrowth, noListener } from '../harness/leak.ts';
import { expectEqual } from '../harness/question.ts';
import type { Question, Side } from '../harness/question.ts';

// Both live as long as the process, and are never over: what is left on them would stay.
const [parent] = withCancel(background());
const lasting = new AbortController().signal;

const long = 3_600_000;

type Derive = () => [ctx: Context, cancel: CancelFunc];

/** One after another: derived, and over. */
function oneByOne(derive: Derive): Side {
  return leak(async (n) => {
    for (let i = 0; i < n; i++) {
      const [ctx, cancel] = derive();
      cancel();
      if (i === n - 1) expectEqual(ctx.err()?.message, 'context canceled');
    }
    return [lasting];
  });
}

/** All of them live at once; then they end in the order in which they were made. */
function atOnce(derive: Derive): Side {
  return leak(async (n) => {
    const batch = Math.min(n, 100_000);
    for (let left = n; left > 0; left -= batch) {
      const cancels = Array.from({ length: batch }, () => derive()[1]);
      for (const cancel of cancels) cancel();
    }
    return [lasting];
  });
}

const sides = {
  cancel: oneByOne(() => withCancel(parent)),
  timeout: oneByOne(() => withTimeout(parent, long)),
  'under-signal': oneByOne(() => withCancel(fromSignal(lasting))),
  watched: oneByOne(() => {
    const made = withCancel(parent);
    made[0].done();
    return made;
  }),
  'cancel-batches': atOnce(() => withCancel(parent)),
  'timeout-batches': atOnce(() => withTimeout(parent, long)),
  'after-func': leak(async (n) => {
    for (let i = 0; i < n; i++) expectEqual(afterFunc(parent, nothing)(), true);
    return [lasting];
  }),
};

function nothing(): void {}

const question: Question = {
  name: 'ContextsCancelled',
  what: 'a million contexts derived from one that lives on, and cancelled: one by one, in batches',
  group: 'leak',
  samples: 3,
  sides,
  bounds: [...noGrowth(...Object.keys(sides)), ...noListener(...Object.keys(sides))],
};
export default question;
