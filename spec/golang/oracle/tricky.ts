/**
 * Programs about corners of the rules, each with all that can come of it, listed by hand from what
 * the specification says; and beside that what Go alone may do, of a wait group that is used again
 * too early (WG-05). They are put to Go, to the model and to this library.
 *
 * It is long because it is one table: to be read from the top, as the rules are.
 */
import type { Program, Step } from '../../../lib/testing/program.ts';
import {
  add,
  broadcast,
  close,
  cwait,
  len,
  lock,
  once,
  recv,
  rlock,
  runlock,
  select,
  send,
  signal,
  spawn,
  trySelect,
  unlock,
  wait,
  wlock,
  wunlock,
} from '../../testing/support/steps.ts';

export interface Tricky {
  readonly title: string;
  readonly program: Program;
  readonly outcomes: readonly string[];
  readonly goOnly: readonly string[];
}

const SENT = 'P:SEND_ON_CLOSED_CHANNEL';
const CLOSED = 'P:CLOSE_OF_CLOSED_CHANNEL';
const UNLOCKED = 'P:UNLOCK_OF_UNLOCKED_MUTEX';
const NEGATIVE = 'P:NEGATIVE_WAITGROUP_COUNTER';
const REUSED = 'P:WAITGROUP_IS_REUSED_BEFORE_PREVIOUS_WAIT_HAS_RETURNED';

const ADDED = 'P:WAITGROUP_MISUSE_ADD_CALLED_CONCURRENTLY_WITH_WAIT';

type Row = [
  title: string,
  has: Partial<Program>,
  procs: Step[][],
  outcomes: string[],
  goOnly?: string[],
];

const selects: Row[] = [
  [
    'three arms on one channel',
    { chans: [0] },
    [[select(recv(0), recv(0), recv(0))], [send(0, 1)]],
    ['#0 r1 | s', '#1 r1 | s', '#2 r1 | s'],
  ],
  [
    'two sends on one channel, twice',
    { chans: [2] },
    [[select(send(0, 1), send(0, 2)), select(send(0, 3), send(0, 4)), recv(0), recv(0)]],
    ['#0 s #0 s r1 r3', '#0 s #1 s r1 r4', '#1 s #0 s r2 r3', '#1 s #1 s r2 r4'],
  ],
  [
    'one channel twice beside another, and a sender on each',
    { chans: [0, 0] },
    [[select(recv(0), recv(1), recv(0))], [send(0, 1)], [send(1, 2)]],
    ['#0 r1 | s | B@0', '#2 r1 | s | B@0', '#1 r2 | B@0 | s'],
  ],
  [
    'a close that finds two arms of one select',
    { chans: [0] },
    [[select(recv(0), recv(0))], [close(0)]],
    ['#0 rX | c', '#1 rX | c'],
  ],
  [
    'a close that finds two sends of one select',
    { chans: [0] },
    [[select(send(0, 1), send(0, 2))], [close(0)]],
    [`#0 ${SENT} | c`],
  ],
  [
    'a close that finds both directions of one select',
    { chans: [0] },
    [[select(send(0, 1), recv(0))], [close(0)]],
    [`#0 ${SENT} | c`, '#1 rX | c'],
  ],
  [
    'a close on one of two channels that a select would send on',
    { chans: [0, 0] },
    [[select(send(0, 1), send(1, 2))], [close(1)], [recv(0)]],
    ['#0 s | c | r1', `#1 ${SENT} | c | B@0`],
  ],
  [
    'nil arms in front of one that is ready',
    { chans: [0] },
    [[select(recv(-1), send(-1, 9), recv(0))], [send(0, 1)]],
    ['#2 r1 | s'],
  ],
  [
    'nil arms alone, and a nil sender',
    {},
    [[select(recv(-1), send(-1, 1))], [send(-1, 2)]],
    ['B@0 | B@0'],
  ],
  [
    'a nil arm beside a closed channel, with a default',
    { chans: [0] },
    [[close(0), trySelect(recv(-1), recv(0))]],
    ['c #1 rX'],
  ],
  [
    'a select in both directions, and another channel that saves it',
    { chans: [0, 0] },
    [[select(send(0, 1), recv(0), recv(1))], [send(1, 2)]],
    ['#2 r2 | s'],
  ],
  [
    'two selects that cross on two channels',
    { chans: [0, 0] },
    [[select(send(0, 1), recv(1))], [select(send(1, 2), recv(0))]],
    ['#0 s | #1 r1', '#1 r2 | #0 s'],
  ],
  [
    'three selects in both directions on one channel',
    { chans: [0] },
    [[select(send(0, 1), recv(0))], [select(send(0, 2), recv(0))], [select(send(0, 3), recv(0))]],
    [
      '#0 s | #1 r1 | B@0',
      '#1 r2 | #0 s | B@0',
      '#0 s | B@0 | #1 r1',
      '#1 r3 | B@0 | #0 s',
      'B@0 | #0 s | #1 r2',
      'B@0 | #1 r3 | #0 s',
    ],
  ],
  [
    'an arm that lost, used again',
    { chans: [0, 0] },
    [[select(recv(0), recv(1)), recv(0)], [send(0, 1)], [send(1, 2)]],
    ['#0 r1 B@1 | s | B@0', '#1 r2 r1 | s | s'],
  ],
  [
    'both directions of a buffer of one that somebody drains',
    { chans: [1] },
    [[send(0, 1), select(send(0, 2), recv(0))], [recv(0)]],
    ['s #0 s | r1', 's #1 r1 | B@0'],
  ],
  [
    'work and stop, both ready',
    { chans: [1, 0] },
    [[send(0, 1), close(1), select(recv(0), recv(1))]],
    ['s c #0 r1', 's c #1 rX'],
  ],
  [
    'a result or a timeout, without room for the result',
    { chans: [0, 0] },
    [[select(recv(0), recv(1))], [send(0, 1)], [close(1)]],
    ['#0 r1 | s | c', '#1 rX | B@0 | c'],
  ],
  [
    'a result or a timeout, with room for the result',
    { chans: [1, 0] },
    [[select(recv(0), recv(1))], [send(0, 1)], [close(1)]],
    ['#0 r1 | s | c', '#1 rX | s | c'],
  ],
];

