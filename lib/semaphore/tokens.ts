/**
 * The inside of a semaphore: how much of it is held, and who waits for how much.
 *
 * Invariants:
 *  - what is held is from 0 to the size;
 *  - who is first in line wants more than is left, and no more than the size;
 *  - who wants more than the size waits by itself and is in nobody's way (SW-03).
 */
import type { Signal } from '../kernel/abort.ts';
import { Arm } from '../kernel/arm.ts';
import { fail, settle, type Pending } from '../kernel/op.ts';
import { WaitQueue, type Place } from '../kernel/wait-queue.ts';
import { Waiter } from '../kernel/waiter.ts';
import type { World } from '../kernel/world.ts';

const REASON = 'semaphore.Weighted.Acquire';

export class Tokens implements Place {
  declare readonly world: World;
  declare readonly size: number;
  declare held: number;
  declare readonly requests: WaitQueue<Request>;
  declare readonly hopeless: WaitQueue<Request>;

  constructor(world: World, size: number) {
    this.world = world;
    this.size = size;
    this.held = 0;
    this.requests = new WaitQueue<Request>(this, REASON);
    this.hopeless = new WaitQueue<Request>({ world }, REASON);
  }

  /** Whether somebody who comes now gets so many: nobody passes those who wait (SW-02). */
  has(weight: number): boolean {
    return this.requests.first === null && weight <= this.size - this.held;
  }

  /** Gives to those in line from the front, up to the first who wants more than is left (SW-05). */
  grant(): void {
    const { requests } = this;
    for (let one = requests.first; one !== null; one = requests.first) {
      const { signal, weight } = one;
      // Its signal has fired and is about to tell it: it must not take what others can have.
      const gone = signal?.aborted === true;
      if (!gone && weight > this.size - this.held) return;
      requests.shift();
      if (gone) {
        fail(one, signal?.reason);
      } else {
        this.held += weight;
        settle(one, undefined);
      }
    }
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { held, size, requests, hopeless } = this;
      requests.check();
      hopeless.check();
      if (held < 0 || held > size) throw new Error('semaphore: held');
      if (requests.first !== null && requests.first.weight <= size - held) {
        throw new Error('semaphore: forgotten');
      }
    }
  }
}

/** Somebody in line. */
class Request extends Waiter<void> {
  declare readonly tokens: Tokens;
  declare readonly weight: number;
  declare readonly signal: Signal | undefined;

  constructor(tokens: Tokens, weight: number, signal: Signal | undefined) {
    super(undefined);
    this.tokens = tokens;
    this.weight = weight;
    this.signal = signal;
  }

  /** Whoever stood behind it may be content with less (SW-04). */
  override withdraw(): void {
    const { tokens } = this;
    const first = tokens.requests.first === this;
    super.withdraw();
    if (first) tokens.grant();
  }
}

/** One `acquire`, as an arm. */
export class Acquire extends Arm<void> {
  declare readonly world: World;
  readonly #tokens: Tokens;
  readonly #weight: number;
  readonly #signal: Signal | undefined;

  constructor(tokens: Tokens, weight: number, signal: Signal | undefined) {
    super();
    this.world = tokens.world;
    this.#tokens = tokens;
    this.#weight = weight;
    this.#signal = signal;
  }

  ready(): boolean {
    return this.#tokens.has(this.#weight);
  }

  commit(): void {
    this.#tokens.held += this.#weight;
  }

  enqueue(request: Request): void {
    const { size, requests, hopeless } = this.#tokens;
    (request.weight > size ? hopeless : requests).push(request);
  }

  override park(): Pending {
    const request = new Request(this.#tokens, this.#weight, this.#signal);
    this.enqueue(request);
    return request;
  }
}
