/**
 * The host's own context of asynchronous calls (AsyncLocalStorage), as far as the kernel has to know:
 * what is handed over now and started later, by whoever comes by, starts as if it were here.
 */
import { kernel } from './world.ts';

/** Runs something in the context in which this was taken. */
export type Scope = <T>(start: () => T) => T;

const anywhere: Scope = (start) => start();

/** The context that is current now, if somebody carries them. */
export function scopeNow(): Scope {
  return (kernel.observer?.scope?.() as Scope | undefined) ?? anywhere;
}
