import { permits } from './support/permits.ts';
import { close, recv, select, send, trySelect } from './support/steps.ts';

const SENT = 'P:SEND_ON_CLOSED_CHANNEL';

describe('model: select', () => {
  permits([
    [
      'takes any arm that is ready [SEL-05, SEL-20]',
      { chans: [1, 1] },
      [[send(0, 1), send(1, 2), select(recv(0), recv(1))]],
      ['s s #0 r1', 's s #1 r2'],
    ],
    [
      'takes the only arm that is ready [SEL-05]',
      { chans: [1, 1] },
      [[send(1, 2), select(recv(0), recv(1))]],
      ['s #1 r2'],
    ],
    [
      'waits while none is ready [SEL-08]',
      { chans: [0, 1] },
      [[select(recv(0), recv(1)), send(1, 1)]],
      ['B@0'],
    ],
    [
      'is chosen for by whoever comes first [SEL-18]',
      { chans: [0, 0] },
      [[select(recv(0), recv(1))], [send(0, 1)], [send(1, 2)]],
      ['#0 r1 | s | B@0', '#1 r2 | B@0 | s'],
    ],
    [
      'sends on one of several [SEL-05]',
      { chans: [1, 1] },
      [[select(send(0, 1), send(1, 2))], [recv(0)], [recv(1)]],
      ['#0 s | r1 | B@0', '#1 s | B@0 | r2'],
    ],
    [
      'takes either of two arms on one channel [SEL-06]',
      { chans: [0] },
      [[select(recv(0), recv(0))], [send(0, 1)]],
      ['#0 r1 | s', '#1 r1 | s'],
    ],
    [
      'sends either of two values on one channel [SEL-21]',
      { chans: [1] },
      [[select(send(0, 1), send(0, 2)), recv(0)]],
      ['#0 s r1', '#1 s r2'],
    ],
    ['never meets itself [SEL-15]', { chans: [0] }, [[select(send(0, 1), recv(0))]], ['B@0']],
    [
      'in both directions meets a sender and a receiver [SEL-15]',
      { chans: [0] },
      [[select(send(0, 1), recv(0))], [send(0, 2)], [recv(0)]],
      ['#0 s | B@0 | r1', '#1 r2 | s | B@0', 'B@0 | s | r2'],
    ],
    [
      'meets another like it, either way round [SEL-17]',
      { chans: [0] },
      [[select(send(0, 1), recv(0))], [select(send(0, 2), recv(0))]],
      ['#0 s | #1 r1', '#1 r2 | #0 s'],
    ],
    [
      'in both directions of an empty buffer sends [SEL-16]',
      { chans: [1] },
      [[select(send(0, 1), recv(0))]],
      ['#0 s'],
    ],
    [
      'in both directions of a full buffer receives [SEL-16]',
      { chans: [1] },
      [[send(0, 1), select(send(0, 2), recv(0))]],
      ['s #1 r1'],
    ],
    [
      'in both directions of a buffer between does either [SEL-16]',
      { chans: [2] },
      [[send(0, 1), select(send(0, 2), recv(0)), recv(0)]],
      ['s #0 s r1', 's #1 r1 B@2'],
    ],
    [
      'passes over nil channels [SEL-10]',
      { chans: [1] },
      [[select(recv(-1), send(-1, 1), send(0, 2))]],
      ['#2 s'],
    ],
    ['with nil channels alone waits for ever [SEL-10]', {}, [[select(recv(-1))]], ['B@0']],
    ['without arms waits for ever [SEL-09]', {}, [[select()]], ['B@0']],
    [
      'with one arm is the plain step [SEL-11]',
      { chans: [0] },
      [[select(send(0, 1))], [select(recv(0))]],
      ['#0 s | #0 r1'],
    ],
    [
      'leaves alone what it did not take [SEL-19]',
      { chans: [1, 1] },
      [[send(0, 1), send(1, 2), select(recv(0), recv(1)), recv(0)]],
      ['s s #0 r1 B@3', 's s #1 r2 r1'],
    ],
  ]);
});

