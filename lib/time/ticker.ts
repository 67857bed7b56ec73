/** Ticker: times that arrive at equal distances. */
import { Channel } from '../channel.ts';
import type { Receiver } from '../ends.ts';
import { here } from '../kernel/world.ts';
import { milliseconds, period } from './milliseconds.ts';
import { TimerChannel } from './timer-channel.ts';

/**
 * Every so many milliseconds a time arrives on `c`, counted from when the ticker was made. Who is
 * slow gets the tick that was missed first, with its own time, and then the next that is still to
 * come; those in between are dropped. Several receivers share the ticks (TM-13, TM-19).
 *
 * While nobody waits for it, it costs the host nothing, keeps no process alive and can be
 * collected, stopped or not (TM-16). Source: TM-10 to TM-19.
 *
 * @example
 * ```ts
 * import { Ticker } from 'millrace/time';
 *
 * const ticker = new Ticker(2);
 * let ticks = 0;
 * for await (const time of ticker.c) {
 *   console.log('tick', time > 0);
 *   if (++ticks === 2) break;
 * }
 * ticker.stop();
 * // Output:
 * // tick true
 * // tick true
 * ```
 */
export class Ticker {
  /** Where the ticks arrive; `stop` does not close it. */
  readonly c: Receiver<number>;
  readonly #ticks: TimerChannel;

  /**
   * @throws NonPositiveIntervalError for 0 or less (TM-10). MisuseError for what is no number.
   */
  constructor(ms: number) {
    this.c = this.#ticks = new TimerChannel(here(), period(ms, 'NewTicker'), ms);
  }

  /** Stops it: no tick arrives any more, not even one that was due. To stop it twice is once. */
  stop(): void {
    this.#ticks.stop();
  }

  /**
   * Begins anew, with another period and from now, whether or not it was stopped; a tick that was
   * due is dropped (TM-14).
   *
   * @throws NonPositiveIntervalError for 0 or less, MisuseError for what is no number; then nothing
   *   has changed.
   */
  reset(ms: number): void {
    this.#ticks.reset(period(ms, 'Ticker.Reset'), ms);
  }
}

/**
 * The channel of a ticker that nobody needs to stop. For 0 or less it is the nil channel, on which
 * nothing ever arrives (TM-11).
 *
 * @throws MisuseError if it is given no number.
 *
 * @example
 * ```ts
 * import { tick } from 'millrace/time';
 *
 * const ticks = tick(2);
 * const first = (await ticks.recv()).value ?? 0;
 * const second = (await ticks.recv()).value ?? 0;
 * console.log(second - first > 1.9); //=> true
 * ```
 */
export function tick(ms: number): Receiver<number> {
  return milliseconds(ms, 'tick') <= 0 ? Channel.nil() : new Ticker(ms).c;
}
