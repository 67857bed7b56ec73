/** Wrong clocks. */
import type { Mutant } from '../mutant.ts';

export const timeMutants: readonly Mutant[] = [
  {
    name: 'latest-timer-first',
    about: 'of several timers the last that is due fires first',
    file: 'kernel/timers.ts',
    find: 'if (due < dueMs ||',
    put: 'if (due > dueMs ||',
  },
  {
    name: 'timers-sink',
    about: 'a timer that takes the place of another stays above those that are due before it',
    file: 'kernel/timers.ts',
    find: 'if (dueMs < least || (dueMs === least',
    put: 'if (dueMs < Infinity || (dueMs === least',
  },
  {
    name: 'alarm-too-early',
    about: 'who sleeps wakes after half of the time',
    file: 'kernel/alarm.ts',
    find: 'this.dueMs = world.now() + delayMs;',
    put: 'this.dueMs = world.now() + delayMs / 2;',
  },
  {
    name: 'timer-left-behind',
    about: 'a sleep that was aborted leaves its timer behind',
    file: 'kernel/alarm.ts',
    find: '    timersOf(this.world).remove(this);\n',
    put: '',
  },
  {
    name: 'after-comes-twice',
    about: 'the time of after can be received twice',
    file: 'after.ts',
    find: '  fire(): void {\n    this.#taken = true;\n',
    put: '  fire(): void {\n',
  },
  {
    name: 'ticker-drifts',
    about: 'a tick that is received late delays those that follow',
    file: 'time/timer-channel.ts',
    find: 'dueMs + periodMs * (1 + missed)',
    put: 'nowMs + periodMs',
  },
  {
    name: 'ticks-pile-up',
    about: 'ticks that were missed come all at once',
    file: 'time/timer-channel.ts',
    find: 'dueMs + periodMs * (1 + missed)',
    put: 'dueMs + periodMs',
  },
  {
    name: 'stop-comes-late',
    about: 'a timer that was stopped gives its time all the same',
    file: 'time/timer-channel.ts',
    find: `    const { active } = this;
    this.active = false;`,
    put: '    const { active } = this;',
  },
  {
    name: 'reset-adds',
    about: 'a timer that is set anew counts from when it was due',
    file: 'time/timer-channel.ts',
    find: '    this.dueMs = this.world.now() + delayMs;',
    put: '    this.dueMs += delayMs;',
  },
];
