import { expect } from 'chai';
import fc from 'fast-check';
import { fromHash, toHash } from '../../docs/.vitepress/playground/share.ts';

describe('a program in a link', () => {
  it('comes back as it was', () => {
    const program = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(fc.property(program, (text) => fromHash(`#${toHash(text)}`) === text));
  });

  it('is none where a hash was cut or is something else', () => {
    expect(fromHash('')).to.equal(null);
    expect(fromHash('#a-heading')).to.equal(null);
    expect(fromHash('#code=!')).to.equal(null);
    expect(fromHash(`#${toHash('ö').slice(0, -1)}`)).to.equal(null);
  });
});
