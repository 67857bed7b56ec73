import { expect } from 'chai';
import { lineIn, readable } from '../../docs/.vitepress/playground/places.ts';

const MODULE = 'blob:http://127.0.0.1/6a1c';
const OTHERS = ['http://127.0.0.1/millrace/', 'http://127.0.0.1/worker.js'];

describe('places in what the playground prints', () => {
  it('name the program, in the stacks of every engine, and leave out what is not its own', () => {
    const v8 = `Error: no\n    at main (${MODULE}:3:9)\n    at run (${OTHERS[0]}run.js:9:1)`;
    expect(readable(v8, MODULE, OTHERS)).to.equal('Error: no\n    at main (main.ts:3:9)');
    const native = `Error: no\n    at main (${MODULE}:3:9)\n    at main.next (<anonymous>)`;
    expect(readable(native, MODULE, OTHERS)).to.equal('Error: no\n    at main (main.ts:3:9)');
    const spiderMonkey = `main@${MODULE}:3:9\n@${OTHERS[1]}:9:1`;
    expect(readable(spiderMonkey, MODULE, OTHERS)).to.equal('main@main.ts:3:9');
  });

  it('leave alone what the program prints of an address', () => {
    const text = `look at ${OTHERS[0]}index.js\n`;
    expect(readable(text, MODULE, OTHERS)).to.equal(text);
  });

  it('give the innermost line', () => {
    expect(lineIn('at a (main.ts:12:3)\n at b (main.ts:4:1)')).to.equal(12);
    expect(lineIn('no place')).to.equal(null);
  });
});
