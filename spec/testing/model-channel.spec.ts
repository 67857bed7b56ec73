import { permits } from './support/permits.ts';
import { close, len, recv, send } from './support/steps.ts';

const SENT = 'P:SEND_ON_CLOSED_CHANNEL';

describe('model: a channel without a buffer', () => {
  permits([
    [
      'hands a value from sender to receiver [CH-02, CH-18, MM-04]',
      { chans: [0] },
      [[send(0, 1)], [recv(0)]],
      ['s | r1'],
    ],
    ['keeps a sender who is alone [CH-18]', { chans: [0] }, [[send(0, 1)]], ['B@0']],
    ['keeps a receiver who is alone [CH-22]', { chans: [0] }, [[recv(0)]], ['B@0']],
    ['does not let a proc meet itself', { chans: [0] }, [[send(0, 1), recv(0)]], ['B@0']],
    [
      'lets any of the receivers have the value [CH-41]',
      { chans: [0] },
      [[send(0, 1)], [recv(0)], [recv(0)]],
      ['s | r1 | B@0', 's | B@0 | r1'],
    ],
    [
      'takes any of the senders [CH-41]',
      { chans: [0] },
      [[send(0, 1)], [send(0, 2)], [recv(0)]],
      ['s | B@0 | r1', 'B@0 | s | r2'],
    ],
    [
      'keeps the order of one sender [CH-40]',
      { chans: [0] },
      [
        [send(0, 1), send(0, 2)],
        [recv(0), recv(0)],
      ],
      ['s s | r1 r2'],
    ],
    [
      'mixes the values of two senders [CH-40]',
      { chans: [0] },
      [[send(0, 1)], [send(0, 2)], [recv(0), recv(0)]],
      ['s | s | r1 r2', 's | s | r2 r1'],
    ],
    [
      'stops two who each send first [MM-04]',
      { chans: [0, 0] },
      [
        [send(0, 1), recv(1)],
        [send(1, 2), recv(0)],
      ],
      ['B@0 | B@0'],
    ],
    [
      'has a length of 0, whoever waits [CH-06]',
      { chans: [0] },
      [[send(0, 1)], [len(0), recv(0)]],
      ['s | l0 r1'],
    ],
  ]);
});

describe('model: a channel with a buffer', () => {
  permits([
    [
      'takes as many values as its capacity [CH-02, CH-16]',
      { chans: [2] },
      [[send(0, 1), send(0, 2), send(0, 3)]],
      ['s s B@2'],
    ],
    [
      'lets a proc receive what it sent itself, in order [CH-40]',
      { chans: [2] },
      [[send(0, 1), send(0, 2), recv(0), recv(0)]],
      ['s s r1 r2'],
    ],
    [
      'goes on when there is room again [CH-18, MM-05]',
      { chans: [1] },
      [[send(0, 1), send(0, 2)], [recv(0)]],
      ['s s | r1'],
    ],
    [
      'counts the values it holds [CH-06]',
      { chans: [2] },
      [[len(0), send(0, 1), len(0), send(0, 2), len(0), recv(0), len(0)]],
      ['l0 s l1 s l2 r1 l1'],
    ],
    [
      'may be looked at before and after [CH-09]',
      { chans: [1] },
      [[send(0, 1)], [len(0)]],
      ['s | l0', 's | l1'],
    ],
    [
      'may be looked at between a send, a receive and a second send [CH-09, CH-23]',
      { chans: [1] },
      [
        [send(0, 1), send(0, 2)],
        [recv(0), len(0)],
      ],
      ['s s | r1 l0', 's s | r1 l1'],
    ],
    [
      'holds the values of two senders in either order [CH-40]',
      { chans: [2] },
      [[send(0, 1)], [send(0, 2)], [recv(0), recv(0)]],
      ['s | s | r1 r2', 's | s | r2 r1'],
    ],
    [
      'stops whoever is too late for the room',
      { chans: [1] },
      [[send(0, 1)], [send(0, 2)]],
      ['s | B@0', 'B@0 | s'],
    ],
    [
      'is a permit, and may be held by one who waits for another who needs it [MM-05]',
      { chans: [1, 0] },
      [
        [send(0, 1), send(1, 2), recv(0)],
        [send(0, 3), recv(1), recv(0)],
      ],
      ['s B@1 | B@0', 'B@0 | s B@1'],
    ],
    [
      'gives each of two receivers one value',
      { chans: [2] },
      [[send(0, 1), send(0, 2)], [recv(0)], [recv(0)]],
      ['s s | r1 | r2', 's s | r2 | r1'],
    ],
  ]);
});

