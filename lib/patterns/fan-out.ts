/** fanOut: one channel as several. */
import type { Intake } from '../bridge/intake.ts';
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { MisuseError } from '../kernel/errors.ts';
import { select } from '../select.ts';
import { crew, output } from './crew.ts';
import { isPlain } from './member.ts';

/**
 * So many receivers that share the values: each goes to one of those who wait, and to nobody else. All
 * are closed when the source is. (Goroutines that receive from one channel share it as well; this is
 * for functions that want one of their own.)
 *
 * @throws MisuseError if `count` is no whole number from 1 up.
 *
 * @example
 * ```ts
 * import { background } from 'millrace/context';
 * import { fanOut, merge } from 'millrace/patterns';
 * import { fromIterable } from 'millrace/streams';
 *
 * const [left, right] = fanOut(background(), fromIterable([1, 2, 3]), 2);
 * const all: number[] = [];
 * for await (const n of merge(background(), left!, right!)) all.push(n);
 * console.log(all.sort()); //=> [ 1, 2, 3 ]
 * ```
 */
export function fanOut<T>(ctx: Context, source: Receiver<T>, count: number): Receiver<T>[] {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new MisuseError('fanOut: a whole number from 1 up was expected', count);
  const outs = Array.from({ length: count }, () => output<T>('fanOut'));
  crew(ctx, outs, [
    function* fanOut(me) {
      for (let r = yield* me.take(source); r.ok; r = yield* me.take(source)) {
        const { value } = r;
        if (me.ctx.err() === undefined && tryPut(outs, value)) continue;
        const { key } = yield* select([me.ctx.done(), ...outs.map((out) => out.onSend(value))]);
        if (key === 0) return;
      }
    },
  ]);
  return outs;
}

/** Sends to any of those who wait, if there is one. */
function tryPut<T>(outs: readonly Intake<T>[], value: T): boolean {
  const { world } = outs[0] as Intake<T>;
  if (!isPlain(world)) return false;
  const ready = outs.filter((out) => out.canSend());
  if (ready.length === 0) return false;
  world.budget--;
  return (ready[world.choose('arm', ready.length)] as Intake<T>).trySend(value);
}
