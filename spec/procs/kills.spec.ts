import { expect } from 'chai';
import { isSound, kills } from './support/kills.ts';

/** A little of `npm run procs:kills`. */
describe('threads that are killed at work', () => {
  for (const [capacity, seed] of [
    [0, 3],
    [16, 4],
  ] as const) {
    it(`lose nothing but what they have in hand: capacity ${capacity}`, async function () {
      const result = await kills(10, seed, capacity);
      expect(isSound(result), JSON.stringify(result)).to.equal(true);
      expect(result.done).to.equal(6);
      expect(result.failed).to.be.at.least(10);
    });
  }
});
