import { expect } from 'chai';
import { Channel, go, run } from 'millrace';
import { Procs, serve, transfer } from 'millrace/procs';
import { explore } from 'millrace/testing';
import { GoexitError, MisuseError } from '../../lib/kernel/errors.ts';
import { counted, failure, work, type Work } from './support/counted.ts';

describe('Procs', () => {
  it('runs a module as it is, with the flags of the process', async () => {
    const procs = new Procs<Work>(new URL('./fixtures/work.ts', import.meta.url).href);
    expect(await procs.go('add', 1, 2)).to.equal(3);
    await procs.close();
  });

  let procs: Procs<Work>;
  before(() => {
    ({ procs } = counted({ procs: 2 }));
  });
  after(() => procs.close());

  it('runs functions of every form', async () => {
    expect(await procs.go('add', 1, 2)).to.equal(3);
    expect(await procs.go('generator', 4)).to.equal(8);
    expect(await procs.go('async', 4)).to.deep.equal([4]);
    expect(await procs.go('self'), 'a method of its record').to.equal('add,generator');
  });

  it('is waited for in a goroutine, and under run', async () => {
    function* main() {
      return (yield* procs.go('add', 1, 2)) + (yield* procs.go('generator', 2));
    }
    expect(await go(main)).to.equal(7);
    expect(await run(main)).to.equal(7);
    expect(await run(async () => procs.go('add', 3, 4))).to.equal(7);
  });

  it('carries values untouched', async () => {
    const values = [
      undefined,
      null,
      NaN,
      -0,
      2n ** 70n,
      'ü',
      new Date(0),
      new Map([[1, { a: [] }]]),
    ];
    for (const value of values) expect(await procs.go('echo', value)).to.deep.equal(value);
    expect(await procs.go('echo', values)).to.deep.equal(values);
    const many = Array.from({ length: 300 }, (_, i) => i);
    expect(
      await (procs as unknown as Procs<{ count(...all: number[]): number }>).go('count', ...many),
    ).to.equal(300);
  });

  it('calls begin in the order in which they were made', async () => {
    const one = new Procs<Work>(work, { procs: 1 });
    const orders = Array.from({ length: 500 }, (_, i) =>
      i % 3 === 0 ? one.go('order', { i }) : one.go('order', i),
    );
    expect(await Promise.all(orders)).to.deep.equal(orders.map((_, i) => i));
    await one.close();
  });

  it('carries channels, both ways', async () => {
    const jobs = new Channel<number>(4);
    const results = new Channel<number>(4);
    const done = procs.go('squares', jobs, results);
    go(function* () {
      for (let i = 0; i < 100; i++) yield* jobs.send(i);
      jobs.close();
    });
    let sum = 0;
    for await (const square of results) sum += square;
    expect(sum).to.equal(328350);
    expect(await done).to.equal(100);
    const made = await procs.go('makesChannel', 3);
    expect(await Promise.all([made.recv(), made.recv(), made.recv(), made.recv()])).to.deep.equal([
      { value: 0, ok: true, done: false },
      { value: 1, ok: true, done: false },
      { value: 2, ok: true, done: false },
      { value: undefined, ok: false, done: true },
    ]);
  });

  it('moves what is marked, either way', async () => {
    const bytes = new Uint8Array(1000);
    expect(await procs.go('bytes', transfer(bytes, [bytes.buffer]))).to.equal(1000);
    expect(bytes.length).to.equal(0);
    expect(await procs.go('filled', 1000)).to.deep.equal(new Uint8Array(1000).fill(1));
  });

  it('gives what was thrown, with all that it has', async () => {
    expect(await failure(procs.go('thrown', 'text'))).to.equal('text');
    const error = (await failure(procs.go('thrown', ''))) as Error;
    expect(error).to.be.instanceOf(TypeError);
    expect(error.message).to.equal('no');
    expect(error.stack).to.match(/TypeError: no\n.*work\.mjs/);
    expect(error).to.have.property('path').deep.equal(['a']);
    expect(error.cause).to.be.instanceOf(RangeError);
    expect((error.cause as Error).cause).to.deep.equal({ at: 1 });
    expect(Object.keys(error)).to.deep.equal(['path']);
  });

  it('gives errors of the library as what they are', async () => {
    const error = await failure(procs.go('thrown', 'own'));
    expect(error).to.be.instanceOf(MisuseError);
    expect(error).to.have.property('code', 'MISUSE');
    expect(await failure(procs.go('leaves'))).to.be.instanceOf(GoexitError);
  });

  it('fails alone for what cannot be sent, as an argument or as a result', async () => {
    const all = [
      failure(procs.go('echo', () => 1)),
      procs.go('add', 1, 1),
      failure(procs.go('unclonable')),
      failure(procs.go('echo', { at: 1, deep: [Symbol('s')] })),
      procs.go('echo', { fine: 1 }),
      failure(procs.go('echo', new WeakMap())),
      procs.go('add', 2, 2),
    ];
    const [a, two, b, c, fine, d, four] = await Promise.all(all);
    expect([two, fine, four]).to.deep.equal([2, { fine: 1 }, 4]);
    for (const error of [a, b, c, d]) expect(error).to.have.property('name', 'DataCloneError');
  });

  it('fails alone for what turns out to be impossible when it is sent', async () => {
    const { buffer } = new Uint8Array(8);
    const [twice, one, two] = [
      failure(procs.go('echo', transfer([buffer], [buffer, buffer]))),
      procs.go('echo', [1]),
      procs.go('add', 1, 1),
    ];
    expect(await twice).to.have.property('name', 'DataCloneError');
    expect([await one, await two]).to.deep.equal([[1], 2]);
    expect(await failure(procs.go('doubled', 8))).to.have.property('name', 'DataCloneError');
    const angry = Object.defineProperty({}, 'at', {
      enumerable: true,
      get: () => {
        throw new RangeError('no look');
      },
    });
    expect(await failure(procs.go('echo', angry))).to.be.instanceOf(RangeError);
  });

  it('names what is served if a name is not', async () => {
    const error = await failure(procs.go('hash' as 'add', 1, 2));
    expect(error).to.have.property('code', 'NOT_SERVED');
    expect(String(error)).to.match(
      /^NotServedError: "hash" is not served; these are: add, generator, async/,
    );
    expect(await failure(procs.go('toString' as 'add', 1, 2))).to.have.property(
      'code',
      'NOT_SERVED',
    );
  });

  it('raises what nobody waits for', async () => {
    const raised = new Promise((resolve) => {
      const listeners = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      process.once('uncaughtException', (error) => {
        for (const listener of listeners) process.on('uncaughtException', listener);
        resolve(error);
      });
    });
    await go(function* () {
      void procs.go('thrown', 'own');
    });
    const error = await raised;
    expect(error).to.have.property('code', 'PANIC');
    expect(error).to.have.property('message', 'panic: own [call of thrown]');
    expect((error as Error).cause).to.be.instanceOf(MisuseError);
  });

  it('refuses options and modules that are none', () => {
    const make = Procs as unknown as new (...args: unknown[]) => unknown;
    for (const args of [
      [],
      [1],
      [work, 1],
      [work, { proc: 1 }],
      [work, { procs: 0 }],
      [work, { procs: 1.5 }],
    ]) {
      expect(() => new make(...args), JSON.stringify(args)).to.throw(MisuseError);
    }
  });

  it('is no business of a controlled world', async () => {
    const { outcomes } = await explore(
      function* () {
        try {
          yield* procs.go('add', 1, 2);
        } catch (error) {
          return (error as MisuseError).code;
        }
        return 'ran';
      },
      { runs: 1 },
    );
    expect([...outcomes.keys()].join()).to.contain('MISUSE');
  });
});

describe('serve', () => {
  it('does nothing but check, in a thread that nobody has started for it', () => {
    const functions = { add: (a: number, b: number) => a + b };
    expect(serve(functions)).to.equal(functions);
    expect(() => serve({ no: 1 } as unknown as object)).to.throw(MisuseError);
    expect(() => serve(undefined as unknown as object)).to.throw(MisuseError);
  });
});
