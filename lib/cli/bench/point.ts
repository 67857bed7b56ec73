/** What was measured with one number of procs. */
export interface Point {
  readonly procs: number;
  /** Calls that ended while it was measured, and how long that was. */
  readonly calls: number;
  readonly ms: number;
  /** CPU time of the whole process meanwhile. */
  readonly cpuMs: number;
  /** Which part of the time the threads had something to do, even if no CPU to do it on. */
  readonly busy: number;
  /** How late the main thread's timers were, in the worst of a hundred cases. */
  readonly lagMs: number;
  /** How often the group was stopped; undefined where nobody counts that. */
  readonly throttled: number | undefined;
}

export function perSecond({ calls, ms }: Point): number {
  return (calls * 1000) / ms;
}

/** How many CPUs were busy. */
export function cores({ cpuMs, ms }: Point): number {
  return cpuMs / ms;
}
