/** What somebody waits for, in Go's words (DL-13). */
import { Channel } from '../channel.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { Pending } from '../kernel/op.ts';
import type { Place, WaitQueue } from '../kernel/wait-queue.ts';
import { Selecting, Waiter } from '../kernel/waiter.ts';

/** What an operation is, in Go's words, and on what it waits. */
export function describe(op: unknown, sizes = true): { reason: string; places: string[] } {
  if (op instanceof Selecting) {
    const places: string[] = [];
    let reason = op.cases === 0 ? 'select (no cases)' : 'select';
    for (let arm = op.arms; arm !== null; arm = arm.sibling) {
      if (op.cases === 1) reason = reasonOf(arm.queue) || reason;
      places.unshift(
        `${String(arm.key)}: ${reasonOf(arm.queue)} ${placeText(arm.queue?.place, sizes)}`,
      );
    }
    return { reason, places: places.map((place) => place.trim()) };
  }
  if (op instanceof Waiter && op.queue !== null) {
    const place = placeText(op.queue.place, sizes);
    return { reason: reasonOf(op.queue), places: place === '' ? [] : [place] };
  }
  if (op instanceof Goroutine) {
    return { reason: 'join', places: [op.label] };
  }
  return { reason: 'await', places: [] };
}

/** Channels without a name are numbered in the order in which reports come upon them. */
const numbers = /* @__PURE__ */ new WeakMap<object, number>();
let lastNumber = 0;

function numberOf(channel: object): number {
  let number = numbers.get(channel);
  if (number === undefined) numbers.set(channel, (number = ++lastNumber));
  return number;
}

/** What a channel is called. */
export function nameOf(channel: Channel<unknown>): string {
  return `channel ${channel.name ?? `#${String(numberOf(channel))}`}`;
}

/** Go's words for standing in a line. */
export function reasonOf(queue: WaitQueue | null): string {
  if (queue === null) return '';
  return queue.place === Channel.nil() ? `${queue.waitReason} (nil chan)` : queue.waitReason;
}

/** One line on what somebody waits at; empty when there is nothing to say. */
function placeText(place: Place | undefined, sizes: boolean): string {
  if (!(place instanceof Channel) || place === Channel.nil()) return '';
  if (!sizes) return nameOf(place);
  return `${nameOf(place)} (len ${String(place.length)}, cap ${String(place.capacity)})`;
}

/** Whether it only waits for its turn: it is new, what it waited for is done, or it gave way. */
export function isReady(goroutine: Goroutine, op: unknown): boolean {
  if (typeof goroutine.body === 'function') return true;
  if (!(op instanceof Pending) || op instanceof Goroutine) return false;
  return op.done || (op as { step?: unknown }).step !== undefined;
}
