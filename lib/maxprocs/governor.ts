/**
 * The number of procs in force, and who decides it.
 *
 * Invariants:
 *  - `value` is a whole number, at least 1;
 *  - while `isFixed` nothing but a call changes it (GM-01, GM-12);
 *  - limits are read at most once in REREAD_MS, and only when somebody asks or watches; the one
 *    timer runs exactly while somebody watches what is not fixed, and holds no process.
 */
import { MisuseError } from '../kernel/errors.ts';
import { now as hostNow } from '../kernel/host.ts';
import { startTimer, stopTimer, type HostTimer } from '../kernel/host-timer.ts';
import { answer, locate } from './answer.ts';
import { Fault } from './fault.ts';
import { environment, type Env } from './host.ts';
import { planOf, type Plan } from './options.ts';
import type { Folder } from './rule.ts';

/** Go's monitor looks so often at most (GM-07). */
const REREAD_MS = 1000;
const LARGEST = 2 ** 31 - 1;

/** GOMAXPROCS of an environment: a decimal number from 1 up that fits in 32 bits (GM-02). */
export function procsIn(env: Env): number | undefined {
  const text = env['GOMAXPROCS'] ?? '';
  const procs = /^\+?[0-9]+$/.test(text) ? Number(text) : 0;
  return procs >= 1 && procs <= LARGEST ? procs : undefined;
}

/** Whether GODEBUG switches something off (GM-09); as in Go, what stands last counts. */
function isOff(env: Env, name: string): boolean {
  const settings = (env['GODEBUG'] ?? '').split(',').map((one) => one.split('='));
  return settings.findLast(([key]) => key === name)?.[1] === '0';
}

/** How things stood, for an undo. */
export interface Standing {
  readonly plan: Plan;
  readonly value: number;
  readonly isFixed: boolean;
}

export class Governor {
  #plan: Plan;
  #value = 0;
  #isFixed = false;
  #readAt = -Infinity;
  /** Where limits stand, for as long as the process stays in the groups that `#groups` names. */
  #folders: readonly Folder[] | Fault | null = null;
  #groups: string | Fault = '';
  #timer: HostTimer | null = null;
  readonly #now: () => number;
  readonly #ignoresLimits: boolean;
  readonly #updates: boolean;
  readonly #watchers = new Set<(procs: number) => void>();

  constructor(env: Env, plan: Plan = planOf({}), now: () => number = hostNow) {
    this.#plan = plan;
    this.#now = now;
    this.#ignoresLimits = isOff(env, 'containermaxprocs');
    this.#updates = !isOff(env, 'updatemaxprocs');
    const procs = procsIn(env);
    if (procs !== undefined) this.#fix(procs);
  }

  /** How many procs there may be now. */
  get procs(): number {
    const due = this.#updates || this.#value === 0;
    if (!this.#isFixed && due && this.#now() - this.#readAt >= REREAD_MS) this.#reread();
    return this.#value;
  }

  /** Sets the number, for good, and gives the one before; below 1 it only asks (GM-01). */
  set(procs: number): number {
    if (!Number.isInteger(procs) || procs > LARGEST) {
      throw new MisuseError('gomaxprocs: a whole number of 32 bits was expected');
    }
    const before = this.procs;
    if (procs >= 1) this.#fix(procs);
    return before;
  }

  /** Goes by the limits again, from now on, whatever the environment says (GM-08). */
  reset(): void {
    this.#isFixed = false;
    this.#folders = null;
    this.#reread();
    this.#tick();
  }

  /** Goes by another plan. A number from the environment is fixed all the same. */
  follow(plan: Plan, procs: number | undefined): Standing {
    const before = this.standing;
    this.#plan = plan;
    if (procs === undefined) this.reset();
    else this.#fix(procs);
    return before;
  }

  get standing(): Standing {
    return { plan: this.#plan, value: this.procs, isFixed: this.#isFixed };
  }

  /** Puts things back as they stood; what is not fixed is read anew. */
  restore({ plan, value, isFixed }: Standing): void {
    this.#plan = plan;
    this.#folders = null;
    if (isFixed) this.#fix(value);
    else this.reset();
  }

  /** Tells of each change until it is called off. Holds no process alive. */
  watch(listener: (procs: number) => void): () => void {
    // Before the first look nothing has changed.
    void this.procs;
    // A function of its own for each call: the same listener may watch twice.
    const watcher = (procs: number): void => listener(procs);
    this.#watchers.add(watcher);
    this.#tick();
    return () => {
      this.#watchers.delete(watcher);
      this.#tick();
    };
  }

  #fix(procs: number): void {
    this.#isFixed = true;
    this.#change(procs);
    this.#tick();
  }

  #change(procs: number): void {
    if (procs === this.#value) return;
    this.#value = procs;
    for (const watcher of this.#watchers) watcher(procs);
  }

  #reread(): void {
    this.#readAt = this.#now();
    const folders = this.#ignoresLimits ? [] : this.#located();
    this.#change(answer(this.#plan, folders).procs);
  }

  /**
   * Where limits stand. Go finds that out once and never again (GM-07); our own rule looks at the
   * list of groups, which is short, to see whether the process has moved.
   */
  #located(): readonly Folder[] | Fault {
    const isOurs = this.#plan.name === 'millrace';
    const groups = isOurs ? this.#plan.host.read('/proc/self/cgroup') : '';
    const same = groups === this.#groups || groups instanceof Fault;
    if (this.#folders !== null && (!isOurs || (same && !(groups instanceof Fault)))) {
      return this.#folders;
    }
    this.#groups = groups;
    return (this.#folders = locate(this.#plan));
  }

  /** Starts or stops the timer, as the invariant has it. */
  #tick(): void {
    const wanted = this.#watchers.size > 0 && !this.#isFixed && this.#updates;
    if (wanted && this.#timer === null) {
      this.#timer = startTimer(() => this.#fire(), REREAD_MS, false);
    } else if (!wanted && this.#timer !== null) {
      stopTimer(this.#timer);
      this.#timer = null;
    }
  }

  #fire(): void {
    this.#timer = null;
    void this.procs;
    this.#tick();
  }

  /** @internal */
  check(): void {
    CHECK: {
      const value = this.procs;
      if (!Number.isInteger(value) || value < 1) throw new Error(`the value is ${String(value)}`);
      const wanted = this.#watchers.size > 0 && !this.#isFixed && this.#updates;
      if ((this.#timer !== null) !== wanted) throw new Error('the timer runs when it should not');
    }
  }
}

/** This thread's; the environment is read once, now (GM-02). */
export const governor: Governor = /* @__PURE__ */ new Governor(environment());
