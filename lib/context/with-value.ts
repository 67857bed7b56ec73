/** withValue: a context that carries something along. */
import type { Receiver } from '../ends.ts';
import type { Context, HostSignal } from './context.ts';
import { NilKeyError } from './errors.ts';
import type { Key } from './key.ts';
import { checkParent, nameOf, Ours, sourceOf, textOf } from './ours.ts';

class Valued extends Ours {
  declare readonly source: Context;
  declare readonly key: unknown;
  declare readonly kept: unknown;

  constructor(parent: Context, key: unknown, kept: unknown) {
    super(parent);
    this.source = sourceOf(parent);
    this.key = key;
    this.kept = kept;
  }

  answers(key: unknown): boolean {
    return key === this.key;
  }

  override get held(): unknown {
    return this.kept;
  }

  done(): Receiver<never> {
    return this.source.done();
  }

  deadline(): number | undefined {
    return this.source.deadline();
  }

  err(): Error | undefined {
    return this.source.err();
  }

  get signal(): HostSignal {
    return this.source.signal;
  }

  toString(): string {
    const parent = nameOf(this.parent as Context);
    return `${parent}.WithValue(${textOf(this.key)}, ${textOf(this.kept)})`;
  }
}

/**
 * A context that is over when its parent is, and keeps a value under a key: for what goes with a
 * request through all layers, not for optional arguments. The nearest value counts; `undefined` is
 * a value too, and hides what is above (CX-18, CX-19).
 *
 * @throws NilParentError without a parent, NilKeyError without a key.
 *
 * @see key
 */
export function withValue<T>(parent: Context, key: Key<T>, value: T): Context {
  checkParent(parent);
  if (key === null || key === undefined) throw new NilKeyError();
  return new Valued(parent, key, value);
}
