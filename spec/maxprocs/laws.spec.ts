/** Laws of the parsers: whatever stands in the files, they answer. */
import { inspect } from 'millrace/maxprocs';
import { expect } from 'chai';
import fc from 'fast-check';
import { automaxprocsRule } from '../../lib/maxprocs/automaxprocs-rule.ts';
import { allowedCpus, cpusIn } from '../../lib/maxprocs/cpu-list.ts';
import { unescape } from '../../lib/maxprocs/escape.ts';
import { Fault, type Read } from '../../lib/maxprocs/fault.ts';
import { goQuote } from '../../lib/maxprocs/go-quote.ts';
import { goRule } from '../../lib/maxprocs/go-rule.ts';
import { v1Number, v2Bandwidth } from '../../lib/maxprocs/limits.ts';
import { firstMembership, memberships } from '../../lib/maxprocs/membership.ts';
import { millraceRule } from '../../lib/maxprocs/millrace-rule.ts';
import { cgroupMounts, firstFolder } from '../../lib/maxprocs/mounts.ts';
import { clean, upTo, within } from '../../lib/maxprocs/paths.ts';
import { measure } from '../../lib/maxprocs/rule.ts';
import { escape } from './support/escape.ts';
import { Machine, removeMachines } from './support/machine.ts';

const bytes = fc.uint8Array({ maxLength: 60 }).map((all) => String.fromCharCode(...all));

const scraps = [
  ['0::', '/', '..', 'a', ':', 'cpu', ',', ' ', ' - ', '\n', '\\040', '\\9', 'cgroup'],
  ['cgroup2 cgroup2 rw\n', 'max', '100000', '-1', '22 1 8:1 / / rw', '3:cpu:/a\n', '0::/a\n'],
  ['30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n'],
].flat();

/** Pieces of real files, shuffled: they come further into a parser than noise does. */
const pieces = fc.array(fc.constantFrom(...scraps), { maxLength: 12 }).map((all) => all.join(''));

const text = fc.oneof(bytes, pieces);
const path = fc
  .array(fc.stringMatching(/^[^/\0]{1,6}$/), { maxLength: 4 })
  .map((parts) => `/${parts.join('/')}`);

describe('parsers', () => {
  after(removeMachines);

  it('never throw', () => {
    fc.assert(
      fc.property(text, text, (one, two) => {
        firstMembership(one);
        memberships(one);
        for (const version of [1, 2] as const) {
          firstFolder(one, { version, path: two });
          cgroupMounts(one, version);
        }
        for (const parse of [
          unescape,
          v1Number,
          v2Bandwidth,
          cpusIn,
          allowedCpus,
          clean,
          goQuote,
        ]) {
          parse(one);
        }
      }),
    );
  });

  it('never throw as rules, and find limits that are numbers', () => {
    fc.assert(
      fc.property(text, text, text, fc.boolean(), (cgroup, mountinfo, limit, isThere) => {
        const read: Read = (file) => {
          if (file === '/proc/self/cgroup') return cgroup;
          if (file === '/proc/self/mountinfo') return mountinfo;
          return isThere ? limit : new Fault('no such file', true);
        };
        for (const rule of [goRule, millraceRule, automaxprocsRule]) {
          const folders = rule.locate(read);
          if (folders instanceof Fault) continue;
          for (const { cpus } of measure(rule, folders, 'all', read).limits) {
            expect(Number.isFinite(cpus)).to.equal(true);
          }
        }
      }),
    );
  });

  it('never throw under go and millrace, and give a number of procs', () => {
    const machine = new Machine({ cpus: 4 });
    fc.assert(
      fc.property(text, text, text, (cgroup, mountinfo, limit) => {
        machine.write('/proc/self/cgroup', cgroup);
        machine.write('/proc/self/mountinfo', mountinfo);
        machine.write('/sys/fs/cgroup/a/cpu.max', limit);
        for (const rule of ['go', 'millrace'] as const) {
          const { procs, reason } = inspect({ rule, root: machine.root });
          expect(procs).to.be.within(1, 4);
          expect(reason).to.not.equal('');
        }
      }),
    );
  });
});

describe('escapes', () => {
  it('come back as they were', () => {
    fc.assert(fc.property(bytes, (path) => unescape(escape(path)) === path));
  });

  it('find a group of any name below a root of any name', () => {
    fc.assert(
      fc.property(path, path, path, (root, rest, point) => {
        const group = root === '/' ? rest : root + (rest === '/' ? '' : rest);
        const line = `1 0 0:1 ${escape(root)} ${escape(point)} rw - cgroup2 cgroup2 rw\n`;
        const found = firstFolder(line, { version: 2, path: group });
        const below = rest === '/' ? '' : rest;
        if (within('/..', below)) expect(found).to.be.instanceOf(Fault);
        else expect(found).to.equal(point + below);
      }),
    );
  });
});

describe('paths', () => {
  it('lead up to the top, a component at a time', () => {
    fc.assert(
      fc.property(path, (full) => {
        const all = upTo('/', full);
        expect(all[0]).to.equal(full);
        expect(all.at(-1)).to.equal('/');
        expect(new Set(all).size).to.equal(all.length);
        for (const one of all) expect(within(one, full)).to.equal(true);
      }),
    );
    expect(upTo('', '/a/b')).to.deep.equal(['/a/b', '/a', '']);
    expect(upTo('/a', '/a/b')).to.deep.equal(['/a/b', '/a']);
    expect(upTo('', '')).to.deep.equal(['']);
  });
});

describe('a list of CPUs', () => {
  it('is counted whatever its ranges', () => {
    const set = fc.uniqueArray(fc.nat(300), { minLength: 1 });
    fc.assert(
      fc.property(set, (cpus) => {
        cpus.sort((a, b) => a - b);
        expect(cpusIn(cpus.join(','))).to.equal(cpus.length);
      }),
    );
    expect(cpusIn('0-3,5,8-9')).to.equal(7);
    expect(cpusIn('0-3,2-4')).to.equal(5);
    for (const bad of ['', '3-1', 'a', '0,', '0-', '-1', '0--2']) {
      expect(cpusIn(bad), bad).to.equal(undefined);
    }
    expect(allowedCpus('Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-1,7\n')).to.equal(3);
    expect(allowedCpus('Name:\tnode\n')).to.equal(undefined);
  });
});

describe('%q', () => {
  it('writes a text as Go does', () => {
    const texts = {
      'a b': '"a b"',
      '"\\': String.raw`"\"\\"`,
      '\n\t\x07\x01\x7f': '"\\n\\t\\a\\x01\\x7f"',
    };
    for (const [text, quoted] of Object.entries(texts)) expect(goQuote(text)).to.equal(quoted);
    expect(goQuote('ä€\u00a0\u200b\u{e0001}')).to.equal('"ä€\\u00a0\\u200b\\U000e0001"');
  });
});
