/** What our threads serve. */
import type { Receiver, Sender } from 'millrace';
import { serve } from 'millrace/procs';

import { fib } from './fib.ts';

const functions = {
  add: (a: number, b: number): number => a + b,
  fib: (n: number): number => fib(n),
  async count(values: Receiver<unknown>): Promise<number> {
    let got = 0;
    while ((await values.recv()).ok) got++;
    return got;
  },
  async send(value: unknown, count: number, to: Sender<unknown>): Promise<void> {
    for (let i = 0; i < count; i++) await to.send(value);
    to.close();
  },
};
const served: typeof functions = serve(functions);
export default served;
