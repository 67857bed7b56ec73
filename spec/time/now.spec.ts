import { expect } from 'chai';
import { now, sleep } from 'millrace/time';
import { inBothForms, since, wait } from './support.ts';

describe('now', () => {
  it('is the time of day, with fractions, and never goes back [TM-22]', () => {
    expect(Math.abs(now() - Date.now())).to.be.below(60_000);
    const { now: date } = Date;
    Date.now = () => 0;
    try {
      let last = now();
      for (let i = 0; i < 1000; i++) {
        const next = now();
        expect(next).to.be.at.least(last);
        last = next;
      }
      expect(last).to.be.above(1e12);
    } finally {
      Date.now = date;
    }
  });

  inBothForms((run) => {
    it("is a world's own: it begins in the year 2000 and stands while anybody runs [TM-22, ST-18, ST-21]", () =>
      run(function* () {
        const start = now();
        expect(new Date(start).toISOString()).to.equal('2000-01-01T00:00:00.000Z');
        yield* wait(() => sleep(1.5));
        expect(since(start)).to.equal(1.5);
      }));
  });
});