const defaults: Row[] = [
  [
    'a send beside a default, and a close',
    { chans: [0] },
    [[trySelect(send(0, 1))], [close(0)]],
    ['#d | c', `#0 ${SENT} | c`],
  ],
  [
    'a receive beside a default, and a close',
    { chans: [0] },
    [[trySelect(recv(0))], [close(0)]],
    ['#d | c', '#0 rX | c'],
  ],
  [
    'a closed channel is ready for ever',
    { chans: [0] },
    [[close(0), trySelect(recv(0)), trySelect(recv(0))]],
    ['c #0 rX #0 rX'],
  ],
  [
    'a full buffer that somebody may have drained',
    { chans: [1] },
    [[send(0, 1), trySelect(send(0, 2))], [recv(0)]],
    ['s #d | r1', 's #0 s | r1'],
  ],
  [
    'two tries, one receiver, one after the other',
    { chans: [0] },
    [[trySelect(send(0, 1)), trySelect(send(0, 2))], [recv(0)]],
    ['#d #d | B@0', '#0 s #d | r1', '#d #0 s | r2'],
  ],
  [
    'two tries, one receiver, side by side',
    { chans: [0] },
    [[trySelect(send(0, 1))], [trySelect(send(0, 2))], [recv(0)]],
    ['#d | #d | B@0', '#0 s | #d | r1', '#d | #0 s | r2'],
  ],
];

const closes: Row[] = [
  [
    'a close beside two parked senders and a full buffer',
    { chans: [1] },
    [[send(0, 1), send(0, 2)], [send(0, 3)], [close(0), recv(0), recv(0)]],
    [`${SENT} | ${SENT} | c rX rX`, `s ${SENT} | ${SENT} | c r1 rX`, `${SENT} | s | c r3 rX`],
  ],
  [
    'a close beside a meeting and one who waits for another',
    { chans: [0] },
    [[send(0, 1)], [recv(0)], [recv(0)], [close(0)]],
    ['s | r1 | rX | c', 's | rX | r1 | c', `${SENT} | rX | rX | c`],
  ],
  [
    'a close behind a sender who had to wait',
    { chans: [1] },
    [
      [send(0, 1), send(0, 2), close(0)],
      [recv(0), recv(0), recv(0)],
    ],
    ['s s c | r1 r2 rX'],
  ],
  [
    'two receivers for one value and a close',
    { chans: [1] },
    [[send(0, 1), close(0)], [recv(0)], [recv(0)]],
    ['s c | r1 | rX', 's c | rX | r1'],
  ],
  [
    'two closes and one who waits for either',
    { chans: [0] },
    [[close(0)], [close(0)], [recv(0)]],
    [`c | ${CLOSED} | rX`, `${CLOSED} | c | rX`],
  ],
  [
    'a close between a send and its own receive',
    { chans: [1] },
    [[send(0, 1), recv(0)], [close(0)]],
    ['s r1 | c', `${SENT} | c`],
  ],
  [
    'a panic before a spawn',
    {},
    [[close(-1), spawn(1)], [len(-1)]],
    ['P:CLOSE_OF_NIL_CHANNEL | -'],
  ],
  [
    'a close by one who was spawned by one who was spawned',
    { chans: [0] },
    [[spawn(1), recv(0), recv(0)], [send(0, 1), spawn(2)], [close(0)]],
    ['g r1 rX | s g | c'],
  ],
];

