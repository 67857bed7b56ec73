/** broadcast: every value for everybody. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { Channel } from '../channel.ts';
import type { Feed } from '../bridge/feed.ts';
import { Intake } from '../bridge/intake.ts';
import { readOptions, type FeedOptions } from '../bridge/options.ts';
import { SendOnClosedError } from '../kernel/errors.ts';
import type { Routine } from '../kernel/op.ts';
import { select } from '../select.ts';
import { crew } from './crew.ts';
import { isStopped, type Got, type Member } from './member.ts';

/** Where to subscribe. */
export interface Broadcast<out T> {
  /**
   * From now on every value that is received from the source comes here as well. It is let go of by
   * `[Symbol.dispose]()` or the `signal`; see {@link Feed}.
   */
  readonly subscribe: (options?: FeedOptions) => Feed<T>;
}

/**
 * Gives every value to each subscriber, in order. The **late subscriber's rule**: one gets every value
 * that is received from the source after it has subscribed, and none from before. While nobody is
 * subscribed nothing is received, and a value that the last subscriber left before he got it waits for the
 * next one: so nothing is lost.
 *
 * The next value is received when every subscriber has got the one before: the slowest sets the pace,
 * unless its `capacity` makes up for it. One who leaves holds nobody up. All end as the source ends.
 *
 * @example
 * ```ts
 * import { Channel, go, type Receiver } from 'millrace';
 * import { background } from 'millrace/context';
 * import { broadcast } from 'millrace/patterns';
 *
 * const news = new Channel<string>();
 * const channel = broadcast(background(), news);
 * function* read(name: string, from: Receiver<string>) {
 *   for (let r = yield* from.recv(); r.ok; r = yield* from.recv()) console.log(name, r.value);
 * }
 * const ann = go(read, 'Ann', channel.subscribe());
 * await news.send('first');
 * const bob = go(read, 'Bob', channel.subscribe());
 * await news.send('second');
 * news.close();
 * await ann;
 * await bob;
 * // Unordered output:
 * // Ann first
 * // Ann second
 * // Bob second
 * ```
 */
export function broadcast<T>(ctx: Context, source: Receiver<T>): Broadcast<T> {
  const readers = new Set<Intake<T>>();
  // Says that there may be a first reader, or a last one less.
  const changed = new Channel<void>(1);
  /** How it has ended. */
  let end: ((reader: Intake<T>) => void) | null = null;

  /** Gives a value to all who are there now; says whether somebody got it. */
  function* deliver(me: Member, value: T): Routine<boolean> {
    let delivered = false;
    // Who comes meanwhile is too late for this one.
    const present = [...readers];
    for (const reader of present) {
      if (!reader.isOpen) continue;
      try {
        if (isStopped(yield* me.put(reader, value))) return delivered;
        delivered = true;
      } catch (error) {
        // It has left, be it in the middle of the wait.
        if (!(error instanceof SendOnClosedError)) throw error;
      }
    }
    return delivered;
  }

  function* work(me: Member): Routine<void> {
    const done = me.ctx.done();
    let held: { value: T } | null = null;
    while (me.ctx.err() === undefined) {
      const isWatched = readers.size > 0;
      if (held !== null && isWatched) {
        if (yield* deliver(me, held.value)) held = null;
        continue;
      }
      let got = isWatched ? me.tryTake(source) : undefined;
      if (got === undefined) {
        const first = yield* select({ done, changed, source: isWatched ? source : null });
        if (first.key !== 'source') continue;
        got = first as Got<T>;
      }
      if (!got.ok) return;
      held = { value: got.value };
    }
  }

  function finish(how: (reader: Intake<T>) => void): void {
    end = how;
    for (const reader of readers) how(reader);
    readers.clear();
  }

  crew(
    ctx,
    [],
    [
      function* broadcast(me) {
        try {
          yield* work(me);
          finish((reader) => reader.end());
        } catch (error) {
          finish((reader) => reader.fail(error));
        }
      },
    ],
  );

  return {
    subscribe(options) {
      const { capacity = 0, signal } = readOptions(options, []);
      const reader = new Intake<T>(capacity, 'broadcast');
      const leave = (): void => {
        readers.delete(reader);
        changed.trySend();
      };
      if (!reader.begin(leave, signal)) return reader;
      if (end !== null) end(reader);
      else {
        readers.add(reader);
        changed.trySend();
      }
      return reader;
    },
  };
}
