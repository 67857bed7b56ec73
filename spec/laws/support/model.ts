/**
 * Go's channels in plain arrays: what each command does to the whole, and who is through with what.
 *
 * Where Go leaves a choice (which of several ready arms; which of a select's arms in one line) a
 * command has several branches. An outcome is a text: `s` sent, `r7` received 7, `rX` received from
 * a closed channel, `#1 r3` the same by arm 1, `#d` a default, `l2` a length, `c` closed, `-` would
 * wait, `abort`, or `P:` and an error's code.
 */
import { valueOf, type ArmOf, type Command } from './command.ts';

/** Someone in line: with a plain operation (key -1), or with one arm of a select. */
export type Entry = { op: number; key: number; value: number };

export type ModelChannel = {
  capacity: number;
  closed: boolean;
  buffer: number[];
  senders: Entry[];
  receivers: Entry[];
};

export type State = {
  channels: ModelChannel[];
  /** Which signals have fired. */
  aborted: boolean[];
  /** Who waits, and under which signal. */
  waiting: { op: number; under: number | null }[];
};

export type Outcome = readonly [op: number, text: string];

/** One thing that may happen: the state then, and who is through, in the order of waking. */
export type Branch = { state: State; log: Outcome[] };

export const SEND_ON_CLOSED = 'P:SEND_ON_CLOSED_CHANNEL';

export function start(capacities: readonly number[], signals: number): State {
  return {
    channels: capacities.map((capacity) => ({
      capacity,
      closed: false,
      buffer: [],
      senders: [],
      receivers: [],
    })),
    aborted: new Array<boolean>(signals).fill(false),
    waiting: [],
  };
}

function copy({ channels, aborted, waiting }: State): State {
  return {
    channels: channels.map((one) => ({ ...one, buffer: [...one.buffer] })),
    aborted: [...aborted],
    waiting,
  };
}

/** A copy to go on from, in which an operation may be through. */
function branch(from: State): Branch & { end(op: number, text: string): void } {
  const state = copy(from);
  const log: Outcome[] = [];
  return {
    state,
    log,
    end(op, text) {
      log.push([op, text]);
      state.waiting = state.waiting.filter((one) => one.op !== op);
      for (const channel of state.channels) {
        channel.senders = channel.senders.filter((one) => one.op !== op);
        channel.receivers = channel.receivers.filter((one) => one.op !== op);
      }
    },
  };
}

const told = (key: number, text: string): string => (key < 0 ? text : `#${String(key)} ${text}`);

/** The one who has waited longest: with a select, any of its arms in this line. */
const longest = (line: readonly Entry[]): Entry[] => line.filter((one) => one.op === line[0]?.op);

/** What a send by `me` can do at once: nothing if it would wait. */
function send(state: State, at: number, me: Entry): Branch[] {
  const { closed, receivers, buffer, capacity } = state.channels[at] as ModelChannel;
  const one = branch(state);
  if (closed) {
    one.end(me.op, SEND_ON_CLOSED);
    return [one];
  }
  if (receivers.length > 0) {
    return longest(receivers).map((receiver) => {
      const next = branch(state);
      next.end(me.op, told(me.key, 's'));
      next.end(receiver.op, told(receiver.key, `r${String(me.value)}`));
      return next;
    });
  }
  if (buffer.length === capacity) return [];
  one.state.channels[at]?.buffer.push(me.value);
  one.end(me.op, told(me.key, 's'));
  return [one];
}

/** What a receive by `me` can do at once. */
function recv(state: State, at: number, me: Entry): Branch[] {
  const { closed, senders, buffer } = state.channels[at] as ModelChannel;
  if (senders.length > 0) {
    return longest(senders).map((sender) => {
      const next = branch(state);
      const line = next.state.channels[at]?.buffer as number[];
      line.push(sender.value);
      next.end(me.op, told(me.key, `r${String(line.shift())}`));
      next.end(sender.op, told(sender.key, 's'));
      return next;
    });
  }
  const one = branch(state);
  if (buffer.length > 0) {
    one.end(me.op, told(me.key, `r${String(one.state.channels[at]?.buffer.shift())}`));
  } else if (closed) {
    one.end(me.op, told(me.key, 'rX'));
  } else {
    return [];
  }
  return [one];
}

