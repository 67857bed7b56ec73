/** A program whose processes live at this thread and at two others, real ones. */
import { Channel, go, gosched, sleep } from 'millrace';
import { Procs } from 'millrace/procs';
import type { Program } from 'millrace/testing';
import type functions from '../fixtures/programs.ts';
import { Proc } from './steps.ts';

export interface Threaded {
  /** Where each process lives: 0 is this thread. */
  readonly places: readonly number[];
  readonly form: 'generator' | 'async';
  /** Whether a place takes its time before each step. */
  readonly slow: readonly boolean[];
}

/** So often nothing must have happened anywhere. */
const QUIET = 8;

export class Threads {
  readonly #pools: Procs<typeof functions>[];

  constructor() {
    const module = new URL('../fixtures/programs.ts', import.meta.url);
    this.#pools = [1, 2].map(() => new Procs<typeof functions>(module, { procs: 1 }));
  }

  /** Runs it to the end and tells its outcome as the model does. */
  async run(program: Program, { places, form, slow }: Threaded): Promise<string> {
    const channels = program.chans.map((capacity) => new Channel<number>(capacity));
    const told: string[] = [];
    const here = new Map<number, Proc>();
    for (const [p, steps] of program.procs.entries()) {
      const pool = this.#pools[(places[p] as number) - 1];
      const isSlow = slow[places[p] as number] as boolean;
      if (pool !== undefined) await pool.go('start', p, steps, channels, form, isSlow);
      else here.set(p, new Proc(steps, channels, isSlow ? () => sleep(0) : gosched));
    }
    for (const proc of here.values()) {
      if (form === 'async') go(() => proc.runAsync());
      else go(() => proc.run());
    }
    for (let quiet = 0, last = -1; quiet < QUIET; quiet++) {
      let steps = 0;
      for (const pool of this.#pools) steps += await pool.go('progress');
      for (const proc of here.values()) steps += proc.at;
      if (steps !== last) quiet = 0;
      last = steps;
    }
    for (const [p, proc] of here) told[p] = proc.told();
    for (const pool of this.#pools) for (const [p, one] of await pool.go('told')) told[p] = one;
    return told.join(' | ');
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()));
  }
}
