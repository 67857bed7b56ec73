import fc from 'fast-check';
import { expect } from 'chai';
import { Slots } from '../../lib/procs/slots.ts';

describe('Slots', () => {
  it('gives each thing a number that nobody else has, and the smallest numbers again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (choices) => {
        const slots = new Slots<{ n: number }>();
        const there = new Map<number, { n: number }>();
        let most = 0;
        for (const [n, choice] of choices.entries()) {
          if (choice % 2 === 0 || there.size === 0) {
            const thing = { n };
            const number = slots.add(thing);
            expect(there.has(number)).to.equal(false);
            there.set(number, thing);
            most = Math.max(most, there.size);
            expect(number).to.be.below(most);
          } else {
            const number = [...there.keys()][choice % there.size] as number;
            expect(slots.take(number)).to.equal(there.get(number));
            there.delete(number);
          }
          expect(slots.size).to.equal(there.size);
          slots.check();
        }
        expect(slots.takeAll()).to.have.members([...there.values()]);
        expect(slots.size).to.equal(0);
        slots.check();
      }),
    );
  });
});
