/**
 * Several observers at once: the kernel has room for one, so that nothing is spent on a list while
 * there is none. Two are one that tells both.
 */
import { kernel, type Observer, type Task } from './world.ts';

class Both implements Observer {
  readonly first: Observer;
  readonly second: Observer;

  constructor(first: Observer, second: Observer) {
    this.first = first;
    this.second = second;
  }

  started(goroutine: Task): void {
    this.first.started(goroutine);
    this.second.started(goroutine);
  }

  ended(goroutine: Task, error: unknown): void {
    this.first.ended(goroutine, error);
    this.second.ended(goroutine, error);
  }

  waits(op: unknown, promise: Promise<unknown>): void {
    this.first.waits(op, promise);
    this.second.waits(op, promise);
  }

  refused(op: unknown, error: unknown): void {
    this.first.refused?.(op, error);
    this.second.refused?.(op, error);
  }

  holder(): unknown {
    return this.first.holder() ?? this.second.holder();
  }

  scope(): unknown {
    return this.first.scope?.() ?? this.second.scope?.();
  }
}

/** From now on this one is told as well. Precondition: it is not yet. */
export function addObserver(observer: Observer): void {
  const { observer: others } = kernel;
  kernel.observer = others === null ? observer : new Both(others, observer);
}

/** It is told no more. One that never was told is left alone. */
export function removeObserver(observer: Observer): void {
  kernel.observer = without(kernel.observer, observer);
}

function without(all: Observer | null, one: Observer): Observer | null {
  if (all === one || all === null) return null;
  // Another copy of this library may have put them together.
  const { first, second } = all as Partial<Both>;
  if (first === undefined || second === undefined) return all;
  const [a, b] = [without(first, one), without(second, one)];
  if (a === first && b === second) return all;
  return a === null || b === null ? (a ?? b) : new Both(a, b);
}
