/**
 * A crew: the goroutines behind what a pattern gives to receive from.
 *
 * Invariants:
 *  - its context is over as soon as that of the caller is, one of them has failed, or all have ended;
 *  - its outputs are open while one of the crew has not ended, unless one has failed: then they fail
 *    with the first error. When the context of the caller is over they are closed.
 *
 * So nobody of a crew outlives the caller's context, as long as all they wait for is an arm beside
 * its `done`; and what is thrown reaches whoever receives, after what was sent before.
 */
import { Intake } from '../bridge/intake.ts';
import type { Context } from '../context/context.ts';
import { withCancel } from '../context/with-cancel.ts';
import type { Receiver, Sender } from '../ends.ts';
import { go } from '../go.ts';
import type { Routine } from '../kernel/op.ts';
import type { Received } from '../kernel/waiter.ts';
import { select } from '../select.ts';

/** What one of a crew does. When the context is over it returns. */
export type Work = (ctx: Context) => Routine<void>;

/** What ends as its crew does. */
interface Output {
  end(): void;
  fail(error: unknown): void;
}

/** A channel that a crew sends on. */
export function output<T>(name: string): Intake<T> {
  const out = new Intake<T>(0, name);
  out.begin(() => {}, undefined);
  return out;
}

export function crew(parent: Context, outputs: readonly Output[], works: readonly Work[]): void {
  const [ctx, cancel] = withCancel(parent);
  let left = works.length;
  const leave = (): void => {
    if (left > 0) return;
    for (const out of outputs) out.end();
    cancel();
  };
  function* member(work: Work): Routine<void> {
    try {
      yield* work(ctx);
    } catch (error) {
      // First the others leave the line of the outputs, where nobody may stand when these are over.
      cancel();
      // Who was told to stop may say so by an error: that is none for whoever receives.
      if (parent.err() === undefined) for (const out of outputs) out.fail(error);
    } finally {
      left--;
      leave();
    }
  }
  for (const work of works) go(member, work);
  leave();
}

/** Receives, or gives `undefined` when the context is over; that comes first. */
export function* take<T>(ctx: Context, source: Receiver<T>): Routine<Received<T> | undefined> {
  if (ctx.err() !== undefined) return undefined;
  const got = yield* select({ done: ctx.done(), source });
  if (got.key === 'done') return undefined;
  return { value: got.value, ok: got.ok, done: !got.ok } as Received<T>;
}

/** Sends, and says whether it did: not when the context is over. */
export function* put<T>(ctx: Context, out: Sender<T>, value: T): Routine<boolean> {
  if (ctx.err() !== undefined) return false;
  const { key } = yield* select({ done: ctx.done(), sent: out.onSend(value) });
  return key === 'sent';
}
