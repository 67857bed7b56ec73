import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Channel, go, gosched } from 'millrace';
import type { Receiver, Routine } from 'millrace';

/**
 * The heap that one parked generator goroutine holds: the heap after a full collection with so many
 * of them waiting on a channel, less the heap before they were started, divided by their number.
 */
export function* goroutineBytes(count: number): Routine<number> {
  const gc = fullCollection();
  const gate = new Channel<never>(0, { name: 'gate' });
  gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i++) go(parked, gate);
  yield* gosched(); // the others run first, as far as the gate
  gc();
  const after = process.memoryUsage().heapUsed;
  gate.close();
  yield* gosched();
  return (after - before) / count;
}

function* parked(gate: Receiver<never>): Routine<void> {
  yield* gate.recv();
}

/** Node hides the collector behind a flag; a context made after the flag is set has it as `gc`. */
function fullCollection(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
