/** Time that stands while anybody can run, and jumps to what is due next when nobody can. */
import { Controlled } from '../../lib/kernel/controlled.ts';
import { forms, wait, type Form, type Script } from '../goroutine/script.ts';
import { now, sleep } from 'millrace/time';

export { failure, forms, idle, wait, type Form, type Script } from '../goroutine/script.ts';

/** Runs scripts as goroutines of a world of their own until nobody can run and nothing is due. */
export async function inVirtualTime(
  form: Form,
  ...scripts: (() => Script<unknown>)[]
): Promise<void> {
  const world = new Controlled({ choose: () => 0 });
  const ended: PromiseLike<unknown>[] = [];
  const body = (): void => {
    for (const script of scripts) ended.push(form.start(script));
  };
  if (!world.run(body)) await world.goOn();
  for (const goroutine of world.goroutines) {
    if (goroutine.done && goroutine.ext !== null && (goroutine.ext as { failed?: boolean }).failed)
      throw goroutine.value;
  }
}

/** Declares specs once for each form of goroutine, each in virtual time. */
export function inBothForms(specs: (run: Run) => void): void {
  for (const form of forms) {
    describe(`in ${form.name} goroutines`, () => {
      specs((...scripts) => inVirtualTime(form, ...scripts));
    });
  }
}

export type Run = (...scripts: (() => Script<unknown>)[]) => Promise<void>;

/** Lets so many milliseconds pass. */
export function* pass(ms: number): Script {
  yield* wait(() => sleep(ms));
}

/** Milliseconds since a moment, without the dust of fractions. */
export function since(startMs: number, time: number = now()): number {
  return Math.round((time - startMs) * 1000) / 1000;
}
