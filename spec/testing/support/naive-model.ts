/**
 * The rules once more, as plainly as they can be said: a state is a plain object that never changes,
 * and all states that follow are listed one by one. Slow, and there to be compared with the model.
 *
 * Where the model leaves out what nobody can see, this does not: readers and writers of an RWMutex
 * go through the steps of sync.RWMutex, and who waits at a wait group is parked and let go.
 */
import { spawnedBy, type CaseStep, type Program, type Step } from '../../../lib/testing/program.ts';
import { done, fallen, nth, setChannel, setMutex, setProc, type State } from './naive-state.ts';
import { add, addAsGo, once, useCond, useRWMutex, wait, waitAsGo } from './naive-sync.ts';

interface Offer {
  readonly p: number;
  readonly case: CaseStep;
  /** What stands before the token. */
  readonly label: string;
  /** Whether it gives up at once if there is nobody. */
  readonly isTry: boolean;
}

const PANIC = 'P:SEND_ON_CLOSED_CHANNEL';

/** All outcomes of a program. */
export function naiveModel(program: Program, reuse = false): Set<string> {
  const outcomes = new Set<string>();
  const seen = new Set<string>();
  const visit = (state: State): void => {
    const key = JSON.stringify(state);
    if (seen.has(key)) return;
    seen.add(key);
    const following = [...next(program, state, reuse)];
    if (following.length === 0) outcomes.add(outcomeOf(program, state));
    for (const one of following) visit(one);
  };
  visit(beginning(program));
  return outcomes;
}

function beginning(program: Program): State {
  const by = spawnedBy(program);
  return {
    procs: program.procs.map((_, p) => ({
      did: [],
      pc: 0,
      life: by[p] === null ? 'alive' : 'unborn',
      phase: '',
    })),
    channels: program.chans.map((capacity) => ({ capacity, buffer: [], closed: false })),
    mutexes: Array.from({ length: program.mutexes ?? 0 }, () => false),
    rwmutexes: Array.from({ length: program.rwmutexes ?? 0 }, () => ({
      w: false,
      isPending: false,
      readerCount: 0,
      readerWait: 0,
      readerSem: 0,
      writerSem: 0,
      reading: 0,
      writing: false,
    })),
    groups: (program.waitGroups ?? []).map((counter) => ({
      counter,
      waiters: 0,
      sema: 0,
      isTouched: false,
    })),
    onces: Array.from({ length: program.onces ?? 0 }, () => 'fresh' as const),
    conds: (program.conds ?? []).map(() => []),
  };
}

function outcomeOf(program: Program, state: State): string {
  return state.procs
    .map(({ did, pc, life }, p) => {
      if (life === 'unborn') return '-';
      const isBlocked = life === 'alive' && pc < (program.procs[p]?.length ?? 0);
      return [...did, ...(isBlocked ? [`B@${pc}`] : [])].join(' ');
    })
    .join(' | ');
}

function* next(program: Program, state: State, reuse: boolean): Generator<State> {
  yield* meetings(program, state);
  for (const p of state.procs.keys()) {
    const step = stepOf(program, state, p);
    if (step === undefined) continue;
    switch (step[0]) {
      case 'send':
      case 'recv':
      case 'select':
        yield* alone(state, p, step);
        break;
      case 'close':
        yield close(state, p, step[1]);
        break;
      case 'len':
        yield done(state, p, `l${state.channels[step[1]]?.buffer.length ?? 0}`);
        break;
      case 'lock':
        if (!nth(state.mutexes, step[1])) yield setMutex(done(state, p, 'L'), step[1], true);
        break;
      case 'unlock':
        yield nth(state.mutexes, step[1])
          ? setMutex(done(state, p, 'U'), step[1], false)
          : fallen(state, p, 'P:UNLOCK_OF_UNLOCKED_MUTEX');
        break;
      case 'rlock':
      case 'runlock':
      case 'wlock':
      case 'wunlock':
        yield* useRWMutex(state, p, step[0], step[1]);
        break;
      case 'add':
        yield* reuse ? addAsGo(state, p, step[1], step[2]) : add(state, p, step[1], step[2]);
        break;
      case 'wait':
        yield* reuse ? waitAsGo(state, p, step[1]) : wait(state, p, step[1]);
        break;
      case 'once':
        yield* once(state, p, step[1]);
        break;
      case 'cwait':
      case 'signal':
      case 'broadcast':
        yield* useCond(state, p, step[0], step[1], program.conds?.[step[1]] as number);
        break;
      case 'spawn':
        yield setProc(done(state, p, 'g'), step[1], { life: 'alive' });
    }
  }
}

