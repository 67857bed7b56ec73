/**
 * `millrace/semaphore`: Go's golang.org/x/sync/semaphore.
 *
 * @module
 */
import type { WaitOptions } from './kernel/abort.ts';
import { failed, nothing } from './kernel/door.ts';
import { MisuseError } from './kernel/errors.ts';
import type { Op } from './kernel/op.ts';
import { wait } from './kernel/wait.ts';
import { here } from './kernel/world.ts';
import { SemaphoreReleaseError } from './semaphore/release-error.ts';
import { Acquire, Tokens } from './semaphore/tokens.ts';

export { SemaphoreReleaseError };

/**
 * So much of something, which may be acquired in parts: connections, bytes of memory, slots.
 *
 * Those who wait are served in the order in which they came. Nobody passes, so one who wants much
 * is not starved by many who want little: he keeps them waiting. Source: SW-01 to SW-06.
 *
 * @example
 * ```ts
 * import { go, sleep } from 'millrace';
 * import { Weighted } from 'millrace/semaphore';
 *
 * const seats = new Weighted(2);
 * function* visit(name: string, party: number) {
 *   yield* seats.acquire(party);
 *   console.log(name, 'come');
 *   yield* sleep(1);
 *   seats.release(party);
 * }
 * const all = [go(visit, 'the Millers', 2), go(visit, 'Ann', 1), go(visit, 'Bob', 1)];
 * await Promise.all(all);
 * // Output:
 * // the Millers come
 * // Ann come
 * // Bob come
 * ```
 */
export class Weighted {
  readonly #tokens: Tokens;

  /**
   * @throws MisuseError if the size is no whole number from 0 up.
   */
  constructor(size: number) {
    if (!isWeight(size)) throw wrong('new Weighted');
    this.#tokens = new Tokens(here(), size);
  }

  /**
   * Waits until it has so much. An abort takes it out of the line; whoever stands behind it may then
   * be served at once. Who wants more than there is altogether waits for his signal alone, and keeps
   * nobody else waiting (SW-03).
   *
   * @throws MisuseError if the weight is no whole number from 0 up.
   */
  acquire(weight = 1, options?: WaitOptions): Op<void> {
    if (!isWeight(weight)) return failed(wrong('Weighted.acquire'));
    const tokens = this.#tokens;
    if (--tokens.world.budget < 0 || options !== undefined || !tokens.has(weight)) {
      return wait(new Acquire(tokens, weight, options?.signal), options);
    }
    tokens.held += weight;
    return nothing();
  }

  /** Takes so much if that needs no waiting, and says whether it did. It passes nobody who waits. */
  tryAcquire(weight = 1): boolean {
    if (!isWeight(weight)) throw wrong('Weighted.tryAcquire');
    const tokens = this.#tokens;
    if (!tokens.has(weight)) return false;
    tokens.held += weight;
    return true;
  }

  /**
   * Gives so much back, and serves those who wait. Waits for nothing and lets nobody run.
   *
   * @throws SemaphoreReleaseError if less is held; nothing has changed.
   */
  release(weight = 1): void {
    if (!isWeight(weight)) throw wrong('Weighted.release');
    const tokens = this.#tokens;
    if (weight > tokens.held) throw new SemaphoreReleaseError();
    tokens.held -= weight;
    tokens.grant();
  }

  /** @internal */
  check(): void {
    this.#tokens.check();
  }
}

function isWeight(weight: number): boolean {
  return Number.isSafeInteger(weight) && weight >= 0;
}

function wrong(what: string): MisuseError {
  return new MisuseError(`${what}: a whole number from 0 up was expected`);
}
