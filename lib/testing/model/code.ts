/**
 * A program as flat lists of numbers, and the text of what its steps did.
 *
 * A position is an index into `op`: the steps of a proc stand in a row, `end` comes behind them, and
 * position 0 is where a proc stands that was never spawned. What a step did is a symbol, which means
 * something only together with the step: for what may be an arm of a select it is
 * `arm * span + what`, with `what` the index of the value that was received, `closed`, `sent` or
 * `panicked`; a default is the arm behind the last. For `len` it is the length; for what else can
 * fail, 0 is done and 1 or 2 says how it failed.
 *
 * Two steps have several positions. A once has two, that of `do` and that of its body, behind which
 * the once is done. A wait for a condition has three: it unlocks, it is parked until somebody wakes
 * it, it locks again.
 */
import { spawnedBy, type CaseStep, type Program, type Step } from '../program.ts';

export const unborn = 0;
export const end = 1;
export const send = 2;
export const recv = 3;
export const select = 4;
export const close = 5;
export const len = 6;
export const lock = 7;
export const unlock = 8;
export const rlock = 9;
export const runlock = 10;
export const wlock = 11;
export const wunlock = 12;
export const add = 13;
export const wait = 14;
export const spawn = 15;
export const once = 16;
export const cwait = 17;
export const parked = 18;
export const relock = 19;
export const signal = 20;
export const broadcast = 21;

const names: Record<Step[0], [op: number, ...did: string[]]> = {
  send: [send],
  recv: [recv],
  select: [select],
  close: [close, 'c', 'P:CLOSE_OF_NIL_CHANNEL', 'P:CLOSE_OF_CLOSED_CHANNEL'],
  len: [len],
  lock: [lock, 'L'],
  unlock: [unlock, 'U', 'P:UNLOCK_OF_UNLOCKED_MUTEX'],
  rlock: [rlock, 'RL'],
  runlock: [runlock, 'RU', 'P:RUNLOCK_OF_UNLOCKED_RWMUTEX'],
  wlock: [wlock, 'WL'],
  wunlock: [wunlock, 'WU', 'P:UNLOCK_OF_UNLOCKED_RWMUTEX'],
  add: [
    add,
    'a',
    'P:NEGATIVE_WAITGROUP_COUNTER',
    'P:WAITGROUP_MISUSE_ADD_CALLED_CONCURRENTLY_WITH_WAIT',
  ],
  wait: [wait, 'W', 'P:WAITGROUP_IS_REUSED_BEFORE_PREVIOUS_WAIT_HAS_RETURNED'],
  spawn: [spawn, 'g'],
  once: [once, 'o', 'O'],
  cwait: [cwait, '', 'P:UNLOCK_OF_UNLOCKED_MUTEX'],
  signal: [signal, 'n'],
  broadcast: [broadcast, 'N'],
};

export class Code {
  declare readonly program: Program;
  declare readonly steps: (Step | null)[];
  declare readonly op: number[];
  /** The proc that has a position. */
  declare readonly proc: number[];
  /** Which step of its proc a position belongs to. */
  declare readonly index: number[];
  /** The once whose body this is, or -1. */
  declare readonly bodyOf: number[];
  /** Where each proc begins. */
  declare readonly start: number[];
  /** Whether a proc waits to be spawned. */
  declare readonly isSpawned: boolean[];
  /** The thing a step is about, or the first arm of a select. */
  declare readonly thing: number[];
  /** The index of the value to send, what to add, or the arm behind the last of a select. */
  declare readonly operand: number[];
  /** 1 for a select with a default. */
  declare readonly hasDefault: number[];
  declare readonly armIsSend: boolean[];
  declare readonly armChannel: number[];
  declare readonly armValue: number[];
  declare readonly values: number[];
  declare readonly span: number;

  constructor(program: Program) {
    this.program = program;
    this.steps = [null];
    this.op = [unborn];
    this.proc = [-1];
    this.index = [-1];
    this.bodyOf = [-1];
    this.start = [];
    this.isSpawned = spawnedBy(program).map((by) => by !== null);
    this.thing = [-1];
    this.operand = [-1];
    this.hasDefault = [0];
    this.armIsSend = [];
    this.armChannel = [];
    this.armValue = [];
    this.values = [];
    for (const [p, steps] of program.procs.entries()) {
      this.start.push(this.op.length);
      for (const [i, step] of steps.entries()) this.step(p, i, step, names[step[0]][0]);
      this.step(p, steps.length, null, end);
    }
    this.span = this.values.length + 3;
  }

  get closed(): number {
    return this.values.length;
  }

  get sent(): number {
    return this.values.length + 1;
  }

  get panicked(): number {
    return this.values.length + 2;
  }

  step(proc: number, index: number, step: Step | null, op: number, bodyOf = -1): void {
    this.steps.push(step);
    this.proc.push(proc);
    this.index.push(index);
    this.bodyOf.push(bodyOf);
    this.op.push(op);
    if (step?.[0] === 'select') {
      this.thing.push(this.armChannel.length);
      for (const arm of step[1]) this.arm(arm);
      this.operand.push(this.armChannel.length);
      this.hasDefault.push(step[2] ? 1 : 0);
      return;
    }
    this.thing.push(step === null ? -1 : step[1]);
    this.hasDefault.push(0);
    if (step?.[0] === 'send') this.operand.push(this.value(step[2]));
    else this.operand.push(step?.[0] === 'add' ? step[2] | 0 : -1);
    if (op === once) {
      const [, which, body] = step as Extract<Step, ['once', ...unknown[]]>;
      this.step(proc, index, body, names[body[0]][0], which);
    } else if (op === cwait) {
      this.step(proc, index, step, parked);
      this.step(proc, index, step, relock);
    }
  }

  arm(arm: CaseStep): void {
    this.armIsSend.push(arm[0] === 'send');
    this.armChannel.push(arm[1]);
    this.armValue.push(arm[0] === 'send' ? this.value(arm[2]) : -1);
  }

  value(value: number): number {
    const at = this.values.indexOf(value);
    return at === -1 ? this.values.push(value) - 1 : at;
  }

  /** What a step did, as it stands in an outcome. */
  text(position: number, symbol: number): string {
    const step = this.steps[position] as Step;
    const op = this.op[position];
    if (op === parked) return '';
    if (op === relock) return 'C';
    if (step[0] === 'len') return `l${symbol}`;
    if (step[0] === 'send' || step[0] === 'recv') return this.did(symbol);
    if (step[0] !== 'select') return names[step[0]][symbol + 1] as string;
    const arm = Math.floor(symbol / this.span);
    return arm === step[1].length ? '#d' : `#${arm} ${this.did(symbol % this.span)}`;
  }

  did(what: number): string {
    if (what === this.closed) return 'rX';
    if (what === this.sent) return 's';
    return what === this.panicked ? 'P:SEND_ON_CLOSED_CHANNEL' : `r${this.values[what]}`;
  }
}
