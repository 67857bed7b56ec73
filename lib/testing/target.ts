/** What is explored, seen from those who explore it: something that can be run again and again. */
import type { Controlled } from '../kernel/controlled.ts';
import type { Touches } from './touches.ts';

/** One run. */
export interface Run {
  /** Starts it, in the world that is active. */
  start(): void;
  /** What each step touches, if that is all that goroutines have in common. */
  readonly touches: Touches | null;
  /** Whether something foreign may still make somebody able to run. */
  waitsForOthers(world: Controlled): boolean;
  /** What has come of it. Precondition: nobody can run. */
  outcome(world: Controlled, endless: boolean): string;
}

export interface Target {
  /** Whether goroutines have nothing in common but operations. */
  readonly local: boolean;
  run(): Run;
}
