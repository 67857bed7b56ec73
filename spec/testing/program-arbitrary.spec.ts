import { expect } from 'chai';
import fc from 'fast-check';
import { program, type ProgramConstraints } from '../../lib/testing/program-arbitrary.ts';
import { checkProgram, type Program, type Step } from '../../lib/testing/program.ts';
import { finish, type Draft } from '../../lib/testing/draft.ts';
import { templates } from '../../lib/testing/templates.ts';
import { law } from '../laws/support/law.ts';

const kinds: Step[0][] = [
  'send',
  'recv',
  'close',
  'len',
  'select',
  'lock',
  'unlock',
  'rlock',
  'runlock',
  'wlock',
  'wunlock',
  'add',
  'wait',
  'spawn',
];

/** Every step, and every arm of a select. */
function stepsOf({ procs }: Program): Step[] {
  return procs
    .flat()
    .flatMap((step): Step[] => (step[0] === 'select' ? [step, ...step[1]] : [step]));
}

function usesAll({ chans, mutexes = 0, rwmutexes = 0, waitGroups = [], procs }: Program): boolean {
  const steps = stepsOf({ chans, procs });
  const used = (...names: string[]): number =>
    new Set(steps.filter((it) => names.includes(it[0]) && it[1] !== -1).map((it) => it[1])).size;
  return (
    used('send', 'recv', 'close', 'len') === chans.length &&
    used('lock', 'unlock') === mutexes &&
    used('rlock', 'runlock', 'wlock', 'wunlock') === rwmutexes &&
    used('add', 'wait') === waitGroups.length
  );
}

/** What programs shrink to which have something. */
function smallest(has: (it: Program) => boolean, constraints: ProgramConstraints = {}): unknown {
  const { failed, counterexample } = fc.check(
    fc.property(program(constraints), (it) => !has(it)),
    { numRuns: 5000 },
  );
  expect(failed).to.equal(true);
  return counterexample?.[0];
}