function stepOf(program: Program, state: State, p: number): Step | undefined {
  const { life, pc, phase } = nth(state.procs, p);
  const step = life === 'alive' ? program.procs[p]?.[pc] : undefined;
  return step?.[0] === 'once' && phase !== '' ? step[2] : step;
}

/** Two procs at the two ends of a channel without a buffer. */
function* meetings(program: Program, state: State): Generator<State> {
  const offers = [...state.procs.keys()].flatMap((p) => offersOf(program, state, p));
  for (const a of offers) {
    for (const b of offers) {
      if (a.p === b.p || (a.isTry && b.isTry)) continue;
      if (a.case[0] !== 'send' || b.case[0] !== 'recv' || a.case[1] !== b.case[1]) continue;
      const channel = state.channels[a.case[1]];
      if (channel === undefined || channel.closed || channel.capacity > 0) continue;
      yield done(done(state, a.p, `${a.label}s`), b.p, `${b.label}r${a.case[2]}`);
    }
  }
}

function offersOf(program: Program, state: State, p: number): Offer[] {
  const step = stepOf(program, state, p);
  if (step?.[0] === 'send' || step?.[0] === 'recv') {
    return [{ p, case: step, label: '', isTry: false }];
  }
  if (step?.[0] !== 'select') return [];
  // Like one with a default, a select with an arm that is certainly ready is never found waiting.
  const isTry = step[2] || step[1].some((one) => isCertain(state, one));
  return step[1].map((one, i) => ({ p, case: one, label: `#${i} `, isTry }));
}

/** Whether an arm can go ahead whoever else is there. */
function isCertain(state: State, [way, c]: CaseStep): boolean {
  const channel = state.channels[c];
  if (channel === undefined) return false;
  const { buffer, capacity, closed } = channel;
  return closed || (way === 'send' ? buffer.length < capacity : buffer.length > 0);
}

/** What a proc can do with channels on its own. */
function* alone(
  state: State,
  p: number,
  step: Extract<Step, ['send' | 'recv' | 'select', ...unknown[]]>,
): Generator<State> {
  const isSelect = step[0] === 'select';
  const cases: CaseStep[] = isSelect ? step[1] : [step];
  const firstClosed = cases.findIndex(([way, c]) => way === 'send' && state.channels[c]?.closed);
  let isReady = false;
  for (const [i, one] of cases.entries()) {
    const channel = state.channels[one[1]];
    if (channel === undefined) continue;
    const label = isSelect ? `#${i} ` : '';
    const { buffer, capacity, closed } = channel;
    if (one[0] === 'send' && closed) {
      isReady = true;
      yield fallen(state, p, isSelect ? `#${firstClosed} ${PANIC}` : PANIC);
    } else if (one[0] === 'send' && buffer.length < capacity) {
      isReady = true;
      const with_ = { ...channel, buffer: [...buffer, one[2]] };
      yield setChannel(done(state, p, `${label}s`), one[1], with_);
    } else if (one[0] === 'recv' && buffer.length > 0) {
      isReady = true;
      const without = { ...channel, buffer: buffer.slice(1) };
      yield setChannel(done(state, p, `${label}r${buffer[0]}`), one[1], without);
    } else if (one[0] === 'recv' && closed) {
      isReady = true;
      yield done(state, p, `${label}rX`);
    }
  }
  if (isSelect && step[2] && !isReady) yield done(state, p, '#d');
}

function close(state: State, p: number, c: number): State {
  const channel = state.channels[c];
  if (channel === undefined) return fallen(state, p, 'P:CLOSE_OF_NIL_CHANNEL');
  if (channel.closed) return fallen(state, p, 'P:CLOSE_OF_CLOSED_CHANNEL');
  return setChannel(done(state, p, 'c'), c, { ...channel, closed: true });
}
