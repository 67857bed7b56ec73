/** debounce: the last value before a pause. */
import { after } from '../after.ts';
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import type { Arm } from '../kernel/arm.ts';
import { MisuseError } from '../kernel/errors.ts';
import { select } from '../select.ts';
import { crew, output } from './crew.ts';

/** What a select gave. */
interface Got {
  readonly key: string;
  readonly value: unknown;
  readonly ok: boolean;
}

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
  const out = output<T>('debounce');
  crew(
    ctx,
    [out],
    [
      function* debounce(me) {
        const done = me.ctx.done();
        let held: { value: T } | null = null;
        let quiet: Receiver<number> | null = null;
        try {
          while (me.ctx.err() === undefined) {
            const sent: Arm<void> | null =
              held !== null && quiet === null ? out.onSend(held.value) : null;
            const arms = { done, source, quiet, sent };
            const got: Got = yield* select(arms);
            if (got.key === 'done') return;
            if (got.key === 'quiet') quiet = null;
            else if (got.key === 'sent') held = null;
            else if (!got.ok) break;
            else {
              held = { value: got.value as T };
              quiet = after(quietMs);
            }
          }
        } catch (error) {
          if (held !== null) yield* me.put(out, held.value);
          throw error;
        }
        if (held !== null) yield* me.put(out, held.value);
      },
    ],
  );
  return out;
}
