/**
 * Channels and select against Go's semantics in plain arrays: after every command of a random
 * sequence exactly those are through, and with exactly that, of whom the model says so.
 */
import fc from 'fast-check';
import { capacities, commands, doors, type Door } from './support/command.ts';
import { endable, follow } from './support/follow.ts';
import { law } from './support/law.ts';

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
