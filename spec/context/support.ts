/** Contexts of classes that are not ours, and ways to look at ours. */
import type { Receiver } from 'millrace';
import { Channel } from 'millrace';
import { cause, type Context, type HostSignal } from 'millrace/context';
import type { Key } from '../../lib/context/key.ts';
import type { Canceler } from '../../lib/context/canceler.ts';

export { failure, forms, idle, inBothForms, pass, wait, type Script } from '../time/support.ts';

/** Hands everything on to another context: what a class that wraps one does. */
export class Wrapper implements Context {
  readonly inner: Context;

  constructor(inner: Context) {
    this.inner = inner;
  }

  done(): Receiver<never> {
    return this.inner.done();
  }

  deadline(): number | undefined {
    return this.inner.deadline();
  }

  err(): Error | undefined {
    return this.inner.err();
  }

  value<T>(key: Key<T>): T | undefined {
    return this.inner.value(key);
  }

  get signal(): HostSignal {
    return this.inner.signal;
  }
}

/** Has a channel and an error of its own, and takes the rest from another context. */
export class Custom extends Wrapper {
  readonly channel: Channel<never> = new Channel<never>();
  error: Error | undefined;

  override done(): Receiver<never> {
    return this.channel;
  }

  override err(): Error | undefined {
    return this.error;
  }

  end(error: Error): void {
    this.error = error;
    this.channel.close();
  }
}

/** How many contexts and calls hang on one of ours. */
export function hanging(ctx: Context): number {
  const { children } = ctx as Canceler;
  let count = 0;
  for (let one = children?.first ?? null; one !== null; one = one.after) count++;
  return count;
}

/** What a context tells of its end. */
export function ended(ctx: Context): [err: string | undefined, cause: unknown] {
  const why = cause(ctx);
  return [ctx.err()?.message, why instanceof Error ? why.message : why];
}
