/** Wrong selects: which arm, how many of them, and what the others do. */
import type { Mutant } from '../mutant.ts';

const file = 'select.ts';

export const selectMutants: readonly Mutant[] = [
  {
    name: 'first-ready-arm',
    about: 'of several ready arms the first is taken',
    file,
    find: "if (many > 1) this.drawn = this.nth(this.world.choose('arm', many));",
    put: 'if (many > 1) this.drawn = this.nth(0);',
  },
  {
    name: 'last-ready-arm',
    about: 'of several ready arms the last is taken',
    file,
    find: "if (many > 1) this.drawn = this.nth(this.world.choose('arm', many));",
    put: '',
  },
  {
    name: 'two-ready-arms',
    about: 'only the first two ready arms have a chance',
    file,
    find: "this.world.choose('arm', many)",
    put: "this.world.choose('arm', Math.min(many, 2))",
  },
  {
    name: 'receive-passed-over',
    about: 'a select does not receive if an arm before it is ready',
    file,
    find: '      if (!(arms[i] as Arm).ready()) continue;\n',
    put: `      if (!(arms[i] as Arm).ready()) continue;
      if (many > 0 && 'trySend' in (arms[i] as Arm)) continue;
`,
  },
  {
    name: 'always-draws-first',
    about: 'in the default world a select always draws the first that is ready',
    file: 'kernel/world.ts',
    find: '(Math.random() * count) | 0;',
    put: '(0 * count) | 0;',
  },
  {
    name: 'never-draws-last',
    about: 'in the default world a select never draws the last that is ready',
    file: 'kernel/world.ts',
    find: '(Math.random() * count) | 0;',
    put: '(Math.random() * (count - 1)) | 0;',
  },
  {
    name: 'eager-default',
    about: 'the default is taken though an arm is ready',
    file,
    find: 'const selected = cases.ready() ? cases.commit() : undefined;',
    put: 'const selected = cases.ready() && cases.count > 1 ? cases.commit() : undefined;',
  },
  {
    name: 'default-parks',
    about: 'the default is taken, and the arms stay in line',
    file,
    find: 'const selected = cases.ready() ? cases.commit() : undefined;',
    put: `const selected = cases.ready() ? cases.commit() : undefined;
  if (selected === undefined) cases.park();`,
  },
  {
    name: 'loser-taken',
    about: 'the values of all ready arms are taken, and one is given',
    file,
    find: '    const received = (this.arms[this.drawn] as Arm).commit()',
    put: `    for (let i = 0; i < this.count; i++) {
      if (i !== this.drawn && (this.arms[i] as Arm).ready() && 'tryRecv' in (this.arms[i] as Arm))
        (this.arms[i] as Arm).commit();
    }
    const received = (this.arms[this.drawn] as Arm).commit()`,
  },
  {
    name: 'wrong-key',
    about: 'a select that need not wait names the arm before the one it took',
    file,
    find: 'const key = this.armKeys[this.drawn];',
    put: 'const key = this.armKeys[Math.max(0, this.drawn - 1)];',
  },
  {
    name: 'select-ok',
    about: 'a select that need not wait takes the end of a channel for a value',
    file,
    find: ': { key, value: received.value, ok: received.ok };',
    put: ': { key, value: received.value, ok: true };',
  },
  {
    name: 'self-rendezvous',
    about: 'a select that sends and receives on one channel meets itself',
    file,
    find: '      const waiter = new ArmWaiter(op, this.armKeys[i]);\n',
    put: `      if (i > 0 && (this.arms[i] as Arm).ready()) {
        (this.arms[i] as Arm).commit();
        return op;
      }
      const waiter = new ArmWaiter(op, this.armKeys[i]);
`,
  },
  {
    name: 'losers-stay',
    about: 'the other arms of a select that was woken stay in their lines',
    file: 'kernel/waiter.ts',
    find: '  select.withdraw();\n  settle(select',
    put: '  settle(select',
  },
  {
    name: 'one-arm-in-line',
    about: 'a select waits at its first arm alone',
    file,
    find: `    for (let i = 0; i < this.count; i++) {
      const waiter`,
    put: `    for (let i = 0; i < Math.min(this.count, 1); i++) {
      const waiter`,
  },
  {
    name: 'twice-in-line-in-order',
    about: 'of two arms in one line the first is always served',
    file,
    find: 'if (!shuffled && waiter.before',
    put: 'if (shuffled && waiter.before',
  },
  {
    name: 'empty-select-returns',
    about: 'a select without an arm that can ever be ready does not wait',
    file,
    find: `    return many > 0;
  }`,
    put: `    if (count === 0) this.armKeys[(this.drawn = 0)] ??= 0;
    this.arms[0] ??= { commit: () => undefined } as never;
    return many > 0 || count === 0;
  }`,
  },
];
