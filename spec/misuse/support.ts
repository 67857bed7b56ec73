import { expect } from 'chai';
import type { GoError } from 'millrace';

/** What a call throws. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('it did not throw');
}

/** The error is of exactly this class, with exactly this code and message. */
export function expectError(
  error: unknown,
  kind: new (...args: never[]) => GoError,
  code: string,
  message: string | RegExp,
): void {
  expect(error).to.be.instanceOf(kind);
  const { constructor, ...rest } = { constructor: kind, ...(error as GoError) };
  expect((error as GoError).constructor).to.equal(constructor);
  expect(rest.code).to.equal(code);
  if (typeof message === 'string') expect((error as Error).message).to.equal(message);
  else expect((error as Error).message).to.match(message);
}
