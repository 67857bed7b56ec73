/**
 * Kernels: the smallest programs that have a mistake which large ones were found to have, each
 * beside itself with the mistake mended. An exploration has to find the one and to clear the other.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Goroutine } from 'millrace';
import { explore, replay, schedule, type Body } from 'millrace/testing';
import {
  asynchronous,
  forms,
  generator,
  start,
  type Form,
  type Script,
} from '../../laws/support/script.ts';

export { wait, type Script } from '../../laws/support/script.ts';

/** Starts a script as a goroutine of the form that the kernel runs in. */
export type Go = <A extends unknown[], T>(
  script: (...args: A) => Script<T>,
  ...args: A
) => Goroutine<Awaited<T>>;

export interface Kernel {
  readonly id: string;
  readonly title: string;
  /** The kind of mistake. */
  readonly kind: string;
  /** What the outcome begins with that shows the mistake. */
  readonly verdict: string;
  /** The most runs that it takes to be found. Default: 100. */
  readonly runs?: number;
  /** Where to try every schedule of the mended kernel would take too long: how many are tried. */
  readonly samples?: number;
  /** The most steps of a run. Default: 1,000. */
  readonly steps?: number;
  /** The forms that it can be written in. Default: both. */
  readonly forms?: readonly Form[];
  readonly main: (go: Go, mended: boolean) => Script<unknown>;
}

/** Async goroutines have more schedules: where there are too many, some are tried. */
const MOST = { generator: 10_000, async: 300 };
const SAMPLES = 200;

export function kernels(group: string, table: readonly Kernel[]): void {
  describe(`kernels: ${group}`, () => {
    for (const kernel of table) {
      for (const form of kernel.forms ?? forms) declare(kernel, form);
    }
  });
}

function declare(kernel: Kernel, form: Form): void {
  const { id, title, kind, verdict, runs = 100, steps = 1_000, samples } = kernel;

  it(`${id}: ${title} (${kind}; ${form} form)`, async () => {
    const body = bodyOf(kernel, form, false);
    const until = (outcome: string): boolean => outcome.startsWith(verdict);
    const { outcomes } = await explore(body, { runs, steps, until });
    const found = [...outcomes].find(([outcome]) => until(outcome));
    if (found === undefined) throw new Error(`only ${[...outcomes.keys()].join(', ')}`);
    const [outcome, text] = found;
    expect(text.length, text).to.be.at.most(40);
    expect(await replay(body, text, { steps })).to.equal(outcome);
  });

  it(`${id}: its schedule shrinks, and is text for a replay (${form} form)`, async () => {
    const body = bodyOf(kernel, form, false);
    const fine = fc.asyncProperty(schedule(), async (it) => {
      return !(await replay(body, it, { steps })).startsWith(verdict);
    });
    const { counterexample } = await fc.check(fine, { numRuns: 2_000 });
    const [shrunk] = counterexample ?? [];
    if (shrunk === undefined) throw new Error('never failed');
    expect(shrunk.length).to.be.at.most(4);
    for (let i = 0; i < 10; i++) {
      expect((await replay(body, String(shrunk), { steps })).startsWith(verdict)).to.equal(true);
    }
  });

  it(`${id}, mended (${form} form)`, async () => {
    const body = bodyOf(kernel, form, true);
    const all = samples === undefined;
    const most = all ? MOST[form] : 1;
    const exhaustive = await explore(body, { strategy: 'exhaustive', runs: most, steps });
    if (form === 'generator') expect(exhaustive.complete, 'all were tried').to.equal(all);
    clear(exhaustive.outcomes);
    if (exhaustive.complete) return;
    clear((await explore(body, { runs: samples ?? SAMPLES, steps })).outcomes);
  });
}

function clear(outcomes: ReadonlyMap<string, string>): void {
  for (const [outcome, text] of outcomes) {
    expect(outcome, text).to.match(/^ok/);
  }
}

function bodyOf(kernel: Kernel, form: Form, mended: boolean): Body {
  const go: Go = (script, ...args) => start(form, () => script(...args));
  const main = (): Script<unknown> => kernel.main(go, mended);
  return form === 'generator' ? () => generator(main) : () => asynchronous(main);
}
