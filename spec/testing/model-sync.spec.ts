import { expect } from 'chai';
import { model } from '../../lib/testing/model.ts';
import { permits } from './support/permits.ts';
import {
  add,
  close,
  len,
  lock,
  recv,
  rlock,
  runlock,
  send,
  spawn,
  unlock,
  wait,
  wlock,
  wunlock,
} from './support/steps.ts';

const NEGATIVE = 'P:NEGATIVE_WAITGROUP_COUNTER';
const REUSED = 'P:WAITGROUP_IS_REUSED_BEFORE_PREVIOUS_WAIT_HAS_RETURNED';
const ADDED = 'P:WAITGROUP_MISUSE_ADD_CALLED_CONCURRENTLY_WITH_WAIT';

describe('model: a mutex', () => {
  permits([
    [
      'is locked by one at a time [MU-01]',
      { mutexes: 1 },
      [[lock(0)], [lock(0)]],
      ['L | B@0', 'B@0 | L'],
    ],
    ['stops who locks it twice [MU-01]', { mutexes: 1 }, [[lock(0), lock(0)]], ['L B@1']],
    [
      'is handed on [MU-05, MM-08]',
      { mutexes: 1, chans: [1] },
      [
        [lock(0), send(0, 1), recv(0), unlock(0)],
        [lock(0), len(0), unlock(0)],
      ],
      ['L s r1 U | L l0 U'],
    ],
    [
      'may be unlocked by anybody [MU-02]',
      { mutexes: 1, chans: [0] },
      [
        [lock(0), send(0, 1), lock(0)],
        [recv(0), unlock(0)],
      ],
      ['L s L | r1 U'],
    ],
    [
      'cannot be unlocked twice [MU-03]',
      { mutexes: 1 },
      [[lock(0), unlock(0), unlock(0), lock(0)]],
      ['L U P:UNLOCK_OF_UNLOCKED_MUTEX'],
    ],
    [
      'stops two who lock two in opposite order, or not',
      { mutexes: 2 },
      [
        [lock(0), lock(1), unlock(1), unlock(0)],
        [lock(1), lock(0), unlock(0), unlock(1)],
      ],
      ['L L U U | L L U U', 'L B@1 | L B@1'],
    ],
    [
      'stays locked if its holder panics',
      { mutexes: 1 },
      [[lock(0), close(-1)], [lock(0)]],
      ['L P:CLOSE_OF_NIL_CHANNEL | B@0', 'B@0 | L'],
    ],
    [
      'may be unlocked too often by who catches another [MU-02, MU-03]',
      { mutexes: 1 },
      [[lock(0), unlock(0), unlock(0)], [lock(0)]],
      ['L U P:UNLOCK_OF_UNLOCKED_MUTEX | L', 'L U U | L', 'B@0 | L'],
    ],
    [
      'stops a sender who holds what its receiver needs',
      { mutexes: 1, chans: [0] },
      [
        [lock(0), send(0, 1), unlock(0)],
        [lock(0), unlock(0), recv(0)],
      ],
      ['L s U | L U r1', 'L B@1 | B@0'],
    ],
  ]);
});

describe('model: an RWMutex', () => {
  permits([
    ['has many readers [RW-01]', { rwmutexes: 1 }, [[rlock(0)], [rlock(0)]], ['RL | RL']],
    [
      'has one writer [RW-01, RW-04]',
      { rwmutexes: 1 },
      [[wlock(0)], [wlock(0)]],
      ['WL | B@0', 'B@0 | WL'],
    ],
    [
      'has readers or a writer [RW-01]',
      { rwmutexes: 1 },
      [[rlock(0)], [wlock(0)]],
      ['RL | B@0', 'B@0 | WL'],
    ],
    [
      'lets a writer in after the readers [RW-05]',
      { rwmutexes: 1 },
      [
        [rlock(0), runlock(0)],
        [rlock(0), runlock(0)],
        [wlock(0), wunlock(0)],
      ],
      ['RL RU | RL RU | WL WU'],
    ],
    [
      'keeps new readers out while a writer waits [RW-02]',
      { rwmutexes: 1 },
      [
        [rlock(0), rlock(0), runlock(0), runlock(0)],
        [wlock(0), wunlock(0)],
      ],
      ['RL RL RU RU | WL WU', 'RL B@1 | B@0'],
    ],
    [
      'keeps other readers out while a writer waits [RW-02]',
      { rwmutexes: 1, chans: [0] },
      [
        [rlock(0), recv(0), runlock(0)],
        [wlock(0), wunlock(0)],
        [rlock(0), runlock(0), send(0, 1)],
      ],
      ['RL r1 RU | WL WU | RL RU s', 'RL B@1 | B@0 | B@0'],
    ],
    [
      'may let the next writer in before a reader, or after it [RW-03]',
      { rwmutexes: 1 },
      [[wlock(0), wunlock(0)], [rlock(0)], [wlock(0)]],
      ['WL WU | RL | B@0', 'WL WU | B@0 | WL', 'B@0 | RL | B@0', 'B@0 | B@0 | WL'],
    ],
    ['cannot be upgraded [RW-06]', { rwmutexes: 1 }, [[rlock(0), wlock(0)]], ['RL B@1']],
    ['cannot be downgraded [RW-06]', { rwmutexes: 1 }, [[wlock(0), rlock(0)]], ['WL B@1']],
    [
      'may be unlocked by anybody [RW-06]',
      { rwmutexes: 1, chans: [0] },
      [
        [rlock(0), send(0, 1), wlock(0)],
        [recv(0), runlock(0)],
      ],
      ['RL s WL | r1 RU'],
    ],
    [
      'tells who read-unlocks it without need [RW-07]',
      { rwmutexes: 1 },
      [[runlock(0)]],
      ['P:RUNLOCK_OF_UNLOCKED_RWMUTEX'],
    ],
    [
      'tells who read-unlocks what is locked for writing [RW-07]',
      { rwmutexes: 1 },
      [[wlock(0), runlock(0)]],
      ['WL P:RUNLOCK_OF_UNLOCKED_RWMUTEX'],
    ],
    [
      'tells who unlocks it without need [RW-07]',
      { rwmutexes: 1 },
      [[wunlock(0)]],
      ['P:UNLOCK_OF_UNLOCKED_RWMUTEX'],
    ],
    [
      'tells who unlocks what is locked for reading [RW-07]',
      { rwmutexes: 1 },
      [[rlock(0), wunlock(0)]],
      ['RL P:UNLOCK_OF_UNLOCKED_RWMUTEX'],
    ],
    [
      'tells who unlocks it twice [RW-07]',
      { rwmutexes: 1 },
      [[wlock(0), wunlock(0), wunlock(0)]],
      ['WL WU P:UNLOCK_OF_UNLOCKED_RWMUTEX'],
    ],
  ]);
});

