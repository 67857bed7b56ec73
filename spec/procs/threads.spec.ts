import { expect } from 'chai';
import fc from 'fast-check';
import { permitted, programs } from './support/permitted.ts';
import { Threads, type Threaded } from './support/threads.ts';

const threadings: fc.Arbitrary<Threaded> = fc.record({
  places: fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }),
  form: fc.constantFrom('generator', 'async'),
  slow: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
});

/** A little of `npm run procs:programs`. */
describe('programs on threads', () => {
  const threads = new Threads();
  after(() => threads.close());

  it('do nothing that the model of Go does not permit', async () => {
    await fc.assert(
      fc.asyncProperty(programs, threadings, async (it, threaded) => {
        const outcome = await threads.run(it, threaded);
        expect([...permitted(it, outcome)]).to.include(outcome);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});
