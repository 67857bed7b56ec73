import { expect } from 'chai';
import { MOST, Prints, type Piece } from '../../docs/.vitepress/playground/prints.ts';

/** Prints whose time to tell is chosen by hand. */
function collected(): { prints: Prints; told: Piece[]; later: (() => void)[] } {
  const [told, later]: [Piece[], (() => void)[]] = [[], []];
  const prints = new Prints(
    (piece) => told.push(piece),
    (flush) => later.push(flush),
  );
  return { prints, told, later };
}

describe('what a program prints in the playground', () => {
  it('is told later, joined, in its order', () => {
    const { prints, told, later } = collected();
    for (const text of ['a\n', 'b\n']) expect(prints.add('out', text)).to.equal(true);
    prints.add('err', 'no\n');
    prints.add('out', 'c\n');
    expect([told.length, later.length]).to.deep.equal([0, 1]);
    later[0]?.();
    expect(told.map(({ stream, text }) => `${stream} ${text}`)).to.deep.equal([
      'out a\nb\n',
      'err no\n',
      'out c\n',
    ]);
  });

  it('is told once, also at the end, and then of what comes next', () => {
    const { prints, told, later } = collected();
    prints.add('out', 'a');
    prints.flush();
    later[0]?.();
    prints.add('out', 'b');
    expect([told.length, later.length]).to.deep.equal([1, 2]);
    later[1]?.();
    expect(told.map(({ text }) => text)).to.deep.equal(['a', 'b']);
  });

  it('comes to an end', () => {
    const { prints, told } = collected();
    expect(prints.add('out', 'x'.repeat(MOST - 1))).to.equal(true);
    expect(prints.add('out', 'yz')).to.equal(false);
    expect(prints.add('out', 'more')).to.equal(false);
    prints.flush();
    expect(told.map(({ text }) => text.length)).to.deep.equal([MOST]);
    expect(told[0]?.text.endsWith('xy')).to.equal(true);
  });
});