describe('model: close', () => {
  permits([
    [
      'lets everybody receive, for ever [CH-22, CH-27]',
      { chans: [0] },
      [[close(0)], [recv(0), recv(0)]],
      ['c | rX rX'],
    ],
    [
      'lets all who wait go on [CH-33]',
      { chans: [0] },
      [[recv(0)], [recv(0)], [close(0)]],
      ['rX | rX | c'],
    ],
    [
      'leaves what is in the buffer [CH-08, CH-32]',
      { chans: [2] },
      [[send(0, 1), send(0, 2), close(0), len(0), recv(0), len(0), recv(0), recv(0)]],
      ['s s c l2 r1 l1 r2 rX'],
    ],
    [
      'makes a send panic, even with room [CH-14, CH-15]',
      { chans: [1] },
      [[close(0), send(0, 1), recv(0)], [recv(0)]],
      [`c ${SENT} | rX`],
    ],
    [
      'makes those panic who wait to send [CH-34]',
      { chans: [0] },
      [[send(0, 1)], [send(0, 2)], [close(0)]],
      [`${SENT} | ${SENT} | c`],
    ],
    [
      'loses the value of a sender who waits [CH-34]',
      { chans: [1] },
      [
        [send(0, 1), send(0, 2)],
        [close(0), recv(0), recv(0)],
      ],
      [`s ${SENT} | c r1 rX`, `${SENT} | c rX rX`],
    ],
    [
      'comes before, between or after two sends [CH-14]',
      { chans: [2] },
      [[send(0, 1), send(0, 2)], [close(0)]],
      ['s s | c', `s ${SENT} | c`, `${SENT} | c`],
    ],
    [
      'comes before or after a meeting [CH-33, CH-34]',
      { chans: [0] },
      [[send(0, 1)], [recv(0)], [close(0)]],
      ['s | r1 | c', `${SENT} | rX | c`],
    ],
    [
      'happens once [CH-30, CH-38]',
      { chans: [0] },
      [[close(0), close(0), len(0)]],
      ['c P:CLOSE_OF_CLOSED_CHANNEL'],
    ],
    [
      'happens once, whoever is first [CH-30]',
      { chans: [1] },
      [[close(0)], [close(0)]],
      ['c | P:CLOSE_OF_CLOSED_CHANNEL', 'P:CLOSE_OF_CLOSED_CHANNEL | c'],
    ],
    [
      'is seen by those who come after it [MM-03]',
      { chans: [0, 1] },
      [
        [send(1, 1), close(0)],
        [recv(0), recv(1)],
      ],
      ['s c | rX r1'],
    ],
    [
      'ends only the proc that panics',
      { chans: [0, 1] },
      [[close(0), send(0, 1), send(1, 2)], [recv(1)]],
      [`c ${SENT} | B@0`],
    ],
  ]);
});

describe('model: the nil channel', () => {
  permits([
    ['keeps a sender for ever [CH-13]', {}, [[send(-1, 1)]], ['B@0']],
    ['keeps a receiver for ever [CH-21]', {}, [[recv(-1)]], ['B@0']],
    ['lets nobody meet', {}, [[send(-1, 1)], [recv(-1)]], ['B@0 | B@0']],
    ['cannot be closed [CH-29]', {}, [[close(-1), len(-1)]], ['P:CLOSE_OF_NIL_CHANNEL']],
    ['has a length of 0 [CH-06]', {}, [[len(-1)]], ['l0']],
  ]);
});

describe('model: an outcome', () => {
  permits([
    ['of no procs is empty', {}, [], ['']],
    ['of an empty proc is empty', {}, [[]], ['']],
    ['keeps the places of empty procs', {}, [[], [len(-1)], []], [' | l0 | ']],
    [
      'counts steps from 0',
      { chans: [1] },
      [[len(0), send(0, 9), recv(0), recv(0)]],
      ['l0 s r9 B@3'],
    ],
    ['has values as they were sent', { chans: [1] }, [[send(0, -5), recv(0)]], ['s r-5']],
  ]);
});