const waits: Row[] = [
  [
    'the length while a sender waits',
    { chans: [1] },
    [
      [send(0, 1), send(0, 2)],
      [recv(0), len(0), recv(0)],
    ],
    ['s s | r1 l0 r2', 's s | r1 l1 r2'],
  ],
  [
    'a ring of three',
    { chans: [0, 0, 0] },
    [
      [send(0, 1), recv(2)],
      [recv(0), send(1, 2)],
      [recv(1), send(2, 3)],
    ],
    ['s r3 | r1 s | r2 s'],
  ],
  [
    'channels as locks, in opposite order',
    { chans: [1, 1] },
    [
      [send(0, 1), send(1, 2), recv(1), recv(0)],
      [send(1, 3), send(0, 4), recv(0), recv(1)],
    ],
    ['s s r2 r1 | s s r4 r3', 's B@1 | s B@1'],
  ],
];

const locks: Row[] = [
  [
    'an unlock by somebody else, and a third who wants the lock',
    { mutexes: 1, chans: [0] },
    [
      [lock(0), send(0, 1)],
      [recv(0), unlock(0)],
      [lock(0), unlock(0)],
    ],
    ['L s | r1 U | L U'],
  ],
  [
    'an unlock that takes the lock from its holder',
    { mutexes: 1 },
    [[lock(0), unlock(0)], [unlock(0)]],
    [`L U | ${UNLOCKED}`, `L ${UNLOCKED} | U`],
  ],
  [
    'a send and a receive under one lock',
    { mutexes: 1, chans: [0] },
    [
      [lock(0), recv(0), unlock(0)],
      [lock(0), send(0, 1), unlock(0)],
    ],
    ['L B@1 | B@0', 'B@0 | L B@1'],
  ],
  [
    'two sends under a lock and a buffer of one',
    { mutexes: 1, chans: [1] },
    [
      [lock(0), send(0, 1), send(0, 2), unlock(0)],
      [lock(0), unlock(0), recv(0), recv(0)],
    ],
    ['L s B@2 | B@0', 'L s s U | L U r1 r2'],
  ],
  [
    'a reader within a reader, a writer and another reader',
    { rwmutexes: 1 },
    [
      [rlock(0), rlock(0), runlock(0), runlock(0)],
      [wlock(0), wunlock(0)],
      [rlock(0), runlock(0)],
    ],
    ['RL RL RU RU | WL WU | RL RU', 'RL B@1 | B@0 | RL RU', 'RL B@1 | B@0 | B@0'],
  ],
  [
    'a reader who sends to a writer',
    { rwmutexes: 1, chans: [0] },
    [
      [rlock(0), send(0, 1), runlock(0)],
      [wlock(0), recv(0), wunlock(0)],
    ],
    ['RL B@1 | B@0', 'B@0 | WL B@1'],
  ],
  [
    'a read lock given back by somebody else, or too early',
    { rwmutexes: 1 },
    [[rlock(0)], [runlock(0)], [wlock(0)]],
    [
      'RL | RU | WL',
      'RL | P:RUNLOCK_OF_UNLOCKED_RWMUTEX | B@0',
      'B@0 | P:RUNLOCK_OF_UNLOCKED_RWMUTEX | WL',
    ],
  ],
  [
    'an unlock for writing beside a reader',
    { rwmutexes: 1 },
    [[rlock(0), runlock(0)], [wunlock(0)]],
    ['RL RU | P:UNLOCK_OF_UNLOCKED_RWMUTEX'],
  ],
];

