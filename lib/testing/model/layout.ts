/**
 * A state as a row of whole numbers: what stands where.
 *
 * In order: the history of each proc; of each channel `queue * 2 + isClosed`; of each mutex whether
 * it is locked; of each RWMutex `readers * writers + writer`; of each wait group its counter and,
 * where its misuse is modelled, how many wait, how many of them were let go and do not know yet, and
 * whether there was an `add` since; of each once 0, 1 while its body runs, and 2 behind that; of each
 * condition the queue of those procs who wait.
 */
import type { Program } from '../program.ts';

export class Layout {
  declare readonly channels: number;
  declare readonly mutexes: number;
  declare readonly rwmutexes: number;
  /** What the writer of an RWMutex may be: 0 nobody, 1 one who holds it, 2 + p a proc that waits. */
  declare readonly writers: number;
  declare readonly groups: number;
  declare readonly groupWidth: number;
  declare readonly onces: number;
  declare readonly conds: number;
  declare readonly width: number;

  constructor(program: Program, reuse: boolean) {
    const { chans, mutexes = 0, rwmutexes = 0, waitGroups = [], procs } = program;
    const { onces = 0, conds = [] } = program;
    this.channels = procs.length;
    this.mutexes = this.channels + chans.length;
    this.rwmutexes = this.mutexes + mutexes;
    this.writers = procs.length + 2;
    this.groups = this.rwmutexes + rwmutexes;
    this.groupWidth = reuse ? 4 : 1;
    this.onces = this.groups + waitGroups.length * this.groupWidth;
    this.conds = this.onces + onces;
    this.width = this.conds + conds.length;
  }
}