describe('model: select with a default', () => {
  permits([
    [
      'takes it if no arm is ready [SEL-07]',
      { chans: [0, 1] },
      [[trySelect(recv(0), send(0, 1), recv(1))]],
      ['#d'],
    ],
    ['takes it if there is no arm', {}, [[trySelect()]], ['#d']],
    ['takes it if all channels are nil [SEL-10]', {}, [[trySelect(recv(-1), send(-1, 1))]], ['#d']],
    [
      'never takes it while a value lies there [SEL-07]',
      { chans: [1] },
      [[send(0, 1), trySelect(recv(0))]],
      ['s #0 r1'],
    ],
    [
      'never takes it while there is room [SEL-07]',
      { chans: [1] },
      [[trySelect(send(0, 1)), trySelect(send(0, 2))]],
      ['#0 s #d'],
    ],
    [
      'takes it or not, as a value comes before it or after [SEL-07]',
      { chans: [1] },
      [[trySelect(recv(0))], [send(0, 1)]],
      ['#d | s', '#0 r1 | s'],
    ],
    [
      'may meet who waits, or be too early [SEL-24]',
      { chans: [0] },
      [[trySelect(recv(0))], [send(0, 1)]],
      ['#d | B@0', '#0 r1 | s'],
    ],
    [
      'may meet a select that waits, or be too early [SEL-24]',
      { chans: [0] },
      [[trySelect(send(0, 1))], [select(recv(0), send(0, 2))]],
      ['#d | B@0', '#0 s | #0 r1'],
    ],
    [
      'never meets another with a default',
      { chans: [0] },
      [[trySelect(send(0, 1))], [trySelect(recv(0))]],
      ['#d | #d'],
    ],
    [
      'never meets another with a default, but whoever waits beside it',
      { chans: [0] },
      [[trySelect(send(0, 1))], [trySelect(recv(0))], [recv(0)]],
      ['#d | #d | B@0', '#0 s | #d | r1'],
    ],
    [
      'never takes it once a channel is closed [SEL-13]',
      { chans: [0] },
      [[close(0), trySelect(recv(0))]],
      ['c #0 rX'],
    ],
  ]);
});

describe('model: select and close', () => {
  permits([
    [
      'receives what is left, and then that it is closed [SEL-13]',
      { chans: [1] },
      [[send(0, 1), close(0), select(recv(0)), select(recv(0))]],
      ['s c #0 r1 #0 rX'],
    ],
    [
      'is woken by close [CH-37]',
      { chans: [0, 0] },
      [[select(recv(0), recv(1))], [close(1)]],
      ['#1 rX | c'],
    ],
    [
      'panics as it sends [SEL-12, CH-37]',
      { chans: [0] },
      [[select(send(0, 1))], [close(0)]],
      [`#0 ${SENT} | c`],
    ],
    [
      'panics or takes another arm that is ready [SEL-12]',
      { chans: [1, 1] },
      [[close(0), send(1, 1), select(send(0, 2), recv(1))]],
      [`c s #0 ${SENT}`, 'c s #1 r1'],
    ],
    [
      'panics in spite of a default [SEL-12, CH-14]',
      { chans: [0] },
      [[close(0), trySelect(send(0, 1))]],
      [`c #0 ${SENT}`],
    ],
    [
      'names the first arm on a closed channel if it panics',
      { chans: [0, 0] },
      [[close(0), close(1), select(recv(-1), send(1, 1), send(0, 2))]],
      [`c c #1 ${SENT}`],
    ],
    [
      'names the first arm that is closed by then',
      { chans: [0, 0] },
      [[select(send(0, 1), send(1, 2))], [close(1), close(0)]],
      [`#0 ${SENT} | c c`, `#1 ${SENT} | c c`],
    ],
    [
      'in both directions of a closed channel panics or receives [SEL-12, SEL-13]',
      { chans: [0] },
      [[close(0), select(send(0, 1), recv(0))]],
      [`c #0 ${SENT}`, 'c #1 rX'],
    ],
    [
      'no longer meets anybody on a closed channel [CH-34]',
      { chans: [0, 1] },
      [
        [select(send(0, 1)), send(1, 2)],
        [close(0), recv(0)],
      ],
      [`#0 ${SENT} | c rX`],
    ],
  ]);
});