describe('program()', () => {
  it('Law: makes programs, in which every value is sent once and everything is used', async () => {
    const property = fc.property(program({ procs: 4, steps: 5, chans: 3 }), (it) => {
      checkProgram(it);
      expect(usesAll(it)).to.equal(true);
      const values = stepsOf(it).flatMap((step) => (step[0] === 'send' ? [step[2]] : []));
      expect(new Set(values).size).to.equal(values.length);
    });
    await law(property, { weight: 20 });
  });

  it('Law: keeps to its constraints', async () => {
    const flags = fc.boolean();
    const arbitrary = fc.record({
      procs: fc.integer({ min: 1, max: 4 }),
      steps: fc.integer({ min: 1, max: 5 }),
      chans: fc.nat({ max: 3 }),
      ways: fc.integer({ min: 1, max: 4 }),
      selects: flags,
      locks: flags,
      misuse: flags,
      waitGroups: flags,
      onces: flags,
      conds: flags,
      spawn: flags,
    });
    const property = fc.property(arbitrary, fc.nat(), (limits, seed) => {
      for (const it of fc.sample(program(limits), { numRuns: 10, seed })) {
        checkProgram(it);
        expect(it.procs.length).to.be.at.most(limits.procs);
        for (const steps of it.procs) expect(steps.length).to.be.at.most(limits.steps);
        expect(it.chans.length).to.be.at.most(limits.chans);
        const steps = stepsOf(it);
        for (const step of steps) {
          if (step[0] !== 'select') continue;
          expect(limits.selects).to.equal(true);
          // A template has the arms it has.
          expect(step[1].length).to.be.at.most(Math.max(limits.ways, 3));
        }
        if (!limits.locks) expect([it.mutexes, it.rwmutexes]).to.deep.equal([undefined, undefined]);
        if (!limits.waitGroups) expect(it.waitGroups).to.equal(undefined);
        if (!limits.onces) expect(it.onces).to.equal(undefined);
        if (!limits.conds || !limits.locks) expect(it.conds).to.equal(undefined);
        if (!limits.spawn) expect(steps.some(([kind]) => kind === 'spawn')).to.equal(false);
      }
    });
    await law(property, { weight: 2 });
  });

  it('Law: without misuse every lock is unlocked by its proc, and nothing else', async () => {
    const property = fc.property(
      program({ misuse: false, conds: true, steps: 6 }),
      ({ procs, conds = [] }) => {
        for (const steps of procs) {
          const held: string[] = [];
          for (const [kind, thing] of steps) {
            if (kind.endsWith('unlock'))
              expect(held.pop()).to.equal(`${kind.replace('un', '')} ${String(thing)}`);
            else if (kind === 'cwait')
              expect(held).to.include(`lock ${String(conds[thing as number])}`);
            else if (kind.endsWith('lock')) held.push(`${kind} ${String(thing)}`);
          }
          expect(held).to.deep.equal([]);
        }
      },
    );
    await law(property, { weight: 10 });
  });

  it('makes every kind of step, and of select', () => {
    const all = fc.sample(program(), { numRuns: 3000, seed: 1 }).flatMap(stepsOf);
    expect(new Set(all.map(([kind]) => kind))).to.deep.equal(new Set(kinds));
    const further = fc.sample(program({ onces: true, conds: true }), { numRuns: 500, seed: 1 });
    const found = new Set(further.flatMap(stepsOf).map(([kind]) => kind));
    expect(found).to.include.keys('once', 'cwait', 'signal', 'broadcast');
    const selects = all.filter((step) => step[0] === 'select');
    expect(new Set(selects.map((step) => step[1].length))).to.deep.equal(new Set([0, 1, 2, 3]));
    expect(new Set(selects.map((step) => step[2]))).to.deep.equal(new Set([true, false]));
  });

  it('draws steps about as often as it means to', () => {
    const all = fc
      .sample(program({ steps: 5 }), { numRuns: 4000, seed: 2 })
      .flatMap(({ procs }) => procs.flat());
    const share = (...names: string[]): number =>
      all.filter(([kind]) => names.includes(kind)).length / all.length;
    expect(share('send')).to.be.within(0.18, 0.32);
    expect(share('recv')).to.be.within(0.18, 0.32);
    expect(share('select')).to.be.within(0.15, 0.3);
    expect(share('close')).to.be.within(0.04, 0.1);
    expect(share('len')).to.be.within(0.03, 0.09);
    expect(share('add', 'wait')).to.be.within(0.04, 0.12);
    expect(share('lock', 'rlock', 'wlock')).to.be.within(0.03, 0.12);
    expect(share('spawn')).to.be.within(0.005, 0.05);
  });

  it('makes every capacity, nil and every size', () => {
    const all = fc.sample(program(), { numRuns: 2000, seed: 3 });
    expect(new Set(all.flatMap(({ chans }) => chans))).to.deep.equal(new Set([0, 1, 2]));
    expect([...new Set(all.map(({ procs }) => procs.length))]).to.include.members([1, 2, 3]);
    expect(all.some((it) => stepsOf(it).some((step) => step[1] === -1))).to.equal(true);
  });

  it('makes each template, whole', () => {
    const seen = new Set(
      fc
        .sample(program({ steps: 4, onces: true, conds: true }), { numRuns: 20_000, seed: 4 })
        .map((it) => JSON.stringify(it)),
    );
    const missing = templates.filter((draft) => !seen.has(JSON.stringify(finish(draft, 4))));
    expect(missing).to.deep.equal([]);
  });

  it('has steps when nothing is wanted', () => {
    const nothing = { chans: 0, locks: false, waitGroups: false, spawn: false };
    const all = fc.sample(program(nothing), { numRuns: 100, seed: 5 });
    expect(new Set(all.flatMap((it) => stepsOf(it).map(String)))).to.deep.equal(
      new Set(['recv,-1']),
    );
  });

  describe('shrinks', () => {
    for (const kind of kinds.filter((it) => it !== 'spawn')) {
      it(`to a program of one step, or a lock with its unlock: ${kind}`, () => {
        const small = smallest((it) => it.procs.flat().some((step) => step[0] === kind)) as Program;
        expect(small.procs.length).to.equal(1);
        expect(small.procs[0]?.length).to.be.at.most(kind.endsWith('lock') ? 2 : 1);
        expect(usesAll(small)).to.equal(true);
      });
    }

    it('to the arm that matters', () => {
      expect(
        smallest((it) =>
          it.procs
            .flat()
            .some((step) => step[0] === 'select' && step[1].some(([way]) => way === 'send')),
        ),
      ).to.deep.equal({ chans: [0], procs: [[['select', [['send', 0, 1]], false]]] });
    });

    it('to two procs that meet', () => {
      const meet = ({ chans, procs }: Program): boolean =>
        chans[0] === 0 &&
        procs.some((steps) => steps.some(([kind, c]) => kind === 'send' && c === 0)) &&
        procs.some((steps) => steps.some(([kind, c]) => kind === 'recv' && c === 0));
      const small = smallest(meet) as Program;
      expect(small.chans).to.deep.equal([0]);
      expect(small.procs.flat().length).to.equal(2);
    });

    it('to a spawn and the proc that it spawns', () => {
      const small = smallest((it) => it.procs.flat().some(([kind]) => kind === 'spawn')) as Program;
      expect(small.procs.length).to.equal(2);
      expect(small.procs.flat().length).to.equal(2);
    });
  });
});

describe('a draft', () => {
  it('leaves out what is null, what has no room and what is not used', () => {
    const draft: Draft = {
      chans: [0, 1, 2],
      waitGroups: [7],
      procs: [
        [null, ['send', 2, 0], null],
        [null],
        [
          ['recv', 2],
          {
            lock: [
              ['lock', 5],
              ['unlock', 5],
            ],
            inside: [
              ['len', 2],
              ['recv', 0],
            ],
          },
          { lock: null, inside: [['len', 2]] },
        ],
      ],
    };
    expect(finish(draft, 4)).to.deep.equal({
      chans: [2],
      mutexes: 1,
      procs: [
        [['send', 0, 1]],
        [
          ['recv', 0],
          ['lock', 0],
          ['len', 0],
          ['unlock', 0],
        ],
      ],
    });
    expect(finish(draft, 2)).to.deep.equal({
      chans: [2],
      procs: [
        [['send', 0, 1]],
        [
          ['recv', 0],
          ['len', 0],
        ],
      ],
    });
  });

  it('spawns nobody twice and nobody who spawned its spawner', () => {
    const draft = (...spawns: number[][]): Draft => ({
      chans: [],
      waitGroups: [],
      procs: spawns.map((steps) => steps.map((n) => ['spawn', n])),
    });
    expect(finish(draft([1], [1]), 9).procs).to.deep.equal([[['spawn', 1]], []]);
    expect(finish(draft([1, 1]), 9).procs).to.deep.equal([[]]);
    expect(finish(draft([1, 1], [2]), 9).procs).to.deep.equal([[['spawn', 1]], []]);
    expect(finish(draft([1], [1], [1]), 9).procs).to.deep.equal([
      [['spawn', 1]],
      [['spawn', 2]],
      [],
    ]);
  });
});
