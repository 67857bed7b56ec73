import { expect } from 'chai';
import fc from 'fast-check';
import { GoError, MisuseError } from 'millrace';
import { Pool } from 'millrace/sync';
import { thrown } from './support.ts';

describe('Pool', () => {
  it('gives back what was put in, each thing once, and then new ones, whatever is asked [PO-01, PO-02]', () => {
    // The model: one thing stands by itself, the others on a stack.
    const act = fc.constantFrom<'get' | 'put' | 'put nothing'>('get', 'put', 'put', 'put nothing');
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
        let made = 0;
        const pool = new Pool<number | undefined>({ new: () => --made });
        let next: number | undefined;
        const rest: number[] = [];
        for (const [i, one] of acts.entries()) {
          if (one === 'put nothing') {
            pool.put(undefined);
          } else if (one === 'put') {
            pool.put(i);
            if (next === undefined) next = i;
            else rest.push(i);
          } else {
            const wanted = next ?? rest.pop() ?? made - 1;
            next = undefined;
            expect(pool.get()).to.equal(wanted);
          }
        }
      }),
    );
  });

  it('gives first what came to it when it was empty, then the latest [PO-02]', () => {
    const pool = new Pool<string | undefined>();
    for (const word of ['a', 'b', 'c']) pool.put(word);
    expect([pool.get(), pool.get(), pool.get(), pool.get()]).to.deep.equal([
      'a',
      'c',
      'b',
      undefined,
    ]);
  });

  it('takes null and other empty values for things, and undefined for none [PO-01]', () => {
    const pool = new Pool<unknown>();
    for (const value of [null, 0, '', Number.NaN, false]) {
      pool.put(value);
      pool.put(undefined);
      expect(pool.get()).to.deep.equal(value);
      pool.put(1);
      pool.put(value);
      expect([pool.get(), pool.get()]).to.deep.equal([1, value]);
      expect(pool.get()).to.equal(undefined);
    }
  });

  it('asks the function that it has then', () => {
    const pool = new Pool({ new: () => 'old' });
    expect(pool.get()).to.equal('old');
    pool.new = () => 'new';
    expect(pool.get()).to.equal('new');
  });

  it('drops what is too much, and holds none of it [PO-01]', () => {
    const pool = new Pool({ new: () => -1 });
    for (let i = 0; i < 100_000; i++) pool.put(i);
    let count = 0;
    while (pool.get() !== -1) count++;
    expect(count).to.equal(1024);
  });

  it('is unchanged by a function that throws', () => {
    const error = new Error('no');
    const pool = new Pool<number>({
      new: () => {
        throw error;
      },
    });
    expect(thrown(() => pool.get())).to.equal(error);
    pool.put(1);
    expect(pool.get()).to.equal(1);
  });

  it('refuses bad options', () => {
    for (const options of [{ make: () => 1 }, { new: 1 }, 1, () => 1, {}]) {
      const error = thrown(() => new Pool(options as never));
      expect(error).to.be.instanceOf(MisuseError);
      expect(error).to.be.instanceOf(GoError);
    }
  });
});