describe('model: a wait group', () => {
  permits([
    ['at 0 lets everybody pass [WG-01]', { waitGroups: [0] }, [[wait(0)], [wait(0)]], ['W | W']],
    ['above 0 keeps who waits [WG-01]', { waitGroups: [1] }, [[wait(0)]], ['B@0']],
    [
      'lets all go when it reaches 0 [WG-02, WG-07, MM-09]',
      { waitGroups: [2] },
      [[wait(0)], [wait(0)], [add(0, -1)], [add(0, -1)]],
      ['W | W | a | a'],
    ],
    [
      'counts in any steps [WG-02]',
      { waitGroups: [0] },
      [[add(0, 3), add(0, -3), wait(0), add(0, 1), wait(0)]],
      ['a a W a B@4'],
    ],
    [
      'may be missed by who comes late [WG-06, WG-10]',
      { waitGroups: [1] },
      [[wait(0)], [add(0, -1), add(0, 1)]],
      ['W | a a', 'B@0 | a a'],
    ],
    [
      'panics below 0 and keeps the count [WG-03]',
      { waitGroups: [0] },
      [[add(0, -1)], [wait(0)]],
      [`${NEGATIVE} | W`, `${NEGATIVE} | B@0`],
    ],
    [
      'is brought up from below 0 [WG-03]',
      { waitGroups: [0] },
      [[add(0, -2)], [add(0, 2), wait(0)]],
      [`${NEGATIVE} | a W`, 'a | a W'],
    ],
    [
      'counts in 32 bits [WG-04]',
      { waitGroups: [1] },
      [[add(0, 2 ** 31 - 1)], [wait(0)]],
      [`${NEGATIVE} | B@0`],
    ],
    [
      'lets one pass before it is added to [WG-06]',
      { waitGroups: [0] },
      [[add(0, 1)], [wait(0)]],
      ['a | W', 'a | B@0'],
    ],
  ]);

  it('may notice its reuse, if that is asked for [WG-05]', () => {
    const program = { chans: [], waitGroups: [1], procs: [[wait(0)], [add(0, -1), add(0, 1)]] };
    expect([...model(program, { reuse: true }).outcomes]).to.have.members([
      'W | a a',
      'B@0 | a a',
      `${REUSED} | a a`,
    ]);
  });

  it('may take any add for reuse, as Go does in a bubble of synctest [WG-05]', () => {
    const program = { chans: [], waitGroups: [1], procs: [[wait(0)], [add(0, -1), add(0, 0)]] };
    expect([...model(program, { reuse: true }).outcomes]).to.have.members([
      'W | a a',
      `${REUSED} | a a`,
    ]);
  });

  it('may notice an add during the release, if that is asked for [WG-05]', () => {
    const program = { chans: [], waitGroups: [1], procs: [[wait(0)], [add(0, -1)], [add(0, 1)]] };
    expect([...model(program, { reuse: true }).outcomes]).to.have.members([
      'W | a | a',
      'B@0 | a | a',
      `${REUSED} | a | a`,
      // Within the window: the one who adds panics, and the other too if it has not looked yet.
      `W | a | ${ADDED}`,
      `B@0 | ${ADDED} | ${ADDED}`,
    ]);
  });
});

describe('model: spawn', () => {
  permits([
    [
      'starts a proc [GO-01, MM-02]',
      { chans: [1] },
      [[send(0, 1), spawn(1)], [len(0)]],
      ['s g | l1'],
    ],
    [
      'does not start it if it is not reached',
      { chans: [0] },
      [[send(0, 1), spawn(1)], [len(0)]],
      ['B@0 | -'],
    ],
    ['may start an empty proc', {}, [[spawn(1)], []], ['g | ']],
    ['never starts who spawns itself', {}, [[spawn(0)]], ['-']],
    ['never starts two who spawn each other', {}, [[spawn(1)], [spawn(0)]], ['- | -']],
    [
      'may be done by a later proc',
      { chans: [0] },
      [[send(0, 1)], [spawn(0), recv(0)]],
      ['s | g r1'],
    ],
    [
      'goes on at once [GO-01]',
      { chans: [1] },
      [[spawn(1), len(0)], [send(0, 1)]],
      ['g l0 | s', 'g l1 | s'],
    ],
  ]);
});
