import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { FatalError, go, gosched, MisuseError, numGoroutine, run } from 'millrace';
import { failure, forms, idle, wait } from '../goroutine/script.ts';
import { expectError, thrownBy } from './support.ts';

const noFunctions: unknown[] = [
  undefined,
  null,
  0,
  'work',
  {},
  [],
  Symbol('go'),
  Promise.resolve(),
];

function* body(): Generator<never, number, void> {
  return 1;
}

describe('go of what is no function', () => {
  for (const [name, value] of [
    ...noFunctions.map((one) => [String(one), one] as const),
    ['a generator that was started by hand', body()] as const,
  ]) {
    it(`throws at the call, and starts nothing: ${name} [GO-04]`, async () => {
      const before = numGoroutine();
      const { id } = go(body);
      const error = thrownBy(() => go(value as never, 1, 2));
      expectError(error, FatalError, 'GO_OF_NIL_FUNC_VALUE', 'go of nil func value');
      expect(error).to.have.property('cause', value);
      expect(go(body).id, 'no number is used up').to.equal(id + 1);
      await idle();
      expect(numGoroutine()).to.equal(before);
    });
  }

  for (const form of forms) {
    it(`can be caught here: the goroutine goes on, ${form.name} form [GO-04 differs]`, async () => {
      const value = await form.start(function* () {
        thrownBy(() => go(undefined as never));
        return 'goes on';
      });
      expect(value).to.equal('goes on');
    });
  }

  const strangers: Record<string, () => unknown> = {
    'an async generator': async function* (): AsyncGenerator<number> {
      yield 1;
    },
    'an iterator made by hand': () => ({ next: () => ({ done: true, value: 1 }) }),
    'an iterator of the language': () => [1, 2][Symbol.iterator](),
    'a generator of another realm': runInNewContext('(function* () { yield 1; })') as () => unknown,
  };
  for (const [name, fn] of Object.entries(strangers)) {
    it(`or of a function that gives what nobody would step: ${name}`, async () => {
      const before = numGoroutine();
      const goroutine = go(Object.defineProperty(fn, 'name', { value: 'worker' }));
      const message = `goroutine ${goroutine.id} worker returned an iterator: yield* an operation or until(promise)`;
      const error = await failure(goroutine);
      expectError(error, MisuseError, 'MISUSE', message);
      expect((error as Error).cause).to.have.property('next');
      expect(numGoroutine()).to.equal(before);
    });
  }

  it('but a goroutine may return an iterator, as any other value', async () => {
    const iterator = [1, 2][Symbol.iterator]();
    const all = forms.map((form) =>
      form.start(function* () {
        yield* wait(() => gosched());
        return iterator;
      }),
    );
    expect(await Promise.all(all)).to.deep.equal([iterator, iterator]);
  });

  it('is refused by run as well: nothing starts [GO-04]', async () => {
    const before = numGoroutine();
    const listeners = process.listenerCount('beforeExit');
    const error = thrownBy(() => run(undefined as never));
    expectError(error, FatalError, 'GO_OF_NIL_FUNC_VALUE', 'go of nil func value');
    expect(numGoroutine()).to.equal(before);
    expect(process.listenerCount('beforeExit')).to.equal(listeners);
  });
});
