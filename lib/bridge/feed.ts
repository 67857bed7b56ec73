/** What a reader gets of something that is no channel of ours. */
import type { Receiver } from '../ends.ts';

/**
 * A receiver that something else feeds: an observable, a stream, an iterator, events. To read from
 * it is to read from a channel: `recv`, `for await`, an arm of a `select`, by any number of goroutines.
 *
 * It ends in one of three ways, always after what came before. Its source has ended: it is closed.
 * Its source has failed: every further receive fails with that error, be it an `await`, the `yield*`
 * or the loop; `tryRecv` and `trySelect` throw it. Or its reader has stopped it: by `using`, by
 * `feed[Symbol.dispose]()`, or by the `signal` it was made with; then it lets go of its source at once,
 * and is closed, or fails with the signal's reason.
 *
 * To leave a `for await` early takes nothing from it and stops nothing, as with every channel: somebody
 * else may be reading as well. Who is the last to read says so with `using`.
 */
export interface Feed<out T> extends Receiver<T>, Disposable {
  /** How many values had no room and were dropped, by the rule that it was made with. */
  readonly dropped: number;
}
