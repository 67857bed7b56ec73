import { expect } from 'chai';
import { framesOf, homeIn } from '../../lib/report/site.ts';

const HOME = 'https://host/millrace/';

/** The same stack as engines write it: a helper, in a goroutine, at the top of a module, and ours. */
const stacks: Record<string, string> = {
  V8: `Error: site
    at siteOf (https://host/millrace/report/site.js:30:9)
    at helper (https://host/app/main.js:3:10)
    at helper.next (<anonymous>)
    at async Object.worker (https://host/app/@own/main.js:9:12)
    at https://host/app/main.js:7:1
    at step (https://host/millrace/kernel/goroutine.js:77:3)`,
  SpiderMonkey: `siteOf@https://host/millrace/report/site.js:30:9
helper@https://host/app/main.js:3:10
async*Object.worker@https://host/app/@own/main.js:9:12
@https://host/app/main.js:7:1
step@https://host/millrace/kernel/goroutine.js:77:3
`,
  JavaScriptCore: `siteOf@https://host/millrace/report/site.js:30:9
helper@https://host/app/main.js:3:10
next@[native code]
async Object.worker@https://host/app/@own/main.js:9:12
@https://host/app/main.js:7:1
step@https://host/millrace/kernel/goroutine.js:77:3`,
};

describe('the places in a stack', () => {
  for (const [engine, stack] of Object.entries(stacks)) {
    it(`are the program's own, as ${engine} writes them`, () => {
      expect(homeIn(stack)).to.equal(HOME);
      expect(framesOf({ stack }, HOME)).to.deep.equal([
        { fn: 'helper', at: 'https://host/app/main.js:3' },
        { fn: 'Object.worker', at: 'https://host/app/@own/main.js:9' },
        { fn: 'main', at: 'https://host/app/main.js:7' },
      ]);
    });
  }

  it('are files, without what makes an address of them, and nothing of Node', () => {
    const stack =
      'Error\n    at main (file:///app/main.ts:5:2)\n    at a (node:internal/x:1:2)\n    at C:\\b.js:1:2';
    expect(framesOf({ stack })).to.deep.equal([
      { fn: 'main', at: '/app/main.ts:5' },
      { fn: 'main', at: 'C:\\b.js:1' },
    ]);
  });

  it('are none where there is no stack', () => {
    expect(framesOf({})).to.deep.equal([]);
    expect(homeIn('Error: site@report/site.js')).to.equal(null);
  });
});
