/** What is kept of a goroutine for reports, beside the goroutine itself. */
import { siteOf, type Site } from './site.ts';
import { go } from '../go.ts';
import type { Goroutine } from '../kernel/goroutine.ts';

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
    this.started = sites ? siteOf(go) : null;
  }

  waitsOn(op: unknown, sites: boolean): void {
    this.op = op;
    this.waits = sites ? siteOf(null) : null;
  }

  goesOn(op: unknown): void {
    if (this.op !== op) return;
    this.op = null;
    this.waits = null;
  }
}
