/**
 * One run of a program by this library, in either form of goroutine, in a controlled world or in
 * the default one.
 *
 * Invariant: `at[p]` is the step that process p is about to take or stands before; it is the number
 * of its steps once they are done, and -1 before it starts.
 */
import { go } from '../go.ts';
import { gosched } from '../gosched.ts';
import type { Attempt } from '../kernel/attempt.ts';
import type { Op, Routine } from '../kernel/op.ts';
import { here, type World } from '../kernel/world.ts';
import { spawnedBy, type CaseStep, type Program, type Step } from './program.ts';
import { Things, waits } from './things.ts';

/** The two forms of goroutine. */
export type Form = 'generator' | 'async';

/** Whether to let the others run before this step: asked in the default world only. */
export type Jitter = () => boolean;

export class Execution {
  readonly program: Program;
  readonly at: number[];
  /** Each step as it was told, as `1:r7`, in the order in which that happened. */
  readonly order: string[] = [];
  /**
   * The process of each goroutine, by its id less one: in a controlled world ids start at 1. A once
   * runs its body in a goroutine that is no process.
   */
  readonly procOf: number[] = [];
  readonly #traces: string[];
  readonly #ended: boolean[];
  /** Whether it has run the body of the once that it stands before. */
  readonly #ran: boolean[];
  readonly #form: Form;
  readonly #jitter: Jitter | null;
  #things: Things | null = null;
  #world: World | null = null;

  constructor(program: Program, form: Form, jitter: Jitter | null = null) {
    this.program = program;
    this.at = program.procs.map(() => -1);
    this.#traces = program.procs.map(() => '');
    this.#ended = program.procs.map(() => false);
    this.#ran = program.procs.map(() => false);
    this.#form = form;
    this.#jitter = jitter;
  }

  /** Makes what the program needs and starts whoever is spawned by nobody, in order. */
  start(): void {
    this.#world = here();
    this.#things = new Things(this.program);
    for (const [p, by] of spawnedBy(this.program).entries()) if (by === null) this.#spawn(p);
  }

  /** What has come of it. Precondition: nobody can run. */
  outcome(): string {
    CHECK: {
      this.#things?.check();
    }
    return this.#traces
      .map((trace, p) => {
        if (this.at[p] === -1) return '-';
        if (this.#ended[p] === true) return trace;
        return `${trace}${trace === '' ? '' : ' '}B@${String(this.at[p])}`;
      })
      .join(' | ');
  }

  #spawn(p: number): void {
    this.at[p] = 0;
    const goroutine =
      this.#form === 'generator'
        ? go(proc, this, p)
        : go<[Execution, number], Promise<void>>(procAsync, this, p);
    if (this.#world?.controller !== null) this.procOf[goroutine.id - 1] = p;
  }

  /** The schedule point before a step, if it needs one of its own. */
  point(step: Step): Op<unknown> | null {
    const { controller } = this.#world as World;
    if (controller === null) return this.#jitter?.() === true ? gosched() : null;
    return waits(step) || step[0] === 'spawn' ? null : (controller.point(false) as Attempt);
  }

  begin(p: number, step: Step): Op<unknown> {
    const things = this.#things as Things;
    if (step[0] !== 'once') return things.begin(step);
    const body = this.#form === 'generator' ? onceBody : onceBodyAsync;
    return things.once(step, () => body(this, p, step[2]));
  }

  /** The body of a once begins. */
  runs(p: number): void {
    this.#ran[p] = true;
    this.#note(p, 'o');
  }

  perform(step: Step): unknown {
    if (step[0] !== 'spawn') return (this.#things as Things).perform(step);
    this.#spawn(step[1]);
    return undefined;
  }

  done(p: number, step: Step, result: unknown): void {
    if (step[0] === 'once') {
      if (!this.#ran[p]) this.#note(p, 'O');
      this.#ran[p] = false;
      return;
    }
    this.#note(p, (this.#things as Things).told(step, result));
  }

  failed(p: number, step: Step, error: unknown): void {
    this.#note(p, (this.#things as Things).toldFailed(step, error));
    this.#ended[p] = true;
  }

  finished(p: number): void {
    this.#ended[p] = true;
  }

  #note(p: number, token: string): void {
    this.#traces[p] += this.#traces[p] === '' ? token : ` ${token}`;
    this.order.push(`${String(p)}:${token}`);
  }
}

function* proc(execution: Execution, p: number): Routine<void> {
  const steps = execution.program.procs[p] as Step[];
  for (const [i, step] of steps.entries()) {
    execution.at[p] = i;
    try {
      const point = execution.point(step);
      if (point !== null) yield* point;
      const result = waits(step) ? yield* execution.begin(p, step) : execution.perform(step);
      execution.done(p, step, result);
    } catch (error) {
      execution.failed(p, step, error);
      return;
    }
  }
  execution.at[p] = steps.length;
  execution.finished(p);
}

async function procAsync(execution: Execution, p: number): Promise<void> {
  const steps = execution.program.procs[p] as Step[];
  for (const [i, step] of steps.entries()) {
    execution.at[p] = i;
    try {
      const point = execution.point(step);
      if (point !== null) await point;
      const result = waits(step) ? await execution.begin(p, step) : execution.perform(step);
      execution.done(p, step, result);
    } catch (error) {
      execution.failed(p, step, error);
      return;
    }
  }
  execution.at[p] = steps.length;
  execution.finished(p);
}

function* onceBody(execution: Execution, p: number, step: CaseStep): Routine<void> {
  execution.runs(p);
  execution.done(p, step, yield* execution.begin(p, step));
}

async function onceBodyAsync(execution: Execution, p: number, step: CaseStep): Promise<void> {
  execution.runs(p);
  execution.done(p, step, await execution.begin(p, step));
}
