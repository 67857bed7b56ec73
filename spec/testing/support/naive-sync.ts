/** What the naive model knows of package sync. */
import type { Step } from '../../../lib/testing/program.ts';
import {
  done,
  fallen,
  nth,
  setCond,
  setGroup,
  setMutex,
  setOnce,
  setProc,
  within,
  type RWMutex,
  type State,
} from './naive-state.ts';

export function* useRWMutex(state: State, p: number, kind: Step[0], m: number): Generator<State> {
  const rw = nth(state.rwmutexes, m);
  const { phase } = nth(state.procs, p);
  const put = (after: State, change: Partial<RWMutex>): State => ({
    ...after,
    rwmutexes: after.rwmutexes.with(m, { ...rw, ...change }),
  });
  if (kind === 'rlock' && phase === '') {
    const readerCount = rw.readerCount + 1;
    if (rw.isPending) yield put(within(state, p, 'announced'), { readerCount });
    else yield put(done(state, p, 'RL'), { readerCount, reading: rw.reading + 1 });
  } else if (kind === 'rlock') {
    if (rw.readerSem === 0) return;
    const change = { readerSem: rw.readerSem - 1, reading: rw.reading + 1 };
    yield put(done(state, p, 'RL'), change);
  } else if (kind === 'runlock') {
    if (rw.reading === 0) return yield fallen(state, p, 'P:RUNLOCK_OF_UNLOCKED_RWMUTEX');
    const readerWait = rw.readerWait - (rw.isPending ? 1 : 0);
    const isLast = rw.isPending && readerWait === 0;
    yield put(done(state, p, 'RU'), {
      readerCount: rw.readerCount - 1,
      reading: rw.reading - 1,
      readerWait,
      writerSem: rw.writerSem + (isLast ? 1 : 0),
    });
  } else if (kind === 'wlock' && phase === '') {
    if (!rw.w) yield put(within(state, p, 'first'), { w: true });
  } else if (kind === 'wlock' && phase === 'first') {
    if (rw.readerCount === 0) yield put(done(state, p, 'WL'), { isPending: true, writing: true });
    else {
      yield put(within(state, p, 'waiting'), { isPending: true, readerWait: rw.readerCount });
    }
  } else if (kind === 'wlock') {
    if (rw.writerSem > 0) yield put(done(state, p, 'WL'), { writerSem: 0, writing: true });
  } else if (phase === '') {
    if (!rw.writing) return yield fallen(state, p, 'P:UNLOCK_OF_UNLOCKED_RWMUTEX');
    const change = { isPending: false, writing: false };
    yield put(within(state, p, `release ${rw.readerCount}`), change);
  } else {
    const readerSem = rw.readerSem + Number(phase.split(' ')[1]);
    yield put(done(state, p, 'WU'), { readerSem, w: false });
  }
}

/** In one step; what Go may call misuse is none. */
export function* add(state: State, p: number, g: number, delta: number): Generator<State> {
  const group = nth(state.groups, g);
  const counter = Number(BigInt.asIntN(32, BigInt(group.counter) + BigInt(delta)));
  if (counter < 0) {
    yield setGroup(fallen(state, p, 'P:NEGATIVE_WAITGROUP_COUNTER'), g, { ...group, counter });
  } else if (counter === 0) {
    const procs = state.procs.map((one) =>
      one.phase === `parked ${g}` ? { ...one, phase: 'released' } : one,
    );
    yield setGroup(done({ ...state, procs }, p, 'a'), g, { ...group, counter });
  } else {
    yield setGroup(done(state, p, 'a'), g, { ...group, counter });
  }
}

