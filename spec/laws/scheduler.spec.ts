/** The order of the default world: one FIFO of those who can run, as in Go's js/wasm build. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Channel } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';
import { law, settled } from './support/law.ts';
import type { Outcome } from './support/model.ts';
import { foretell, perform, program, type Program, type Step } from './support/processes.ts';

/** Runs a program within one slice: what the clock does is no part of its order. */
async function run(one: Program): Promise<Outcome[]> {
  kernel.home.budget = 1e6;
  const { log, channels } = perform(one);
  await Promise.resolve();
  const seen = [...log];
  await release(channels);
  return seen;
}

/** Lets those go who wait for ever. */
async function release(channels: Channel<number>[]): Promise<void> {
  await settled();
  for (const channel of channels) {
    channel.check();
    try {
      channel.close();
    } catch {
      // The program has closed it already.
    }
  }
  await settled();
  kernel.home.check();
}

/** The same steps, with nothing for a select to draw. */
const decided = (steps: Step[]): Step[] =>
  steps.map((one) => {
    if (one.what === 'spawn') return { ...one, steps: decided(one.steps) };
    return 'arms' in one ? { ...one, arms: one.arms.slice(0, 1) } : one;
  });

describe('Law: the default order', () => {
  it('is that of one FIFO for the new and the woken [OR-02, OR-06, CH-17, CH-25, CH-35, CH-36, SC-03, SC-07, SEL-25, GO-02, GO-09]', async () => {
    const property = fc.asyncProperty(program, async (one) => {
      const seen = await run(one);
      expect(seen).to.deep.equal(foretell(one, new Map(seen)));
    });
    await law(property, { weight: 3 });
  });

  it('is the same each time, but for what a select draws', async () => {
    const property = fc.asyncProperty(program, async ({ capacities, processes }) => {
      const one = { capacities, processes: processes.map(decided) };
      expect(await run(one)).to.deep.equal(await run(one));
    });
    await law(property);
  });
});
