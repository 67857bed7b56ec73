/**
 * A crew: the goroutines behind what a pattern gives to receive from.
 *
 * Invariants:
 *  - its context is over as soon as that of the caller is, one of them has failed, or all have ended;
 *  - its outputs are open while one of the crew has not ended, unless one has failed: then they fail
 *    with the first error. When the context of the caller is over they are closed, at once: who is in
 *    the middle of something that cannot be taken back keeps no reader waiting.
 *
 * So nobody of a crew outlives the caller's context, as long as all they wait for is what a member
 * waits with, or stands beside `done`; and what is thrown reaches whoever receives, after what was sent
 * before.
 */
import { armOf } from '../bridge/arm-of.ts';
import { Intake } from '../bridge/intake.ts';
import type { Context } from '../context/context.ts';
import { withCancel } from '../context/with-cancel.ts';
import { go } from '../go.ts';
import { observe, type Routine } from '../kernel/op.ts';
import { accept } from '../kernel/waiter.ts';
import { Member } from './member.ts';

/** What one of a crew does. When the context is over it returns. */
export type Work = (me: Member) => Routine<void>;

/** A channel that a crew sends on. */
export function output<T>(name: string): Intake<T> {
  const out = new Intake<T>(0, name);
  out.begin(() => {}, undefined);
  return out;
}

export function crew<T>(
  parent: Context,
  outputs: readonly Intake<T>[],
  works: readonly Work[],
): void {
  const [ctx, cancel] = withCancel(parent);
  const members = works.map(() => new Member(ctx));
  const stop = (): void => {
    for (const member of members) member.stop();
    if (parent.err() !== undefined) for (const out of outputs) out.end();
  };
  if (ctx.err() === undefined) observe(armOf(ctx.done(), 'crew').park(), { ready: stop });
  let left = works.length;
  const leave = (): void => {
    if (left > 0) return;
    for (const out of outputs) out.end();
    cancel();
  };
  function* member(work: Work, me: Member): Routine<void> {
    try {
      yield* work(me);
    } catch (error) {
      // Who was told to stop may say so by an error: that is none for whoever receives.
      const fails = parent.err() === undefined;
      // What the others have in their hands came before. And nobody may stand in the line of the
      // outputs when these are over.
      if (fails) outputs.forEach(keep);
      cancel();
      if (fails) for (const out of outputs) out.fail(error);
    } finally {
      left--;
      leave();
    }
  }
  works.forEach((work, i) => void go(named(work.name, () => member(work, members[i] as Member))));
  leave();
}

/** Reports and recordings call a goroutine by its function: here by what it does, and not by what it is. */
function named<F extends object>(name: string, fn: F): F {
  return Object.defineProperty(fn, 'name', { value: name });
}

/** Whoever waits to send has sent: his value can be received, whatever happens next. */
function keep<T>(out: Intake<T>): void {
  const { senders } = out;
  while (senders.first !== null) out.stash(accept(senders.shift()) as T);
}