/** Line by line as sync.WaitGroup.Add. */
export function* addAsGo(state: State, p: number, g: number, delta: number): Generator<State> {
  const old = nth(state.groups, g);
  const [phase, waited] = nth(state.procs, p).phase.split(' ');
  const misuse = 'P:WAITGROUP_MISUSE_ADD_CALLED_CONCURRENTLY_WITH_WAIT';
  if (phase === 'zero') {
    const isSame = old.counter === 0 && old.waiters === Number(waited);
    yield isSame ? within(state, p, `reset ${waited}`) : fallen(state, p, misuse);
  } else if (phase === 'reset') {
    const sema = old.sema + Number(waited);
    const clean = { counter: 0, waiters: 0, isTouched: false, sema };
    yield setGroup(done(state, p, 'a'), g, clean);
  } else {
    const counter = Number(BigInt.asIntN(32, BigInt(old.counter) + BigInt(delta)));
    const after = (next: State): State => setGroup(next, g, { ...old, counter, isTouched: true });
    if (counter < 0) yield after(fallen(state, p, 'P:NEGATIVE_WAITGROUP_COUNTER'));
    else if (old.waiters > 0 && delta > 0 && counter === delta) {
      yield after(fallen(state, p, misuse));
    } else if (counter > 0 || old.waiters === 0) yield after(done(state, p, 'a'));
    else yield after(within(state, p, `zero ${old.waiters}`));
  }
}

/** Who waits at the step that reaches 0 is let go, and nobody else. */
export function* wait(state: State, p: number, g: number): Generator<State> {
  const { phase } = nth(state.procs, p);
  if (phase === 'released' || nth(state.groups, g).counter === 0) yield done(state, p, 'W');
  else if (phase === '') yield within(state, p, `parked ${g}`);
}

/** As sync.WaitGroup.Wait: whoever comes may take the place of one who was let go. */
export function* waitAsGo(state: State, p: number, g: number): Generator<State> {
  const group = nth(state.groups, g);
  const { phase } = nth(state.procs, p);
  if (phase === '') {
    if (group.counter === 0) yield done(state, p, 'W');
    else {
      yield setGroup(within(state, p, 'parked'), g, { ...group, waiters: group.waiters + 1 });
    }
  } else if (phase === 'parked') {
    if (group.sema > 0) {
      yield setGroup(within(state, p, 'woken'), g, { ...group, sema: group.sema - 1 });
    }
  } else {
    const isUsed = group.counter !== 0 || group.waiters !== 0;
    if (!isUsed) yield done(state, p, 'W');
    if (isUsed || group.isTouched) {
      yield fallen(state, p, 'P:WAITGROUP_IS_REUSED_BEFORE_PREVIOUS_WAIT_HAS_RETURNED');
    }
  }
}

/** Who is first goes on to the body; `stepOf` knows that it is there. */
export function* once(state: State, p: number, o: number): Generator<State> {
  const of = nth(state.onces, o);
  if (of === 'done') yield done(state, p, 'O');
  else if (of === 'fresh') {
    const { did } = nth(state.procs, p);
    yield setOnce(setProc(state, p, { did: [...did, 'o'], phase: `once ${o}` }), o, 'running');
  }
}

/** Its place in the line, the unlock, the parking and the lock are four parts of a wait in Go. */
export function* useCond(
  state: State,
  p: number,
  kind: 'cwait' | 'signal' | 'broadcast',
  c: number,
  m: number,
): Generator<State> {
  const line = nth(state.conds, c);
  const { phase } = nth(state.procs, p);
  const isLocked = nth(state.mutexes, m);
  if (kind === 'cwait' && phase === '') {
    // Go dies of it at the unlock; who is dead is told nothing.
    if (!isLocked) yield fallen(state, p, 'P:UNLOCK_OF_UNLOCKED_MUTEX');
    else yield setCond(within(setMutex(state, m, false), p, 'asleep'), c, [...line, p]);
  } else if (kind === 'cwait') {
    if (phase === 'awake' && !isLocked) yield setMutex(done(state, p, 'C'), m, true);
  } else {
    const told = kind === 'signal' ? line.slice(0, 1) : line;
    let after = setCond(done(state, p, kind === 'signal' ? 'n' : 'N'), c, line.slice(told.length));
    for (const q of told) after = within(after, q, 'awake');
    yield after;
  }
}
