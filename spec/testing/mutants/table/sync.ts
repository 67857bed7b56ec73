/** Wrong mutexes and wait groups. */
import type { Mutant } from '../mutant.ts';

const lock = 'sync/lock.ts';
const group = 'sync/wait-group.ts';

export const syncMutants: readonly Mutant[] = [
  {
    name: 'mutex-lets-in',
    about: 'a mutex is locked though somebody has it',
    file: lock,
    find: '    return !this.held;\n',
    put: '    return true;\n',
  },
  {
    name: 'mutex-fast-path',
    about: 'a lock that need not look at the clock lets everybody in',
    file: 'sync/mutex.ts',
    find: 'if (--arm.world.budget < 0 || arm.held || options !== undefined) return wait(arm, options);',
    put: 'if (--arm.world.budget < 0 || options !== undefined) return wait(arm, options);',
  },
  {
    name: 'try-lock-takes-all',
    about: 'tryLock succeeds though somebody has the lock',
    file: 'sync/mutex.ts',
    find: '    if (arm.held) return false;\n',
    put: '',
  },
  {
    name: 'unlock-wakes-nobody',
    about: 'who waits for a lock is forgotten when it is free',
    file: lock,
    find: '        this.world.ready(this.turn);\n',
    put: '',
  },
  {
    name: 'unlock-keeps',
    about: 'an unlock with somebody in line leaves it locked',
    file: lock,
    find: `      this.held = false;
      this.turn ??= new LockTurn(this);`,
    put: '      this.turn ??= new LockTurn(this);',
  },
  {
    name: 'unlock-of-unlocked-ok',
    about: 'to unlock what is not locked is no mistake',
    file: lock,
    find: "throw new FatalError('sync: unlock of unlocked mutex', 'UNLOCK_OF_UNLOCKED_MUTEX');",
    put: 'return;',
  },
  {
    name: 'lock-goes-to-all',
    about: 'when the turn of the first in line comes, the second gets the lock as well',
    file: lock,
    find: '      this.pass(waiters.shift(), true);',
    put: `      const second = waiters.first.after;
      this.pass(waiters.shift(), true);
      if (second !== null && second.queue === (waiters as never)) this.pass(waiters.shift(), true);`,
  },
  {
    name: 'lock-turn-steals',
    about: 'when its turn comes the first in line gets the lock though somebody passed it',
    file: lock,
    find: '    if (this.held) {\n      this.starving',
    put: '    if (this.held && this.isLate(waiters.first)) {\n      this.starving',
  },
  {
    name: 'never-starving',
    about: 'a lock may pass the first in line for ever',
    file: lock,
    find: 'return this.world.now() - since > STARVING_MS;',
    put: 'return this.world.now() - since > Infinity;',
  },
  {
    name: 'always-starving',
    about: 'an unlock gives the lock to the first in line, and nobody may pass',
    file: lock,
    find: '    } else if (this.starving) {',
    put: '    } else if (this.starving || waiters.first !== null) {',
  },
  {
    name: 'wait-group-wakes-at-one',
    about: 'a wait is over when the counter is 1',
    file: group,
    find: '    if (zero.count > 0) return;\n',
    put: '    if (zero.count > 1) return;\n',
  },
  {
    name: 'wait-group-wakes-one',
    about: 'one of those who wait is released',
    file: group,
    find: 'while (waiters.first !== null) settle(waiters.shift(), undefined);',
    put: 'if (waiters.first !== null) settle(waiters.shift(), undefined);',
  },
  {
    name: 'wait-group-wakes-nobody',
    about: 'who waits for a group is never released',
    file: group,
    find: 'while (waiters.first !== null) settle(waiters.shift(), undefined);',
    put: '',
  },
  {
    name: 'wait-group-waits-at-zero',
    about: 'a wait for a group without tasks waits',
    file: group,
    find: '    return this.count === 0;\n',
    put: '    return false;\n',
  },
  {
    name: 'wait-group-waits-for-one',
    about: 'one task that is left is not waited for',
    file: group,
    find: '    return this.count === 0;\n',
    put: '    return this.count === 0 || this.count === 1;\n',
  },
  {
    name: 'wait-group-below-zero-ok',
    about: 'a counter below zero is no mistake',
    file: group,
    find: 'if (zero.count < 0) throw new NegativeCounterError();',
    put: 'if (zero.count < 0) return;',
  },
  {
    name: 'wait-group-stays-at-zero',
    about: 'a counter that would be below zero stays at 0',
    file: group,
    find: 'if (zero.count < 0) throw new NegativeCounterError();',
    put: `if (zero.count < 0) {
      zero.count = 0;
      throw new NegativeCounterError();
    }`,
  },
  {
    name: 'wait-group-passes-below-zero',
    about: 'a wait does not wait while the counter is below zero',
    file: group,
    find: '    return this.count === 0;\n',
    put: '    return this.count <= 0;\n',
  },
  {
    name: 'wait-group-late-add',
    about: 'go counts a task when it starts, and not before',
    file: group,
    find: `    this.add(1);
    const { world } = this.zero;
    const goroutine = new Goroutine(world, fn, []);`,
    put: `    const { world } = this.zero;
    const goroutine = new Goroutine(world, () => (this.add(1), fn()), []);`,
  },
  {
    name: 'wait-group-failure-counts',
    about: 'a task that has thrown counts as one that is done',
    file: group,
    find: '      (goroutine as Goroutine).surface();\n',
    put: '      this.done();\n',
  },
];
