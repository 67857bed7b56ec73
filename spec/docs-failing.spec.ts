import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import { fencesIn, pages, type Fence } from './support/fences.ts';
import { filesBelow } from './support/imports.ts';
import { shown } from './support/terminal.ts';

/**
 * Programs that go wrong: a fence marked `fails` is run in a process of its own, has to end with
 * another status than 0, and the `text` fence after it has to be what it printed.
 * `npm run docs:printed` writes that down.
 */
const sources = filesBelow('lib', '.ts').map((file) => `lib/${file}`);
const fences = [...pages(), ...sources]
  .flatMap((file) => fencesIn(file))
  .filter(({ printed }) => printed !== undefined);

function compare(output: string, { printed }: Fence): void {
  expect(output).to.equal(printed);
  expect(output, 'it does not fail').to.match(/^exit status \d+\n$/m);
}

describe('programs in docs that fail', function () {
  this.timeout(60_000);
  const checks = new Map<Fence, Promise<void>>();

  before(() => {
    const queue = fences.values();
    const worker = async (): Promise<void> => {
      for (const fence of queue) {
        const checked = shown(fence.code).then((output) => compare(output, fence));
        checks.set(fence, checked);
        await checked.catch(() => {});
      }
    };
    return Promise.all(Array.from({ length: availableParallelism() }, worker));
  });

  for (const fence of fences) it(`${fence.where} prints what is said`, () => checks.get(fence));
});

describe('the check of a program that fails', function () {
  this.timeout(30_000);

  const code = `import { Channel } from 'millrace';
console.log('one');
console.error('two');
console.log('three');
new Channel().close();
Channel.nil().close();
`;
  const printed = `one
two
three
CloseOfNilError: close of nil channel
    at /app/main.ts:6:15 {
  code: 'CLOSE_OF_NIL_CHANNEL'
}
exit status 1
`;
  const page = (text: string): string =>
    `\`\`\`ts fails\n${code}\`\`\`\nso:\n\`\`\`text\n${text}\`\`\`\n`;
  const fence = (text: string): Fence => fencesIn('page.md', page(text))[0] as Fence;

  let output: string;
  before(async () => (output = await shown(code)));

  it('passes what was printed, in its order', () => compare(output, fence(printed)));

  for (const [what, text] of [
    ['a wrong line', printed.replace('two', 'too')],
    ['a wrong order', printed.replace('one\ntwo', 'two\none')],
    ['a wrong place', printed.replace(':6:', ':5:')],
    ['a wrong status', printed.replace('status 1', 'status 2')],
    ['no status', printed.replace('exit status 1\n', '')],
    ['a line too few', printed.replace('three\n', '')],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(text).not.to.equal(printed);
      expect(() => compare(output, fence(text))).to.throw(/ to equal /);
    });
  }

  it('refuses a program that does not fail', () => {
    const fine: Fence = { where: '', code: '', runs: false, printed: 'fine\n' };
    expect(() => compare('fine\n', fine)).to.throw('it does not fail');
  });

  it('refuses a program of which nothing says what it prints', () => {
    const bare = '```ts fails\n```\n```ts\n```\n```text\n```\n';
    expect(() => fencesIn('page.md', bare)).to.throw('page.md:2: no text fence');
  });
});
