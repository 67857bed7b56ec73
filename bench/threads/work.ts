/** What our threads serve. */
import { serve } from 'millrace/procs';

import { fib } from './fib.ts';

const functions = {
  add: (a: number, b: number): number => a + b,
  fib: (n: number): number => fib(n),
};
const served: typeof functions = serve(functions);
export default served;
