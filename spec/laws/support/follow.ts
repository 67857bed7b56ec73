/** Follows a sequence of commands on real channels, beside the model. */
import { expect } from 'chai';
import { kernel } from '../../../lib/kernel/world.ts';
import { SIGNALS, type Command } from './command.ts';
import { settled } from './law.ts';
import { lengthOf } from './line.ts';
import * as model from './model.ts';
import { Rig } from './rig.ts';

const show = (log: readonly model.Outcome[]): string[] =>
  log.map(([op, text]) => `${String(op)} ${text}`);

/** The one thing of those permitted that has happened; fails if it is none of them. */
function happened(branches: model.Branch[], log: model.Outcome[], ordered: boolean): model.State {
  const sorted = (lines: string[]): string => (ordered ? lines : lines.sort()).join(', ');
  const permitted = branches.map((branch) => sorted(show(branch.log)));
  const seen = sorted(show(log));
  expect(permitted, 'what is permitted').to.include(seen);
  return (branches[permitted.indexOf(seen)] as model.Branch).state;
}

function agree(rig: Rig, state: model.State): void {
  kernel.home.check();
  rig.channels.forEach((channel, i) => {
    channel.check();
    const { buffer, capacity, senders, receivers } = state.channels[i] as model.ModelChannel;
    expect(channel.length, 'length').to.equal(buffer.length);
    expect(channel.capacity, 'capacity').to.equal(capacity);
    expect(lengthOf(channel.senders), 'senders in line').to.equal(senders.length);
    expect(lengthOf(channel.receivers), 'receivers in line').to.equal(receivers.length);
  });
  const wanted = rig.listeners().map((_, i) => (state.waiting.some((w) => w.under === i) ? 1 : 0));
  expect(rig.listeners(), 'listeners').to.deep.equal(wanted);
}

/** Lets everybody go who waits. */
function ending(channels: number): Command[] {
  const common = { door: 'promise', pace: 'fast', under: null } as const;
  return [
    ...Array.from({ length: SIGNALS }, (_, signal): Command => {
      return { what: 'abort', signal, renew: true, ...common };
    }),
    ...Array.from({ length: channels }, (_, on): Command => ({ what: 'close', on, ...common })),
  ];
}

/**
 * Fails at the first command after which something is true of the channels that no model permits.
 * `ordered`: whether those who are through have to be so in the order of waking.
 */
export async function follow(
  sizes: number[],
  sequence: Command[],
  ordered: boolean,
): Promise<void> {
  const rig = new Rig(sizes);
  let state = model.start(sizes, SIGNALS);
  for (const [op, command] of [...sequence, ...ending(sizes.length)].entries()) {
    rig.log.length = 0;
    rig.start(command, op);
    for (const channel of rig.channels) channel.check();
    await settled();
    // Nothing is promised of the order in which one abort reaches several operations, and who
    // goes ahead after its slice is over learns of it late.
    const inOrder = ordered && command.what !== 'abort' && command.pace !== 'late';
    state = happened(model.step(state, command, op), rig.log, inOrder);
    agree(rig, state);
  }
}

/** A select without a channel waits for ever: it waits under a signal, so that none is left. */
export function endable(command: Command): Command {
  const endless = command.what === 'select' && command.arms.every((arm) => arm.way === 'nil');
  return endless ? { ...command, under: command.under ?? 0 } : command;
}
