/** Sequences of commands on channels: what programs cannot say, such as try and abort. */
import { follow, endable } from '../../laws/support/follow.ts';
import type { Command } from '../../laws/support/command.ts';
import type { Choices } from './choices.ts';

export interface Commands {
  readonly capacities: number[];
  readonly commands: Command[];
}

/** What the channels did that the model does not permit; null if there is nothing. */
export async function disagreement(
  { capacities, commands }: Commands,
  choices: Choices,
): Promise<string | null> {
  // Only among generator goroutines is the order of being through that of waking.
  const ordered = commands.every(({ door }) => door === 'generator');
  try {
    await choices.during(() => follow(capacities, commands.map(endable), ordered));
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] as string) : String(error);
  }
}
