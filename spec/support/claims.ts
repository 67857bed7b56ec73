import { formatWithOptions } from 'node:util';
import { expect } from 'chai';

let made = 0;

/** Checks a value that a document claims with `//=>`: the text is what `console.log` would print. */
export function claim(text: string, ...values: unknown[]): void {
  made++;
  expect(formatWithOptions({ breakLength: Infinity }, ...values)).to.equal(text);
}

/** How many claims were checked since the last call. */
export function claimsMade(): number {
  const count = made;
  made = 0;
  return count;
}
