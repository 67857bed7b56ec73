import { expect } from 'chai';
import fc from 'fast-check';
import { addObserver, removeObserver } from '../../lib/kernel/observers.ts';
import { kernel, type Observer } from '../../lib/kernel/world.ts';

/** Notes what it is told. */
function observer(name: string, told: string[]): Observer {
  return {
    started: () => void told.push(`${name} started`),
    ended: () => void told.push(`${name} ended`),
    waits: () => void told.push(`${name} waits`),
    holder: () => (name === 'b' ? 'held by b' : null),
  };
}

const watching = (): Observer | null => kernel.observer;

describe('observers', () => {
  afterEach(() => {
    kernel.observer = null;
  });

  it('are told exactly while they are there, in the order in which they came', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(3)), { maxLength: 20 });
    fc.assert(
      fc.property(steps, (moves) => {
        kernel.observer = null;
        const told: string[] = [];
        const all = [0, 1, 2, 3].map((i) => observer(String(i), told));
        let model: number[] = [];
        for (const [add, i] of moves) {
          const there = model.includes(i);
          if (add && !there) addObserver(all[i] as Observer);
          if (add && !there) model = [...model, i];
          if (!add) removeObserver(all[i] as Observer);
          if (!add) model = model.filter((other) => other !== i);
          told.length = 0;
          watching()?.ended({} as never, undefined);
          expect(told).to.deep.equal(model.map((one) => `${String(one)} ended`));
        }
        // Where there is none, operations ask nobody.
        expect(watching() === null).to.equal(model.length === 0);
      }),
    );
  });

  it('say who holds a timer as soon as one of them knows', () => {
    for (const name of ['a', 'b', 'c']) addObserver(observer(name, []));
    expect(kernel.observer?.holder()).to.equal('held by b');
    expect(kernel.observer?.scope?.()).to.equal(undefined);
  });
});
