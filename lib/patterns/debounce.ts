/** debounce: the last value before a pause. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { MisuseError } from '../kernel/errors.ts';
import { here } from '../kernel/world.ts';
import { select } from '../select.ts';
import { crew, output } from './crew.ts';
import { Limit } from './limit.ts';
import type { Got } from './member.ts';

/** What a select gave. */
type Selected = Got<unknown> & { readonly key: string };

/**
 * The value after which none came for so many milliseconds; those before it are dropped. A value that
 * nobody has received yet is dropped as well when another one comes. The last is given at once when
 * the source ends or fails.
 *
 * @throws MisuseError if it is given no number.
 *
 * @example
 * ```ts
 * import { Channel } from 'millrace';
 * import { background } from 'millrace/context';
 * import { debounce } from 'millrace/patterns';
 *
 * const keys = new Channel<string>(3);
 * for (const text of ['g', 'go', 'gop']) keys.trySend(text);
 * const queries = debounce(background(), keys, 5);
 * console.log((await queries.recv()).value); //=> gop
 * keys.close();
 * ```
 */
export function debounce<T>(ctx: Context, source: Receiver<T>, quietMs: number): Receiver<T> {
  if (typeof quietMs !== 'number' || Number.isNaN(quietMs))
    throw new MisuseError('debounce: a number of milliseconds was expected', quietMs);
  const world = here();
  const out = output<T>('debounce');
  crew(
    ctx,
    [out],
    [
      function* debounce(me) {
        const done = me.ctx.done();
        let held: { value: T } | null = null;
        let quiet: Limit | null = null;
        /** When it will have been quiet: who says more moves that on, but not the timer. */
        let dueMs = 0;
        try {
          while (me.ctx.err() === undefined) {
            let got: Got<unknown>;
            if (held !== null && quiet === null) {
              const sent = out.onSend(held.value);
              const first: Selected = yield* select({ done, source, sent });
              if (first.key === 'sent') {
                held = null;
                continue;
              }
              got = first;
            } else {
              got = yield* me.take(source, quiet);
              if (!got.ok && quiet?.isOver === true) {
                const leftMs = dueMs - world.now();
                quiet = leftMs > 0 ? new Limit(me, leftMs) : null;
                continue;
              }
            }
            if (!got.ok) break;
            held = { value: got.value as T };
            dueMs = world.now() + quietMs;
            quiet ??= new Limit(me, quietMs);
          }
        } catch (error) {
          quiet?.stop();
          if (held !== null) yield* me.put(out, held.value);
          throw error;
        }
        quiet?.stop();
        if (held !== null) yield* me.put(out, held.value);
      },
    ],
  );
  return out;
}
