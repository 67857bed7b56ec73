/** What is kept of a goroutine of a program for reports, beside the goroutine itself. */
import { siteOf, type Site } from './site.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { open } from '../kernel/door.ts';
import type { Link, WaitQueue } from '../kernel/wait-queue.ts';

/** What it needs of its program. */
export interface Home {
  /** Whether places are captured. */
  readonly sites: boolean;
}

export class Record implements Link {
  readonly goroutine: Goroutine;
  /** Its program. */
  readonly program: Home;
  /** Who started it. */
  readonly parent: Goroutine | null;
  /** Where it was started. */
  readonly started: Site | null;
  /** What an async goroutine waits on, and where; a generator goroutine knows that itself. */
  op: unknown = null;
  waits: Site | null = null;
  /** It stands in its program's list. */
  before: Record | null = null;
  after: Record | null = null;
  queue: WaitQueue | null = null;

  constructor(goroutine: Goroutine, program: Home, parent: Goroutine | null) {
    this.goroutine = goroutine;
    this.program = program;
    this.parent = parent;
    // Between the constructor and the program stands one of our own: go, or a wait group's.
    this.started = program.sites ? siteOf(Goroutine, 2) : null;
  }

  waitsOn(op: unknown): void {
    this.op = op;
    this.waits = this.program.sites ? siteOf(open, 6) : null;
  }

  goesOn(op: unknown): void {
    if (this.op !== op) return;
    this.op = null;
    this.waits = null;
  }
}
