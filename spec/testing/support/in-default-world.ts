/** Runs programs where users' programs run: in the default world, with its fast paths. */
import { Execution, type Form } from '../../../lib/testing/execution.ts';
import type { Program } from '../../../lib/testing/program.ts';
import type { Random } from '../../../lib/testing/random.ts';

/**
 * One run, to where nobody can go on. With random numbers, one step in two lets the others run
 * first; without, the order is the default one.
 */
export async function runInDefaultWorld(
  program: Program,
  form: Form,
  random: Random | null = null,
): Promise<Execution> {
  const execution = new Execution(
    program,
    form,
    random === null ? null : () => random.below(2) > 0,
  );
  execution.start();
  // Nothing of it waits for the host: one macrotask later all is done that can be done.
  await new Promise<void>((resolve) => setImmediate(resolve));
  return execution;
}
