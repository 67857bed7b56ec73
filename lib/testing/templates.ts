/** Small programs about the corners of the rules: drawn at random these would be rare. */
import type { Draft, Part } from './draft.ts';
import type { Step } from './program.ts';

function locked(mutex: number, ...inside: Part[]): Part {
  return {
    lock: [
      ['lock', mutex],
      ['unlock', mutex],
    ],
    inside,
  };
}

function reading(...inside: Part[]): Part {
  return {
    lock: [
      ['rlock', 0],
      ['runlock', 0],
    ],
    inside,
  };
}

const writing: Part = {
  lock: [
    ['wlock', 0],
    ['wunlock', 0],
  ],
  inside: [],
};
const send: Step = ['send', 0, 0];
const recv: Step = ['recv', 0];
const either: Step = ['select', [send, recv], false];

function draft(chans: number[], procs: Part[][], waitGroups: number[] = []): Draft {
  return { chans, procs, waitGroups };
}

export const templates: Draft[] = [
  // A closed channel with values left.
  draft(
    [2],
    [
      [send, send, ['close', 0]],
      [recv, recv, recv],
    ],
  ),
  draft(
    [1],
    [
      [send, ['close', 0], ['len', 0]],
      [['select', [recv, send], true], recv],
    ],
  ),
  // Close while senders, or receivers, stand there.
  draft([0], [[send], [send], [recv, ['close', 0]]]),
  draft([1], [[send, send], [send], [['close', 0], recv]]),
  draft([0], [[recv], [['select', [recv], false]], [send, ['close', 0]]]),
  draft([0], [[['select', [send, recv], false]], [['close', 0]], [recv]]),
  draft([0], [[['close', 0]], [['close', 0]], [recv]]),
  // Nil.
  draft([0], [[['select', [['recv', -1], ['send', -1, 0], recv], false]], [send]]),
  draft(
    [1],
    [
      [
        ['select', [['recv', -1]], true],
        ['len', -1],
        ['close', -1],
      ],
      [send],
    ],
  ),
  // One channel twice in a select.
  draft([0], [[['select', [recv, recv], false]], [send, send], [recv]]),
  draft(
    [1],
    [
      [['select', [send, send], false], either],
      [recv, recv],
    ],
  ),
  // A select never meets itself; two of them do, unless both have a default.
  draft([0], [[either], [either], [either]]),
  draft([0], [[['select', [send, recv], true]], [['select', [send, recv], true]], [either]]),
  draft([0], [[['select', [send], true]], [['select', [recv], true]], [recv]]),
  // Two channels against each other.
  draft(
    [0, 0],
    [
      [send, ['recv', 1]],
      [['send', 1, 0], recv],
    ],
  ),
  draft(
    [0, 1],
    [
      [['select', [send, ['recv', 1]], false], recv],
      [['select', [recv, ['send', 1, 0]], true], send],
    ],
  ),
  // Locks in opposite order, a lock held at a channel, readers with a writer between them.
  draft([], [[locked(0, locked(1))], [locked(1, locked(0))]]),
  draft([0], [[locked(0, send)], [locked(0), recv]]),
  draft([], [[reading(reading())], [writing]]),
  draft([0], [[reading(send)], [writing], [reading(), recv]]),
  draft([], [[writing], [writing], [reading()]]),
  // A once whose body waits, or panics; news of which nobody, one or all are told.
  draft([0], [[['once', 0, recv]], [['once', 0, recv]], [send, ['once', 0, recv]]]),
  draft(
    [1],
    [
      [['once', 0, send]],
      [
        ['close', 0],
        ['once', 0, send],
      ],
    ],
  ),
  draft([], [[locked(0, ['cwait', 0])], [locked(0, ['cwait', 0])], [locked(0, ['signal', 0])]]),
  draft([], [[locked(0, ['cwait', 0])], [locked(0, ['cwait', 0])], [['broadcast', 0]]]),
  draft([0], [[locked(0, ['cwait', 0], send)], [['signal', 0], recv], [locked(0, ['cwait', 0])]]),
  // Wait groups: released, used again, driven below zero.
  draft(
    [],
    [
      [['wait', 0]],
      [
        ['add', 0, -1],
        ['add', 0, 1],
      ],
      [['wait', 0]],
    ],
    [1],
  ),
  draft(
    [],
    [
      [['add', 0, -1]],
      [
        ['add', 0, -1],
        ['add', 0, 1],
      ],
      [['wait', 0]],
    ],
    [1],
  ),
  draft(
    [0],
    [
      [
        ['add', 0, 1],
        ['spawn', 1],
        ['wait', 0],
      ],
      [send, ['add', 0, -1]],
      [recv],
    ],
    [0],
  ),
];
