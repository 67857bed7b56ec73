import { expect } from 'chai';
import fc from 'fast-check';
import { MisuseError } from 'millrace';
import {
  checkProgram,
  explore,
  model,
  parseSchedule,
  program,
  replay,
  Schedule,
  schedule,
  type Program,
} from 'millrace/testing';

const good: Program = { chans: [0], procs: [[['send', 0, 1]], [['recv', 0]]] };

function* main() {}

/** Something that its type would not let through. */
const wrong = (it: unknown): never => it as never;

const strategies = 'default, bounded, random, pos, pct, exhaustive, portfolio';

/** Who is called how, and what it says: the path of the bad part first. */
const table: [call: string, what: () => unknown, message: string][] = [
  [
    'explore(undefined)',
    () => explore(wrong(undefined)),
    'neither a program nor a function: undefined',
  ],
  ["explore('main')", () => explore(wrong('main')), "neither a program nor a function: 'main'"],
  [
    'explore of a generator that was made already',
    () => explore(wrong(main())),
    'neither a program nor a function: it was called: hand over the function',
  ],
  [
    'explore of a promise',
    () => explore(wrong(Promise.resolve())),
    'neither a program nor a function: it was called: hand over the function',
  ],
  ['explore([])', () => explore(wrong([])), 'program: no object: an array'],
  ['explore({})', () => explore(wrong({})), 'program.chans: no array: undefined'],
  [
    'explore of a step that there is none of',
    () => explore(wrong({ chans: [], procs: [[], [['jump', 1]]] })),
    "program.procs[1][0][0]: unknown step: 'jump'",
  ],
  ['explore(main, null)', () => explore(main, wrong(null)), 'explore: options: no object: null'],
  ['explore, run: 1', () => explore(main, wrong({ run: 1 })), 'explore: unknown option: run'],
  ['explore, runs: 0', () => explore(main, { runs: 0 }), 'explore: runs: 0 is less than 1'],
  ['explore, runs: NaN', () => explore(main, { runs: NaN }), 'explore: runs: no whole number: NaN'],
  [
    "explore, runs: '5'",
    () => explore(main, wrong({ runs: '5' })),
    "explore: runs: no whole number: '5'",
  ],
  ['explore, steps: 0', () => explore(main, { steps: 0 }), 'explore: steps: 0 is less than 1'],
  ['explore, seed: 0.5', () => explore(main, { seed: 0.5 }), 'explore: seed: no whole number: 0.5'],
  [
    "explore, until: 'panic'",
    () => explore(main, wrong({ until: 'panic' })),
    "explore: until: no function: 'panic'",
  ],
  [
    "explore, strategy: 'luck'",
    () => explore(main, wrong({ strategy: 'luck' })),
    `explore: no strategy 'luck': there are ${strategies}`,
  ],
  [
    'explore, strategy: 7',
    () => explore(main, wrong({ strategy: 7 })),
    'explore: strategy: no string: 7',
  ],
  [
    "explore, form: 'thread'",
    () => explore(good, wrong({ form: 'thread' })),
    "no form of goroutine: 'thread'",
  ],
  [
    'replay without a schedule',
    () => replay(good, wrong(undefined)),
    'replay: schedule: neither text nor a Schedule',
  ],
  [
    'replay of a list',
    () => replay(good, wrong([])),
    'replay: schedule: neither text nor a Schedule',
  ],
  [
    'replay of bad text',
    () => replay(good, 's1:1'),
    "schedule: '1' is not decision.choice, with a choice of 1 or more",
  ],
  [
    'replay, strategy',
    () => replay(good, 's1:', wrong({ strategy: 'pos' })),
    'replay: unknown option: strategy',
  ],
  [
    'replay, steps: -1',
    () => replay(good, 's1:', { steps: -1 }),
    'replay: steps: -1 is less than 1',
  ],
  [
    'replay of no program',
    () => replay(wrong({ chans: [-1], procs: [] }), 's1:'),
    'program.chans[0]: -1 is less than 0',
  ],
  ['model of a function', () => model(wrong(main)), 'program: no object: a function'],
  ['model, limits', () => model(good, wrong({ limits: 1 })), 'model: unknown option: limits'],
  ['model, reuse: 1', () => model(good, wrong({ reuse: 1 })), 'model: reuse: no boolean: 1'],
  ['checkProgram of a text', () => checkProgram('{}'), "program: no object: '{}'"],
  ['program, proc', () => program(wrong({ proc: 1 })), 'program: unknown option: proc'],
  ['program, procs: -1', () => program({ procs: -1 }), 'program: procs: -1 is less than 0'],
  ['program, locks: 1', () => program(wrong({ locks: 1 })), 'program: locks: no boolean: 1'],
  ['program(7)', () => program(wrong(7)), 'program: options: no object: 7'],
  [
    'schedule, deviation',
    () => schedule(wrong({ deviation: 1 })),
    'schedule: unknown option: deviation',
  ],
  [
    'schedule, decisions: 0',
    () => schedule({ decisions: 0 }),
    'schedule: decisions: 0 is less than 1',
  ],
  [
    'schedule, deviations: 1.5',
    () => schedule({ deviations: 1.5 }),
    'schedule: deviations: no whole number: 1.5',
  ],
  ['parseSchedule(7)', () => parseSchedule(wrong(7)), 'schedule: no string: 7'],
  ['new Schedule()', () => new Schedule(wrong(undefined)), 'schedule: no array: undefined'],
  [
    'new Schedule of the default choice',
    () => new Schedule([{ decision: 1, choice: 0 }]),
    'schedule[0].choice: 0 is less than 1',
  ],
  [
    'new Schedule in no order',
    () =>
      new Schedule([
        { decision: 4, choice: 1 },
        { decision: 4, choice: 2 },
      ]),
    'schedule[1].decision: 4 is less than 5',
  ],
];

describe('millrace/testing, misused', () => {
  for (const [call, what, message] of table) {
    it(`refuses ${call}`, async () => {
      let error: unknown;
      try {
        await what();
      } catch (caught) {
        error = caught;
      }
      expect(error).to.be.instanceOf(MisuseError);
      expect((error as Error).message).to.equal(message);
    });
  }

  it('takes an option that is undefined for none', async () => {
    const options = { strategy: undefined, form: undefined, runs: undefined, until: undefined };
    const { outcomes } = await explore(good, { ...options, strategy: 'exhaustive' });
    expect([...outcomes.keys()]).to.deep.equal(['s | r1']);
    expect(fc.sample(schedule({ deviations: 0 }), 1)[0]).to.have.property('length', 0);
  });

  it('writes an outcome on one line, whatever a failure says', async () => {
    const { outcomes } = await explore(function* () {
      throw new Error('expected:\n  1\n\n  to be 2');
    });
    expect([...outcomes.keys()]).to.deep.equal(['panic Error: expected: 1 to be 2']);
    const returned = await explore(function* () {
      return 'a\nb';
    });
    expect([...returned.outcomes.keys()]).to.deep.equal(['ok a b']);
  });
});
