/** GOMAXPROCS: who decides it, and when it follows. Files of a made-up machine, a clock by hand. */
import { expect } from 'chai';
import { Governor, procsIn } from '../../lib/maxprocs/governor.ts';
import { planOf, type RuleName } from '../../lib/maxprocs/options.ts';
import { setOn, type SetOptions } from '../../lib/maxprocs/set.ts';
import { removeMachines, v1, v1Files, v2, type Machine } from './support/machine.ts';

const MAX = '/sys/fs/cgroup/g/cpu.max';

/** A machine of eight CPUs, its clock, and who decides there. */
class Rig {
  readonly machine: Machine = v2('/g', { [MAX]: 'max 100000\n' });
  ms = 0;
  readonly governor: Governor;

  constructor(rule: RuleName, env: { [name: string]: string } = {}) {
    const plan = planOf({ rule, root: this.machine.root });
    this.governor = new Governor(env, plan, () => this.ms);
  }

  limit(cpus: number | null): void {
    this.machine.write(MAX, cpus === null ? 'max 100000\n' : `${String(cpus * 100_000)} 100000\n`);
  }

  /** What holds a second after the limit has become this. */
  after(cpus: number | null): number {
    this.limit(cpus);
    this.ms += 1000;
    this.governor.check();
    return this.governor.procs;
  }

  set(options: SetOptions = {}): () => void {
    return setOn(this.governor, { root: this.machine.root, env: {}, ...options });
  }
}

describe('gomaxprocs', () => {
  after(removeMachines);

  it('gives the number before; below 1 it only asks [GM-01]', () => {
    const { governor } = new Rig('go');
    expect(governor.set(0)).to.equal(8);
    expect(governor.set(-3)).to.equal(8);
    expect(governor.set(3)).to.equal(8);
    expect(governor.set(100)).to.equal(3);
    expect(governor.procs).to.equal(100);
  });

  it('refuses what is no whole number, and changes nothing', () => {
    const { governor } = new Rig('go');
    for (const bad of [2.5, NaN, Infinity, '3' as never, 2 ** 31]) {
      expect(() => governor.set(bad))
        .to.throw('a whole number')
        .with.property('code', 'MISUSE');
    }
    expect(governor.procs).to.equal(8);
  });

  it('begins with the environment if that is a number from 1 up [GM-02] [GF-28]', () => {
    const accepted = { '3': 3, '08': 8, '+5': 5, '2147483647': 2_147_483_647 };
    for (const [text, procs] of Object.entries(accepted)) {
      expect(procsIn({ GOMAXPROCS: text }), text).to.equal(procs);
      const rig = new Rig('go', { GOMAXPROCS: text });
      expect(rig.governor.procs).to.equal(procs);
      expect(rig.after(2)).to.equal(procs);
    }
    const ignored = [' 3', '3.5', '0x4', '1e2', '1_0', 'abc', '', '0', '-1', '99999999999', '3 '];
    for (const text of ignored) {
      expect(procsIn({ GOMAXPROCS: text }), text).to.equal(undefined);
      expect(new Rig('go', { GOMAXPROCS: text }).governor.procs, text).to.equal(8);
    }
    expect(procsIn({})).to.equal(undefined);
    const under = new Rig('go', { GOMAXPROCS: '3' });
    under.limit(2);
    expect(under.governor.procs, 'the environment wins over the limit').to.equal(3);
  });

  it('leaves limits alone under GODEBUG containermaxprocs=0 [GF-26] [GM-09]', () => {
    const limited = (GODEBUG: string): number => {
      const rig = new Rig('go', { GODEBUG });
      rig.limit(3);
      return rig.governor.procs;
    };
    expect(limited('containermaxprocs=1')).to.equal(3);
    expect(limited('x=1,containermaxprocs=0')).to.equal(8);
    expect(limited('containermaxprocs=0,containermaxprocs=1')).to.equal(3);
  });

  it('follows none, 3, 1, 3, none under go; once set it does not [GF-27] [GM-12]', () => {
    const rig = new Rig('go');
    const limits = [null, 3, 1, 3, null];
    expect(limits.map((cpus) => rig.after(cpus))).to.deep.equal([8, 3, 2, 3, 8]);
    rig.governor.set(3);
    expect(limits.map((cpus) => rig.after(cpus))).to.deep.equal([3, 3, 3, 3, 3]);
    rig.limit(4);
    rig.governor.reset();
    expect(rig.governor.procs, 'at once').to.equal(4);
    expect(rig.after(5)).to.equal(5);
    rig.governor.set(rig.governor.set(0));
    expect(rig.after(3), 'frozen').to.equal(5);
  });

  it('follows none, 3, 1, 3, none under millrace', () => {
    const rig = new Rig('millrace');
    const limits = [null, 3, 1, 3, null];
    expect(limits.map((cpus) => rig.after(cpus))).to.deep.equal([8, 3, 1, 3, 8]);
    rig.governor.set(3);
    expect(limits.map((cpus) => rig.after(cpus))).to.deep.equal([3, 3, 3, 3, 3]);
  });

  it('stays under GODEBUG updatemaxprocs=0 until it is reset [GF-28] [GM-09]', () => {
    const rig = new Rig('go', { GODEBUG: 'updatemaxprocs=0' });
    expect([3, 4].map((cpus) => rig.after(cpus))).to.deep.equal([3, 3]);
    rig.governor.reset();
    expect(rig.governor.procs).to.equal(4);
    expect(rig.after(5)).to.equal(4);
  });

  it('looks at most once a second [GM-07]', () => {
    const rig = new Rig('go');
    expect(rig.governor.procs).to.equal(8);
    rig.limit(3);
    rig.ms = 999;
    expect(rig.governor.procs).to.equal(8);
    rig.ms = 1000;
    expect(rig.governor.procs).to.equal(3);
  });

  it('follows the affinity mask too [GM-03] [GM-06] [GM-07]', () => {
    const rig = new Rig('go');
    expect(rig.after(4)).to.equal(4);
    rig.machine.cpus(3);
    expect(rig.after(4)).to.equal(3);
    rig.machine.cpus(1);
    expect(rig.after(4)).to.equal(1);
  });

  it('under go does not notice that the process has moved; under millrace it does [GM-07]', () => {
    const move = (rig: Rig): number => {
      expect(rig.after(3)).to.equal(3);
      rig.machine.write('/sys/fs/cgroup/h/cpu.max', '500000 100000\n');
      rig.machine.write('/proc/self/cgroup', '0::/h\n');
      rig.ms += 1000;
      return rig.governor.procs;
    };
    expect(move(new Rig('go'))).to.equal(3);
    expect(move(new Rig('millrace'))).to.equal(5);
  });

  it('under millrace finds its way again after a look that failed', () => {
    const rig = new Rig('millrace');
    expect(rig.after(3)).to.equal(3);
    rig.machine.remove('/proc/self/cgroup');
    expect(rig.after(3)).to.equal(8);
    rig.machine.write('/proc/self/cgroup', '0::/g\n');
    expect(rig.after(3)).to.equal(3);
  });

  it('goes by the limits after a reset, whatever the environment says [GM-08]', () => {
    const rig = new Rig('go', { GOMAXPROCS: '7' });
    rig.limit(3);
    rig.governor.reset();
    expect(rig.governor.procs).to.equal(3);
    rig.governor.reset();
    expect(rig.governor.procs).to.equal(3);
    expect(rig.after(4)).to.equal(4);
  });
});

