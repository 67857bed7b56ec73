import { expect } from 'chai';
import { format } from 'node:util';
import { Channel, go, WaitGroup } from 'millrace';
import { background } from 'millrace/context';
import { Mutex } from 'millrace/sync';
import { line } from '../../docs/.vitepress/playground/show.ts';

class Point {
  x = 1;
}

/** Calls of console.log, of which the page must show what Node shows. */
const calls: readonly (readonly unknown[])[] = [
  ['a', 1, true, null, undefined, -0, 10n],
  [{ a: 1, 'b c': 'it is', d: { e: [] } }, [1, 'two', [3, [4, [5, [6]]]]]],
  [new Map([['a', 1]]), new Set([1, 2]), new Point(), new Uint8Array([1, 2])],
  ['%s is %d of %i, %j %%', 'one', 1, 2.7, { a: 1 }, 'more'],
  ["it's", ["it's", 'a\nb']],
  [[undefined, Symbol('s')], new Date(0), /x/g],
  [() => 1, Point, function named() {}, async () => {}, function* gen() {}],
  [[], {}, new Map(), Object.create(null)],
  [new Channel(3, { name: 'jobs' }), { mutex: new Mutex() }, [new WaitGroup()], background()],
  [go(function* main() {}), [go(async () => {})]],
  [{ ok: true, value: 'a value that is long enough', other: 'to need', more: 'than a line' }],
];

describe('console.log of the playground', () => {
  for (const values of calls) {
    it(`shows what Node shows: ${format(...values).slice(0, 50)}`, () =>
      expect(line(values)).to.equal(format(...values)));
  }

  it('shows an error with its message and the form of its stack, in every engine', () => {
    const error = new TypeError('no space');
    expect(line([error])).to.equal(error.stack);
    error.stack = 'save@main.ts:3:9\n@main.ts:9:1\n';
    expect(line([error])).to.equal(
      'TypeError: no space\n    at save (main.ts:3:9)\n    at main.ts:9:1',
    );
    error.stack = '';
    expect(line([error])).to.equal('[TypeError: no space]');
  });

  it('comes to an end on what holds itself', () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    expect(line([ring])).to.contain('[Circular');
  });
});