function attempt(state: State, arm: ArmOf, me: Entry): Branch[] {
  if (arm.way === 'nil') return [];
  const at = arm.on % state.channels.length;
  return arm.way === 'send' ? send(state, at, me) : recv(state, at, me);
}

function close(state: State, at: number, op: number): Branch[] {
  const { closed, receivers, senders } = state.channels[at] as ModelChannel;
  if (closed) {
    const one = branch(state);
    one.end(op, 'P:CLOSE_OF_CLOSED_CHANNEL');
    return [one];
  }
  // Whoever both sends and receives here is a receiver; all are woken in reverse (CH-35, CH-37).
  const woken = new Map<number, string[]>();
  for (const one of senders.toReversed()) {
    if (receivers.every((other) => other.op !== one.op)) woken.set(one.op, [SEND_ON_CLOSED]);
  }
  for (const { op: who, key } of receivers.toReversed()) {
    woken.set(who, [...(woken.get(who) ?? []), told(key, 'rX')]);
  }
  let ways: Outcome[][] = [[]];
  for (const [who, texts] of woken) {
    ways = ways.flatMap((way) => texts.map((text): Outcome[] => [...way, [who, text]]));
  }
  return ways.map((way) => {
    const one = branch(state);
    (one.state.channels[at] as ModelChannel).closed = true;
    one.end(op, 'c');
    for (const [who, text] of way) one.end(who, text);
    return one;
  });
}

function abort(state: State, op: number, signal: number, renew: boolean): Branch {
  const one = branch(state);
  one.end(op, 'a');
  for (const { op: who, under } of state.waiting) if (under === signal) one.end(who, 'abort');
  one.state.aborted[signal] = !renew;
  return one;
}

/** The arms that a command looks at: a plain operation is a select of one, without a key. */
function armsOf(command: Command): readonly ArmOf[] {
  switch (command.what) {
    case 'select':
    case 'trySelect':
      return command.arms;
    case 'send':
    case 'trySend':
      return [{ way: 'send', on: command.on }];
    case 'recv':
    case 'tryRecv':
      return [{ way: 'recv', on: command.on }];
    default:
      return [];
  }
}

/** Everything that Go permits this command to do. */
export function step(state: State, command: Command, op: number): Branch[] {
  const one = branch(state);
  if (command.what === 'abort') return [abort(state, op, command.signal, command.renew)];
  if (command.what === 'close') return close(state, command.on % state.channels.length, op);
  if (command.what === 'length') {
    one.end(op, `l${String(state.channels[command.on % state.channels.length]?.buffer.length)}`);
    return [one];
  }
  const { what, under } = command;
  const waits = what === 'send' || what === 'recv' || what === 'select';
  if (waits && under !== null && state.aborted[under] === true) {
    one.end(op, 'abort');
    return [one];
  }
  const plain = what !== 'select' && what !== 'trySelect';
  const cases = armsOf(command).map((arm, i) => {
    const key = plain ? -1 : i;
    return { arm, me: { op, key, value: valueOf(op, key) } };
  });
  const ready = cases.flatMap(({ arm, me }) => attempt(state, arm, me));
  if (ready.length > 0) return ready;
  if (!waits) {
    one.end(op, what === 'trySelect' ? '#d' : '-');
    return [one];
  }
  one.state.waiting = [...state.waiting, { op, under }];
  for (const { arm, me } of cases) {
    const channel = one.state.channels[arm.on % state.channels.length] as ModelChannel;
    if (arm.way === 'send') channel.senders = [...channel.senders, me];
    if (arm.way === 'recv') channel.receivers = [...channel.receivers, me];
  }
  return [one];
}
