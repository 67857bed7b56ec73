import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packed } from '../support/packed.ts';

/** The pool as a user has it: names are shortened there, and threads find the package by its name. */
describe('millrace/procs of the package', function () {
  this.timeout(120_000);

  const functions = `{
    *squares(jobs, results) {
      for (;;) {
        const { value, ok } = yield* select([jobs]);
        if (!ok) return results.close();
        yield* results.send({ square: value * value });
      }
    },
    twice: (bytes) => transfer(new Uint8Array(2 * bytes.length), []),
    dies() { process.exit(3); },
  }`;
  const body = (work: string): string => `
    const procs = new Procs(${work}, { procs: 2, name: 'mill' });
    const [jobs, results] = [new Channel(4), new Channel(128)];
    const call = procs.go('squares', jobs, results);
    for (let i = 0; i < 100; i++) await jobs.send(i);
    jobs.close();
    let sum = 0;
    for await (const { square } of results) sum += square;
    await call;
    const bytes = new Uint8Array(9);
    const { length } = await procs.go('twice', transfer(bytes, [bytes.buffer]));
    const error = await procs.go('dies').catch((error) => error);
    const after = await procs.go('twice', new Uint8Array(3));
    await procs.close();
    console.log(sum, length, bytes.length, error.code, error.message, after.length);`;

  const programs = {
    mjs: {
      work: `import { select } from 'millrace'; import { serve, transfer } from 'millrace/procs'; serve(${functions});`,
      main: `import { Channel } from 'millrace'; import { Procs, transfer } from 'millrace/procs';
        ${body("new URL('./work.mjs', import.meta.url)")}`,
    },
    cjs: {
      work: `const { select } = require('millrace'); const { serve, transfer } = require('millrace/procs'); serve(${functions});`,
      main: `const { Channel } = require('millrace'); const { Procs, transfer } = require('millrace/procs');
        (async () => { ${body("require('node:path').join(__dirname, 'work.cjs')")} })();`,
    },
  };

  for (const [suffix, { work, main }] of Object.entries(programs)) {
    it(`works in ${suffix}`, () => {
      const { consumer } = packed();
      writeFileSync(join(consumer, `work.${suffix}`), work);
      writeFileSync(join(consumer, `main.${suffix}`), main);
      const printed = execFileSync(process.execPath, [join(consumer, `main.${suffix}`)], {
        encoding: 'utf8',
      });
      expect(printed).to.match(/^328350 18 0 PROC_EXIT mill \d ended with status 3 6\n$/);
    });
  }
});
