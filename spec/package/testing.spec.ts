import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

/**
 * The build shortens internal names, and the proof looks many things up by theirs: what holds of
 * the sources has to hold of what is published.
 */
describe('the built millrace/testing', function () {
  this.timeout(120_000);

  it('finds what the model permits, in both forms', () => {
    execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale']);
    const source = `
      import fc from 'fast-check';
      import { explore, model, program, replay, schedule } from 'millrace/testing';
      const programs = fc.sample(program({ procs: 2 }), { numRuns: 200, seed: 1 });
      const schedules = fc.sample(schedule(), { numRuns: 200, seed: 1 });
      let outcomes = 0;
      for (const [i, one] of programs.entries()) {
        const permitted = [...model(one).outcomes].sort();
        for (const form of ['generator', 'async']) {
          const found = await explore(one, { strategy: 'exhaustive', form });
          if (String([...found.outcomes.keys()].sort()) !== String(permitted)) throw new Error(JSON.stringify(one));
          if (!permitted.includes(await replay(one, schedules[i], { form }))) throw new Error(JSON.stringify(one));
        }
        outcomes += permitted.length;
      }
      console.log(outcomes);
    `;
    const flags = ['--input-type=module', '--eval', source];
    const outcomes = Number(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
    expect(outcomes).to.be.above(200);
  });
});
