import { expect } from 'chai';
import { carried } from '../scripts/bridges/carried.ts';
import { carriers } from '../scripts/bridges/carriers.ts';
import { leavers } from '../scripts/bridges/leavers.ts';

/** `npm run bridges`, in small: there the heap is looked at as well. */
describe('the bridges', () => {
  for (const carrier of carriers) {
    it(`carry all to a slow reader, in order: ${carrier.name}`, async () => {
      const { arrived, wrong, ahead } = await carried(carrier, 2_000);
      expect({ arrived, wrong }).to.deep.equal({ arrived: 2_000, wrong: 0 });
      // What Node's own streams read ahead is 16; a source that cannot be slowed runs away.
      if (carrier.pressure) expect(ahead).to.be.at.most(20);
      else expect(ahead).to.be.above(1_000);
    });
  }

  for (const { name, leave } of leavers) {
    it(`lose nothing and leave nothing: ${name}`, async () => {
      let state = 1;
      const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      const { delivered, wrong, left } = await leave(100, random);
      expect({ wrong, left }).to.deep.equal({ wrong: 0, left: 0 });
      // How many come before one leaves depends on where slices end: enough that this is no empty claim.
      expect(delivered).to.be.above(10);
    });
  }
});