describe('who watches GOMAXPROCS', () => {
  after(removeMachines);

  it('is told of each change until it is called off, once each time it asked', () => {
    const rig = new Rig('go');
    const told: number[] = [];
    const stops = [1, 2].map(() => rig.governor.watch((procs) => told.push(procs)));
    rig.governor.check();
    for (const cpus of [3, 3, 4]) rig.after(cpus);
    expect(told).to.deep.equal([3, 3, 4, 4]);
    stops[0]?.();
    stops[0]?.();
    rig.governor.set(6);
    rig.governor.check();
    rig.governor.reset();
    rig.governor.check();
    stops[1]?.();
    rig.governor.check();
    rig.governor.set(2);
    expect(told).to.deep.equal([3, 3, 4, 4, 6, 4]);
  });
});

describe('set', () => {
  after(removeMachines);
  const log: string[] = [];
  const logger = (line: string): void => void log.push(line);
  const logged = (): string[] => log.splice(0);
  const rule = 'automaxprocs';

  it('under automaxprocs honours any GOMAXPROCS in the environment [AM-02] [AM-04]', () => {
    const texts = { '': '""', 'gar\tbage"': String.raw`"gar\tbage\""`, '7': '"7"' };
    for (const [GOMAXPROCS, quoted] of Object.entries(texts)) {
      const rig = new Rig('go');
      rig.limit(4);
      const undo = rig.set({ rule, logger, env: { GOMAXPROCS } });
      expect(rig.governor.procs).to.equal(4);
      undo();
      expect(logged()).to.deep.equal([
        `maxprocs: Honoring GOMAXPROCS=${quoted} as set in environment`,
        'maxprocs: No GOMAXPROCS change to reset',
      ]);
      expect(rig.after(3), 'it still follows').to.equal(3);
    }
  });

  it('under automaxprocs leaves all as it is without a quota [AM-01] [AM-02]', () => {
    const rig = new Rig('go');
    rig.set({ rule, logger })();
    expect(logged()).to.deep.equal([
      'maxprocs: Leaving GOMAXPROCS=8: CPU quota undefined',
      'maxprocs: No GOMAXPROCS change to reset',
    ]);
    expect(rig.after(3), 'it still follows').to.equal(3);
  });

  it('under automaxprocs sets once, says so before, and resets [AM-03] [AM-04]', () => {
    const rig = new Rig('go');
    const before = rig.after(4);
    rig.limit(2.7);
    const seen: number[] = [];
    const undo = rig.set({
      rule,
      logger: (line) => {
        seen.push(rig.governor.procs);
        logger(line);
      },
    });
    expect(rig.governor.procs).to.equal(2);
    expect(rig.after(5), 'it does not follow').to.equal(2);
    undo();
    expect(rig.governor.procs).to.equal(before);
    expect(seen, 'the number when it was said').to.deep.equal([4, 2]);
    expect(logged()).to.deep.equal([
      'maxprocs: Updating GOMAXPROCS=2: determined from CPU quota',
      'maxprocs: Resetting GOMAXPROCS to 4',
    ]);
  });

  it('under automaxprocs uses the least, rounds as it is told, and knows no most [AM-03] [AM-05]', () => {
    const set = (cpus: number, options: SetOptions): number => {
      const rig = new Rig('go');
      rig.limit(cpus);
      rig.set({ rule, logger, ...options });
      return rig.governor.procs;
    };
    expect(set(0.5, {})).to.equal(1);
    expect(set(0.5, { min: 5 })).to.equal(5);
    expect(set(0.5, { min: -1 })).to.equal(1);
    const least = logged();
    expect(least[1]).to.equal('maxprocs: Updating GOMAXPROCS=5: using minimum allowed GOMAXPROCS');
    expect(least[2]).to.equal('maxprocs: Updating GOMAXPROCS=1: using minimum allowed GOMAXPROCS');
    expect(set(42, {})).to.equal(42);
    expect(set(2.4, { round: Math.ceil })).to.equal(3);
    expect(set(2.6, { round: Math.floor })).to.equal(2);
    expect(logged().every((line) => line.endsWith(': determined from CPU quota'))).to.equal(true);
  });

  it('under automaxprocs fails where the quota cannot be read, and changes nothing [AM-02]', () => {
    const rig = new Rig('go');
    rig.after(4);
    rig.machine.write(MAX, 'asdf 100000\n');
    expect(() => rig.set({ rule, logger })).to.throw('parsing "asdf": invalid syntax');
    expect(logged()).to.deep.equal([]);
    expect(rig.governor.procs).to.equal(4);
    expect(rig.after(3)).to.equal(3);
  });

  it('by other rules follows from then on, and its undo puts things back', () => {
    const rig = new Rig('millrace');
    rig.limit(1.5);
    expect(rig.governor.procs).to.equal(1);
    const undo = rig.set({ rule: 'go', logger });
    expect(rig.governor.procs).to.equal(2);
    expect(rig.after(2.5)).to.equal(3);
    undo();
    expect(rig.governor.procs).to.equal(2);
    expect(rig.after(1.5)).to.equal(1);
    undo();
    expect(logged()).to.deep.equal([
      `maxprocs: Updating GOMAXPROCS=2: a quota of 1.5 CPUs in ${MAX}, rounded up`,
      'maxprocs: Resetting GOMAXPROCS to 1',
      'maxprocs: No GOMAXPROCS change to reset',
    ]);
  });

  it('by other rules ends what was set by hand, and puts that back', () => {
    const rig = new Rig('go');
    rig.governor.set(6);
    rig.limit(3);
    const undo = rig.set();
    expect(rig.governor.procs).to.equal(3);
    undo();
    expect(rig.after(4)).to.equal(6);
  });

  it('by other rules honours a number in the environment and nothing else [GM-02]', () => {
    const rig = new Rig('go');
    rig.limit(3);
    const undo = rig.set({ env: { GOMAXPROCS: '5' }, logger });
    expect(rig.after(4)).to.equal(5);
    undo();
    expect(rig.governor.procs).to.equal(4);
    rig.set({ env: { GOMAXPROCS: 'five' } });
    expect(rig.governor.procs).to.equal(4);
    expect(logged()).to.deep.equal([
      'maxprocs: Honoring GOMAXPROCS="5" as set in environment',
      'maxprocs: Resetting GOMAXPROCS to 3',
    ]);
  });

  it('takes a least and a rounding for every rule, within the CPUs there are', () => {
    const rig = new Rig('go');
    rig.limit(2.5);
    rig.set({ rule: 'millrace', round: Math.ceil });
    expect(rig.governor.procs).to.equal(3);
    rig.set({ rule: 'millrace', min: 20 });
    expect(rig.governor.procs).to.equal(8);
  });

  it('refuses options that are none', () => {
    const rig = new Rig('go');
    expect(() => rig.set({ logger: 'console' as never })).to.throw('logger: a function');
    expect(() => rig.set({ env: 3 as never })).to.throw('env: an object');
    expect(() => rig.set({ roots: '/' } as never)).to.throw('unknown option: roots');
  });

  it('reads version 1 as it follows', () => {
    const machine = v1('/g', v1Files('/sys/fs/cgroup/cpu/g', 300_000));
    let ms = 0;
    const governor = new Governor({}, planOf({ root: machine.root }), () => ms);
    expect(governor.procs).to.equal(3);
    machine.write('/sys/fs/cgroup/cpu/g/cpu.cfs_quota_us', '-1\n');
    ms += 1000;
    expect(governor.procs).to.equal(8);
  });
});
