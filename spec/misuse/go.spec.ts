import { expect } from 'chai';
import { FatalError, go, numGoroutine, run } from 'millrace';
import { forms, idle } from '../goroutine/script.ts';
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

  it('is refused by run as well: nothing starts [GO-04]', async () => {
    const before = numGoroutine();
    const listeners = process.listenerCount('beforeExit');
    const error = thrownBy(() => run(undefined as never));
    expectError(error, FatalError, 'GO_OF_NIL_FUNC_VALUE', 'go of nil func value');
    expect(numGoroutine()).to.equal(before);
    expect(process.listenerCount('beforeExit')).to.equal(listeners);
  });
});
