import { expect } from 'chai';
import fc from 'fast-check';
import { go } from 'millrace';
import { carryContext } from 'millrace/async-context';
import { handle, handleAsync, Office, request, waits, type Wait } from './support.ts';

const kinds = fc.array(fc.constantFrom<Wait>(...waits), { maxLength: 6 });
const crowd = fc.array(fc.record({ kinds, light: fc.boolean() }), { minLength: 1, maxLength: 8 });

/** What each of a crowd finds, each in a context with its number. */
async function found(handlers: { kinds: Wait[]; light: boolean }[]): Promise<unknown[][]> {
  const office = new Office();
  const all = handlers.map(({ kinds, light }, id) =>
    request.run(id, () => (light ? go(handle, kinds, office) : go(handleAsync, kinds, office))),
  );
  const results = await Promise.all(all);
  expect([...(await office.close())].filter((id) => id !== undefined)).to.deep.equal([]);
  return results;
}

describe('carryContext', () => {
  it('gives each goroutine its own context after every wait, whoever else runs', async () => {
    const undo = carryContext();
    try {
      await fc.assert(
        fc.asyncProperty(crowd, async (handlers) => {
          const results = await found(handlers);
          results.forEach((result, id) => {
            expect(result).to.deep.equal(new Array(result.length).fill(id));
          });
        }),
        { numRuns: 60 },
      );
    } finally {
      undo();
    }
  });
});
