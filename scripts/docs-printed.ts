/** `npm run docs:printed`: writes below each program marked `fails` what it prints. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pages } from '../spec/support/fences.ts';
import { shown } from '../spec/support/terminal.ts';

const program = /^```ts fails\n([^]*?)^```\n[^]*?^```text\n([^]*?)^```/gm;

for (const page of pages()) {
  const before = readFileSync(page, 'utf8');
  let after = '';
  let at = 0;
  for (const match of before.matchAll(program)) {
    const [whole, code = '', printed = ''] = match;
    const end = match.index + whole.length - '```'.length;
    after += before.slice(at, end - printed.length) + (await shown(code));
    at = end;
  }
  after += before.slice(at);
  if (after === before) continue;
  writeFileSync(page, after);
  console.log(page);
}
