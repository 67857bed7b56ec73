/** Wrong ways to do something once, and to wait for news. */
import type { Mutant } from '../mutant.ts';

export const onceMutants: readonly Mutant[] = [
  {
    name: 'once-is-twice',
    about: 'who comes while the function runs runs it again',
    file: 'sync/call.ts',
    find: '    if (call.state === FRESH) {',
    put: '    if (call.state !== OVER && !this.#runner) {',
  },
  {
    name: 'once-does-not-wait',
    about: 'who comes while the function runs does not wait for its end',
    file: 'sync/call.ts',
    find: '    return this.#call.over;\n',
    put: '    return this.#call.state !== FRESH;\n',
  },
  {
    name: 'once-fails-all',
    about: 'everybody is told of the failure',
    file: 'sync/once.ts',
    find: `concerns(runner: boolean): boolean {
    return runner;`,
    put: `concerns(runner: boolean): boolean {
    return runner || !runner;`,
  },
  {
    name: 'signal-wakes-all',
    about: 'a signal wakes all who wait',
    file: 'sync/cond.ts',
    find: 'if (line.first !== null) settle(',
    put: 'while (line.first !== null) settle(',
  },
  {
    name: 'broadcast-wakes-one',
    about: 'a broadcast wakes one of those who wait',
    file: 'sync/cond.ts',
    find: 'while (line.first !== null) settle(',
    put: 'if (line.first !== null) settle(',
  },
  {
    name: 'signal-wakes-the-last',
    about: 'a signal wakes the one who came last',
    file: 'sync/cond.ts',
    find: 'if (line.first !== null) settle(line.shift().waking, undefined);',
    put: `const { last } = line;
    if (last === null) return;
    line.remove(last);
    settle(last.waking, undefined);`,
  },
  {
    name: 'woken-without-lock',
    about: 'who is woken goes on without the lock',
    file: 'sync/waking.ts',
    find: '      arm.enqueue(this.sleeper);',
    put: '      this.through(true);',
  },
  {
    name: 'wait-keeps-lock',
    about: 'who waits for news keeps the lock',
    file: 'sync/cond.ts',
    find: '      this.#cond.l.unlock();\n',
    put: '',
  },
];
