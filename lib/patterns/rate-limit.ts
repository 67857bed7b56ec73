/** rateLimit: values, not too many in a time. */
import { after } from '../after.ts';
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { MisuseError, onlyOption } from '../kernel/errors.ts';
import { here } from '../kernel/world.ts';
import { crew, output } from './crew.ts';
import { isStopped } from './member.ts';

/** How far a rate may be exceeded. */
export interface RateLimitOptions {
  /** How many may pass at once after a pause that was long enough: 1 if it is not given. */
  readonly burst?: number | undefined;
}

/**
 * The values in order, one in every so many milliseconds: none is dropped, those that come too soon
 * wait, and so does who sends them. After a pause up to `burst` pass at once. Timers of hosts count
 * milliseconds: more than some hundreds in a second come only with a `burst`.
 *
 * @throws MisuseError if `everyMs` is no finite number from 0 up, or `burst` no whole number from 1 up.
 *
 * @example
 * ```ts
 * import { background } from 'millrace/context';
 * import { rateLimit } from 'millrace/patterns';
 * import { fromIterable } from 'millrace/streams';
 * import { now } from 'millrace/time';
 *
 * const started = now();
 * const calls = rateLimit(background(), fromIterable(['a', 'b', 'c']), 10, { burst: 2 });
 * for await (const _ of calls);
 * console.log(now() - started >= 10); //=> true
 * ```
 */
export function rateLimit<T>(
  ctx: Context,
  source: Receiver<T>,
  everyMs: number,
  options?: RateLimitOptions,
): Receiver<T> {
  if (options !== undefined) onlyOption(options, 'burst');
  const { burst = 1 } = options ?? {};
  if (!Number.isFinite(everyMs) || everyMs < 0)
    throw new MisuseError('rateLimit: milliseconds were expected', everyMs);
  if (!Number.isSafeInteger(burst) || burst < 1)
    throw new MisuseError('rateLimit: burst: a whole number from 1 up was expected', burst);
  const world = here();
  const out = output<T>('rateLimit');
  crew(
    ctx,
    [out],
    [
      function* rateLimit(me) {
        // When the next could pass if there were no bursts: each that passes moves it on by one step.
        let dueMs = world.now();
        for (let r = yield* me.take(source); r.ok; r = yield* me.take(source)) {
          const soonestMs = dueMs - (burst - 1) * everyMs;
          const waitMs = soonestMs - world.now();
          let lateMs = 0;
          if (waitMs > 0) {
            if (!(yield* me.take(after(waitMs))).ok) return;
            // Hosts' timers are late by a millisecond or so: as part of each step it would be lost.
            lateMs = world.now() - soonestMs;
          }
          if (isStopped(yield* me.put(out, r.value))) return;
          // It has passed only now: a reader who came late gets no two at once.
          const passedMs = world.now() - (lateMs < everyMs ? lateMs : 0);
          dueMs = Math.max(dueMs, passedMs) + everyMs;
        }
      },
    ],
  );
  return out;
}
