/** Wrong scheduling, waking, and taking back. */
import type { Mutant } from '../mutant.ts';

export const kernelMutants: readonly Mutant[] = [
  {
    name: 'spawn-runs-inline',
    about: 'go runs the goroutine before its caller goes on',
    file: 'kernel/world.ts',
    find: `    this.queue.push(task);
    if (`,
    put: `    if (this.controller === null && typeof (task as { body?: unknown }).body === 'function') {
      const { current } = kernel;
      kernel.current = null;
      task.step();
      kernel.current = current;
      return;
    }
    this.queue.push(task);
    if (`,
  },
  {
    name: 'newest-runs-first',
    about: 'of those who can run, who came last runs first',
    file: 'kernel/world.ts',
    find: `    this.queue.push(task);
    if (`,
    put: `    this.queue.push(task);
    if (this.controller === null)
      for (let i = 1; i < this.queue.length; i++) this.queue.push(this.queue.shift());
    if (`,
  },
  {
    name: 'woken-runs-inline',
    about: 'who is woken runs before who woke it goes on',
    file: 'kernel/op.ts',
    find: `    if (task !== null) {
      op.task = null;
      task.ready();
    }
  } else if`,
    put: `    if (task !== null) {
      op.task = null;
      const { current } = kernel;
      if (task.world.controller === null) task.step();
      else task.ready();
      kernel.current = current;
    }
  } else if`,
  },
  {
    name: 'last-starves',
    about: 'who came last never runs while somebody else can',
    file: 'kernel/world.ts',
    find: 'queue.shift().step();',
    put: `{
      const newest = queue.length > 2 ? queue.shift() : null;
      const next = queue.shift();
      if (newest !== null) queue.push(newest);
      next.step();
    }`,
  },
  {
    name: 'gosched-goes-on',
    about: 'gosched lets nobody else run',
    file: 'gosched.ts',
    find: '  world.ready(turn);\n',
    put: '  if (kernel.current === null) world.ready(turn);\n  else settle(turn, undefined);\n',
  },
  {
    name: 'slices-never-end',
    about: 'goroutines hold the event loop for as long as they can run',
    file: 'kernel/world.ts',
    find: 'if (time - this.sliceStart >= SLICE_MS) {',
    put: 'if (time - this.sliceStart >= 1000 * SLICE_MS) {',
  },
  {
    name: 'second-waiter-forgotten',
    about: 'of two who wait for one operation the second is not woken',
    file: 'kernel/op.ts',
    find: '  else observe(op, task);\n',
    put: '',
  },
  {
    name: 'failure-is-a-value',
    about: 'who waits for an operation that fails gets the error as its value',
    file: 'kernel/op.ts',
    find: '    if (!hasFailed(op)) return op;\n',
    put: '    if (op !== null) return op;\n',
  },
  {
    name: 'abort-takes-nothing-back',
    about: 'an operation that was aborted stays in line, and takes a value with it',
    file: 'kernel/abort.ts',
    find: '      tie.op.withdraw();\n      fail(tie.op, this',
    put: '      fail(tie.op, this',
  },
  {
    name: 'abort-of-one',
    about: 'an abort takes back one operation of those that wait under its signal',
    file: 'kernel/abort.ts',
    find: `    for (let tie = this.ties.first; tie !== null; tie = this.ties.first) {`,
    put: `    for (let tie = this.ties.first; tie !== null; tie = null) {`,
  },
  {
    name: 'aborted-goes-ahead',
    about: 'an operation under a signal that has fired goes ahead',
    file: 'kernel/wait.ts',
    find: '    if (signal?.aborted) throw signal.reason;\n',
    put: '',
  },
  {
    name: 'abort-listens-on',
    about: 'the listener stays when the last operation under its signal is over',
    file: 'kernel/abort.ts',
    find: "    this.signal.removeEventListener('abort', this);",
    put: '    void this.signal;',
  },
  {
    name: 'waiter-stays-in-line',
    about: 'who gives up stays in line',
    file: 'kernel/waiter.ts',
    find: '    this.queue?.remove(this);',
    put: '    void this.queue;',
  },
  {
    name: 'queue-cut-off',
    about: 'who leaves a line from its middle cuts off those behind',
    file: 'kernel/wait-queue.ts',
    find: 'if (before !== null) before.after = after;',
    put: 'if (before !== null) before.after = null;',
  },
  {
    name: 'ring-forgets-on-growth',
    about: 'a ring that grows while it wraps mixes up its values',
    file: 'kernel/ring.ts',
    find: 'slots[i] = this.slots[(this.head + i) & this.mask];',
    put: 'slots[i] = this.slots[i];',
  },
  {
    name: 'return-keeps-waiting',
    about: 'a loop over a channel that is left takes one more value with it',
    file: 'channel-iterator.ts',
    find: '      waiter.withdraw();\n',
    put: '',
  },
  {
    name: 'dispose-unlocks-twice',
    about: 'a hold that is disposed of twice unlocks twice',
    file: 'sync/hold.ts',
    find: '    this.#lock = null;\n',
    put: '',
  },
];
