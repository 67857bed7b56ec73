/** The default order of programs without select, against what Go's js/wasm build did. */
import type { Program, Step } from '../../../lib/testing/program.ts';
import { guarded } from './attempt.ts';
import { Choices } from './choices.ts';
import type { Ask, Failure } from './failure.ts';
import { execute } from './trial.ts';

/** A program, and how it goes. */
export interface Ordered {
  readonly program: Program;
  readonly order: string;
}

/** Each step as it is told, and what comes of it, in the default order. */
export async function orderIn(program: Program): Promise<string> {
  const execution = await execute(program, 'generator', Choices.of([]));
  return `${execution.order.join(' ')} => ${execution.outcome()}`;
}

/** The first that goes in another order than Go, as it was found and made small. */
export async function disorder(
  all: readonly Ordered[],
  ask: Ask,
): Promise<{ found: Program; failure: Failure } | null> {
  for (const { program, order } of all) {
    if ((await guarded(() => orderIn(program))) === order) continue;
    const smallest = await shrunk({ program, order }, ask);
    const { program: subject, order: outcome } = smallest;
    const failure: Failure = { kind: 'order', subject, form: 'generator', replay: 's1:', outcome };
    return { found: program, failure };
  }
  return null;
}

/** Leaves out procs and steps for as long as the order is wrong; what is right is asked for. */
async function shrunk(found: Ordered, ask: Ask): Promise<Ordered> {
  let best = found;
  for (let goesOn = true; goesOn;) {
    goesOn = false;
    for (const program of smaller(best.program)) {
      const order = await ask({ what: 'order', program });
      if ((await guarded(() => orderIn(program))) === order) continue;
      best = { program, order };
      goesOn = true;
      break;
    }
  }
  return best;
}

/** Whoever does nothing keeps his place, so that spawns still name the same procs. */
function* smaller(program: Program): Generator<Program> {
  const { procs } = program;
  const without = (p: number, steps: Step[]): Program => ({
    ...program,
    procs: procs.map((one, q) => (q === p ? steps : one)),
  });
  for (const [p, steps] of procs.entries()) if (steps.length > 1) yield without(p, []);
  for (const [p, steps] of procs.entries()) {
    for (const i of steps.keys()) yield without(p, steps.toSpliced(i, 1));
  }
}