const groups: Row[] = [
  [
    'a barrier for two',
    { waitGroups: [2] },
    [
      [add(0, -1), wait(0)],
      [add(0, -1), wait(0)],
    ],
    ['a W | a W'],
  ],
  [
    'a group used again while somebody may still be waiting',
    { waitGroups: [1] },
    [
      [wait(0), wait(0)],
      [add(0, -1), add(0, 1), add(0, -1)],
    ],
    ['W W | a a a'],
    // Not the second wait: nobody adds after the step that releases it.
    [`${REUSED} | a a a`],
  ],
  [
    'an add by one who was started before the wait',
    { waitGroups: [0], chans: [1] },
    [
      [spawn(1), wait(0), len(0)],
      [add(0, 1), send(0, 1), add(0, -1)],
    ],
    ['g W l0 | a s a', 'g W l1 | a s a'],
  ],
  [
    'an add before the start',
    { waitGroups: [0], chans: [1] },
    [
      [add(0, 1), spawn(1), wait(0), len(0)],
      [send(0, 1), add(0, -1)],
    ],
    ['a g W l1 | s a'],
  ],
  [
    'one done too many, and one who waits',
    { waitGroups: [1] },
    [[add(0, -1)], [add(0, -1)], [wait(0)]],
    [
      `a | ${NEGATIVE} | W`,
      `a | ${NEGATIVE} | B@0`,
      `${NEGATIVE} | a | W`,
      `${NEGATIVE} | a | B@0`,
    ],
    [
      `a | ${NEGATIVE} | ${REUSED}`,
      `${NEGATIVE} | a | ${REUSED}`,
      // Who reaches 0 looks once more, and sees that it is below.
      `${NEGATIVE} | ${ADDED} | B@0`,
      `${ADDED} | ${NEGATIVE} | B@0`,
    ],
  ],
  [
    'a wait under the lock that the done needs',
    { waitGroups: [1], mutexes: 1 },
    [
      [lock(0), wait(0), unlock(0)],
      [lock(0), add(0, -1), unlock(0)],
    ],
    ['L W U | L a U', 'L B@1 | B@0'],
  ],
  [
    'a wait for those who wait for a receiver',
    { waitGroups: [2], chans: [0] },
    [
      [send(0, 1), add(0, -1)],
      [send(0, 2), add(0, -1)],
      [wait(0), recv(0), recv(0)],
    ],
    ['B@0 | B@0 | B@0'],
  ],
];

const conditions: Row[] = [
  [
    'a signal that may come too early',
    { mutexes: 1, conds: [0] },
    [[lock(0), cwait(0), unlock(0)], [signal(0)]],
    ['L C U | n', 'L B@1 | n'],
  ],
  [
    'a signal under the lock, which helps nothing',
    { mutexes: 1, conds: [0] },
    [
      [lock(0), cwait(0), unlock(0)],
      [lock(0), signal(0), unlock(0)],
    ],
    ['L C U | L n U', 'L B@1 | L n U'],
  ],
  [
    'one signal for two',
    { mutexes: 1, conds: [0] },
    [[lock(0), cwait(0), unlock(0)], [lock(0), cwait(0), unlock(0)], [signal(0)]],
    ['L C U | L B@1 | n', 'L B@1 | L C U | n', 'L B@1 | L B@1 | n'],
  ],
  [
    'one broadcast for two',
    { mutexes: 1, conds: [0] },
    [[lock(0), cwait(0), unlock(0)], [lock(0), cwait(0), unlock(0)], [broadcast(0)]],
    ['L C U | L C U | N', 'L C U | L B@1 | N', 'L B@1 | L C U | N', 'L B@1 | L B@1 | N'],
  ],
  [
    'a wait without the lock, or with somebody else’s',
    { mutexes: 1, conds: [0] },
    [[lock(0)], [cwait(0)]],
    ['L | B@0', `L | ${UNLOCKED}`],
  ],
  [
    'a signal by one who keeps the lock',
    { mutexes: 1, conds: [0] },
    [
      [lock(0), cwait(0)],
      [lock(0), signal(0)],
    ],
    ['L B@1 | L n', 'B@0 | L n'],
  ],
  [
    'a signal that is handed on',
    { mutexes: 1, conds: [0] },
    [[lock(0), cwait(0), signal(0), unlock(0)], [lock(0), cwait(0), unlock(0)], [signal(0)]],
    ['L C n U | L C U | n', 'L C n U | L B@1 | n', 'L B@1 | L C U | n', 'L B@1 | L B@1 | n'],
  ],
];

const onces: Row[] = [
  [
    'two callers',
    { onces: 1, chans: [1] },
    [[once(0, send(0, 1))], [once(0, send(0, 2))]],
    ['o s | O', 'O | o s'],
  ],
  [
    'two callers, and a body that waits',
    { onces: 1, chans: [0] },
    [[once(0, recv(0))], [once(0, recv(0))], [send(0, 7)]],
    ['o r7 | O | s', 'O | o r7 | s'],
  ],
  [
    'a body that waits for one who waits for it',
    { onces: 1, chans: [0] },
    [[once(0, recv(0))], [once(0, send(0, 1)), send(0, 2)]],
    ['o B@0 | B@0', 'B@0 | o B@0'],
  ],
  [
    'a body that panics is done as well',
    { onces: 1, chans: [0] },
    [[close(0), once(0, send(0, 1))], [once(0, recv(0))]],
    [`c o ${SENT} | O`, 'c O | o rX'],
  ],
];

/** By what they are about. */
export const tricky: Record<string, Tricky[]> = Object.fromEntries(
  Object.entries({ selects, defaults, closes, waits, locks, groups, conditions, onces }).map(
    ([group, rows]) => [
      group,
      rows.map(([title, has, procs, outcomes, goOnly = []]) => ({
        title,
        program: { chans: [], ...has, procs },
        outcomes,
        goOnly,
      })),
    ],
  ),
);
