/** A program as what is explored. */
import type { Controlled } from '../kernel/controlled.ts';
import { ownerOf } from '../kernel/owner.ts';
import type { Goroutine } from '../kernel/goroutine.ts';
import { hasFailed } from '../kernel/op.ts';
import type { Task } from '../kernel/world.ts';
import { Execution, type Form } from './execution.ts';
import type { Program, Step } from './program.ts';
import type { Run, Target } from './target.ts';
import type { Touches } from './touches.ts';

/** What each step touches: a bit for each channel, lock and wait group. */
class Bits {
  readonly steps: number[][];
  /** Whether steps touch more than is told here, or there are too many things for a number. */
  readonly unknown: boolean;
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
    const { chans, mutexes = 0, rwmutexes = 0, waitGroups = [] } = program;
    const { onces = 0, conds = [] } = program;
    // Who is woken by a once or a condition has a second half that these bits do not know.
    this.unknown =
      onces + conds.length > 0 || chans.length + mutexes + rwmutexes + waitGroups.length > 31;
    this.steps = program.procs.map((steps) => steps.map((step) => this.#of(step)));
  }

  #of(step: Step): number {
    const { chans, mutexes = 0, rwmutexes = 0 } = this.#program;
    switch (step[0]) {
      case 'select':
        return step[1].reduce((bits, one) => bits | this.#of(one), 0);
      case 'lock':
      case 'unlock':
        return 1 << (chans.length + step[1]);
      case 'rlock':
      case 'runlock':
      case 'wlock':
      case 'wunlock':
        return 1 << (chans.length + mutexes + step[1]);
      case 'add':
      case 'wait':
        return 1 << (chans.length + mutexes + rwmutexes + step[1]);
      case 'spawn':
      case 'once':
      case 'cwait':
      case 'signal':
      case 'broadcast':
        return 0;
      default:
        return step[1] < 0 ? 0 : 1 << step[1];
    }
  }
}

class ProgramRun implements Run {
  readonly execution: Execution;
  readonly touches: Touches | null;
  readonly #bits: Bits;

  constructor(program: Program, form: Form, bits: Bits) {
    this.execution = new Execution(program, form);
    this.#bits = bits;
    this.touches = bits.unknown ? null : (task, runnable) => this.#touched(task, runnable);
  }

  start(): void {
    this.execution.start();
  }

  waitsForOthers(): boolean {
    return false;
  }

  outcome(world: Controlled): string {
    for (const goroutine of world.goroutines) {
      // The panic of a once's body is told by its process.
      if (hasFailed(goroutine) && this.execution.procOf[goroutine.id - 1] !== undefined) {
        throw goroutine.value;
      }
    }
    return this.execution.outcome();
  }

  /** A step that meets a parked select takes it from its other channels, too. */
  #touched(task: Task, runnable: readonly Task[]): number {
    const own = this.#next(procOf(this.execution, task));
    if (own === 0) return 0;
    let bits = own;
    let parked = (1 << this.execution.at.length) - 1;
    for (const one of runnable) parked &= ~(1 << procOf(this.execution, one));
    for (let p = 0; p < this.execution.at.length; p++) {
      if ((parked & (1 << p)) === 0) continue;
      const waiting = this.#next(p);
      if ((waiting & own) !== 0) bits |= waiting;
    }
    return bits;
  }

  #next(p: number): number {
    return this.#bits.steps[p]?.[this.execution.at[p] as number] ?? 0;
  }
}

function procOf(execution: Execution, task: Task): number {
  return execution.procOf[(ownerOf(task) as Goroutine).id - 1] as number;
}

export class ProgramTarget implements Target {
  readonly local = true;
  readonly #program: Program;
  readonly #form: Form;
  readonly #bits: Bits;

  constructor(program: Program, form: Form) {
    this.#program = program;
    this.#form = form;
    this.#bits = new Bits(program);
  }

  run(): ProgramRun {
    return new ProgramRun(this.#program, this.#form, this.#bits);
  }
}
