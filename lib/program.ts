/**
 * The programs under way, and which goroutine belongs to which.
 *
 * Invariants:
 *  - `programs` has exactly the programs whose main has not ended, the oldest first;
 *  - the kernel has our observer exactly while there is one;
 *  - a record stands in the list of its program, and in no other, exactly while its goroutine lives
 *    and the program does. An async function that outlives the program still has its record.
 */
import { FatalError } from './kernel/errors.ts';
import { forsake } from './kernel/forsake.ts';
import { Goroutine } from './kernel/goroutine.ts';
import type { Pending } from './kernel/op.ts';
import { addObserver, removeObserver } from './kernel/observers.ts';
import { stretch } from './kernel/stretch.ts';
import type { Holder } from './kernel/timers.ts';
import { WaitQueue, type Link, type Place } from './kernel/wait-queue.ts';
import { kernel, type Observer, type Task, type World } from './kernel/world.ts';
import { Record } from './report/record.ts';
import { markForeign, throwAt } from './report/refusal.ts';
import { whereItWaits } from './report/where.ts';

export class Program implements Link, Place, Holder {
  entries = 0;
  loose = false;
  readonly world: World = kernel.home;
  readonly records: WaitQueue<Record> = new WaitQueue<Record>(this, 'program');
  readonly sites: boolean;
  /** Told of an error that ends every program. */
  readonly fatal: (error: FatalError, goroutine: Goroutine) => void;
  before: Program | null = null;
  after: Program | null = null;
  queue: WaitQueue | null = null;

  constructor(sites: boolean, fatal: (error: FatalError, goroutine: Goroutine) => void) {
    this.sites = sites;
    this.fatal = fatal;
  }

  /** Begins, and makes its main. */
  begin(main: () => unknown): Goroutine {
    if (programs.first === null) addObserver(observer);
    programs.push(this);
    founding = true;
    const goroutine = new Goroutine(this.world, main, []);
    founding = false;
    this.adopt(goroutine, null);
    return goroutine;
  }

  adopt(goroutine: Goroutine, parent: Goroutine | null): void {
    const record = new Record(goroutine, this, parent);
    records.set(goroutine, record);
    // An async function that outlives the program may start others.
    if (this.queue !== null) this.records.push(record);
  }

  /** Main has ended: nobody of those who are stepped by us is stepped again (GO-06). */
  end(): void {
    programs.remove(this);
    const waits: Pending[] = [];
    while (this.records.first !== null) {
      const { goroutine } = this.records.shift();
      if (goroutine.body === null) continue;
      if (goroutine.wait !== null) waits.push(goroutine.wait as Pending);
      goroutine.body = null;
      goroutine.world.live--;
    }
    // All are marked before anything is looked at: many of them may wait for one operation.
    for (const op of waits) forsake(op, isDropped);
    if (programs.first === null) removeObserver(observer);
  }
}

export const programs: WaitQueue<Program> = new WaitQueue<Program>({}, 'run');

const records = new WeakMap<Goroutine, Record>();

/** Of those who still wait, only a dropped one has no body. It may be another copy's. */
function isDropped(one: object): boolean {
  const { body, wait } = one as Partial<Goroutine>;
  return body === null && wait !== null;
}

/** Main itself is made: it is of its own program, whoever makes it. */
let founding = false;

/** The async goroutine whose stretch of code is running, as far as that can be known. */
let running: Goroutine | null = null;

/** The records of all who live, of all programs. */
export function everyone(): Record[] {
  const all: Record[] = [];
  for (let program = programs.first; program !== null; program = program.after) {
    for (let one = program.records.first; one !== null; one = one.after) all.push(one);
  }
  return all;
}

/** Who runs now, as far as that can be known. */
export function whoRuns(): Goroutine | null {
  return (kernel.current ?? kernel.entered ?? running) as Goroutine | null;
}

/** What is not known to be anybody's is of the latest program; a stranger's is of none. */
function belonging(goroutine: Goroutine | null): Program | null {
  return goroutine === null
    ? programs.last
    : ((records.get(goroutine)?.program as Program | undefined) ?? null);
}

const observer: Observer = {
  started(task: Task): void {
    if (founding) return;
    const parent = whoRuns();
    belonging(parent)?.adopt(task as Goroutine, parent);
  },
  holder(): Program | null {
    return belonging(whoRuns());
  },
  waits(op: unknown, promise: Promise<unknown>): void {
    const goroutine = (kernel.entered as Goroutine | null) ?? running;
    if (goroutine === null) return;
    const record = records.get(goroutine);
    if (op !== null && record !== undefined) record.waitsOn(op);
    const site = record?.waits ?? null;
    const enter = (): void => {
      record?.goesOn(op);
      running = goroutine;
    };
    const leave = (): void => {
      running = null;
    };
    stretch(promise, enter, leave, (error) => {
      throwAt(error, site);
      enter();
    });
  },
  refused(op: unknown, error: unknown): void {
    const { task } = op as Pending;
    if (task === null) {
      markForeign(error);
    } else if (task instanceof Goroutine && records.get(task)?.program.sites === true) {
      if (markForeign(error)) throwAt(error, whereItWaits(task));
    }
  },
  ended(task: Task, error: unknown): void {
    const goroutine = task as Goroutine;
    const record = records.get(goroutine);
    if (record === undefined) return;
    records.delete(goroutine);
    if (record.queue === null) return;
    const program = record.program as Program;
    program.records.remove(record);
    if (error instanceof FatalError) program.fatal(error, goroutine);
  },
};
