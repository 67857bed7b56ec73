/** What the threads of a browser do. */
import { select, sleep, type Receiver, type Routine, type Sender } from 'millrace';
import { serve, transfer } from 'millrace/procs';

// A browser loses messages to a module that waits while it loads, unless they wait for it.
await sleep(5);

const functions = {
  add: (a: number, b: number): number => a + b,
  filled(length: number): Uint8Array {
    const bytes = new Uint8Array(length).fill(1);
    return transfer(bytes, [bytes.buffer]);
  },
  thrown(): never {
    throw new RangeError('no', { cause: 'why' });
  },
  *squares(jobs: Receiver<number>, results: Sender<number>): Routine<number> {
    for (let count = 0; ; count++) {
      const { value, ok } = yield* select({ jobs });
      if (!ok) {
        results.close();
        return count;
      }
      yield* results.send(value * value);
    }
  },
  throwOutside(): Promise<void> {
    setTimeout(() => {
      throw new RangeError('outside');
    });
    return new Promise(() => {});
  },
};

const served: typeof functions = serve(functions);
export default served;
