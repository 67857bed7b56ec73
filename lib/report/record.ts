/** What is kept of a goroutine for reports, beside the goroutine itself. */
import { siteOf, type Site } from './site.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { open } from '../kernel/door.ts';

export class Record {
  /** Who started it. */
  readonly parent: Goroutine | null;
  /** Where it was started. */
  readonly started: Site | null;
  /** What an async goroutine waits on, and where; a generator goroutine knows that itself. */
  op: unknown = null;
  waits: Site | null = null;

  constructor(parent: Goroutine | null, sites: boolean) {
    this.parent = parent;
    // Between the constructor and the program stands one of our own: go, or a wait group's.
    this.started = sites ? siteOf(Goroutine, 2) : null;
  }

  waitsOn(op: unknown, sites: boolean): void {
    this.op = op;
    this.waits = sites ? siteOf(open, 6) : null;
  }

  goesOn(op: unknown): void {
    if (this.op !== op) return;
    this.op = null;
    this.waits = null;
  }
}
