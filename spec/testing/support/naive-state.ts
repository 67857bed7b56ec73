/** A state of the naive model, and the states that follow when one proc moves. */

export interface Proc {
  readonly did: readonly string[];
  readonly pc: number;
  readonly life: 'unborn' | 'alive' | 'fallen';
  /** How far it is within a step that has parts. */
  readonly phase: string;
}

export interface Channel {
  readonly capacity: number;
  readonly buffer: readonly number[];
  readonly closed: boolean;
}

/** The fields of sync.RWMutex; `reading` and `writing` only tell misuse. */
export interface RWMutex {
  readonly w: boolean;
  readonly isPending: boolean;
  readonly readerCount: number;
  readonly readerWait: number;
  readonly readerSem: number;
  readonly writerSem: number;
  readonly reading: number;
  readonly writing: boolean;
}

export interface Group {
  readonly counter: number;
  readonly waiters: number;
  readonly sema: number;
  readonly isTouched: boolean;
}

export interface State {
  readonly procs: readonly Proc[];
  readonly channels: readonly Channel[];
  readonly mutexes: readonly boolean[];
  readonly rwmutexes: readonly RWMutex[];
  readonly groups: readonly Group[];
  readonly onces: readonly Once[];
  /** Those who wait for news, in the order in which they came. */
  readonly conds: readonly (readonly number[])[];
}

export type Once = 'fresh' | 'running' | 'done';

export function done(state: State, p: number, token: string): State {
  const { did, pc } = nth(state.procs, p);
  return setProc(behindOnce(state, p), p, { did: [...did, token], pc: pc + 1, phase: '' });
}

export function fallen(state: State, p: number, token: string): State {
  const { did } = nth(state.procs, p);
  return setProc(behindOnce(state, p), p, { did: [...did, token], life: 'fallen', phase: '' });
}

/** Whose body of a once is over, well or not, has done it. */
function behindOnce(state: State, p: number): State {
  const [phase, once] = nth(state.procs, p).phase.split(' ');
  return phase === 'once' ? setOnce(state, Number(once), 'done') : state;
}

export function setOnce(state: State, o: number, once: Once): State {
  return { ...state, onces: state.onces.with(o, once) };
}

export function setCond(state: State, c: number, cond: readonly number[]): State {
  return { ...state, conds: state.conds.with(c, cond) };
}

export function within(state: State, p: number, phase: string): State {
  return setProc(state, p, { phase });
}

export function setProc(state: State, p: number, change: Partial<Proc>): State {
  return { ...state, procs: state.procs.with(p, { ...nth(state.procs, p), ...change }) };
}

export function setChannel(state: State, c: number, channel: Channel): State {
  return { ...state, channels: state.channels.with(c, channel) };
}

export function setMutex(state: State, m: number, isLocked: boolean): State {
  return { ...state, mutexes: state.mutexes.with(m, isLocked) };
}

export function setGroup(state: State, g: number, group: Group): State {
  return { ...state, groups: state.groups.with(g, group) };
}

export function nth<T>(list: readonly T[], i: number): T {
  return list[i] as T;
}
