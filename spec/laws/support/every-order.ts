/** Laws of what holds in every order: that of a schedule, and that of the default world. */
import { gosched } from 'millrace';
import { replay, schedule, type Schedule } from 'millrace/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { asynchronous, forms, generator, start, wait, type Form, type Script } from './script.ts';

/** One run of a law. */
export interface Run {
  readonly form: Form;
  readonly under: Schedule;
}

export const run: fc.Arbitrary<Run> = fc.record({
  form: fc.constantFrom(...forms),
  under: schedule({ decisions: 60, deviations: 12 }),
});

/** Runs it both ways: it throws where the law is broken, and leaves nobody behind. */
export async function holds(
  { form, under }: Run,
  main: (form: Form) => () => Script<void>,
): Promise<void> {
  const script = main(form);
  const body = form === 'generator' ? () => generator(script) : () => asynchronous(script);
  expect(await replay(body, under)).to.equal('ok');
  await start(form, main(form));
}

/** How many turns somebody rests before he does something. */
export const turns: fc.Arbitrary<number> = fc.nat({ max: 2 });

export function* rest(many: number): Script<void> {
  for (let i = 0; i < many; i++) yield* wait(gosched());
}
