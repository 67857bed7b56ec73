/**
 * Channels and select against Go's semantics in plain arrays: after every command of a random
 * sequence exactly those are through, and with exactly that, of whom the model says so.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { kernel } from '../../lib/kernel/world.ts';
import {
  capacities,
  commands,
  doors,
  SIGNALS,
  type Command,
  type Door,
} from './support/command.ts';
import { law, settled } from './support/law.ts';
import { lengthOf } from './support/line.ts';
import * as model from './support/model.ts';
import { Rig } from './support/rig.ts';

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

async function follow(sizes: number[], sequence: Command[], ordered: boolean): Promise<void> {
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
function endable(command: Command): Command {
  const endless = command.what === 'select' && command.arms.every((arm) => arm.way === 'nil');
  return endless ? { ...command, under: command.under ?? 0 } : command;
}

const ids =
  '[CH-16, CH-22, CH-32, CH-33, CH-34, CH-41, CH-42, SEL-15, SEL-18, SEL-19, SEL-20, SEL-22]';

describe('Law: a channel does what its model does', () => {
  const cases: [string, readonly Door[]][] = [
    ...doors.map((door): [string, readonly Door[]] => [door, [door]]),
    ['all of them mixed', doors],
  ];
  for (const [name, through] of cases) {
    // Only there is the order of being through the order of waking.
    const ordered = name === 'generator';
    it(`${name} ${ids}`, async () => {
      const property = fc.asyncProperty(capacities, commands(through), (sizes, sequence) =>
        follow(sizes, sequence.map(endable), ordered),
      );
      await law(property, { weight: 2 });
    });
  }
});
