import { expect } from 'chai';
import { MisuseError } from '../../lib/kernel/errors.ts';
import { model } from '../../lib/testing/model.ts';
import { checkProgram, spawnedBy, type Program } from '../../lib/testing/program.ts';

/** A program of one step, beside one of each thing. */
function withStep(step: unknown): unknown {
  const locks = { mutexes: 1, rwmutexes: 1, onces: 1, conds: [0] };
  return { chans: [0], ...locks, waitGroups: [0], procs: [[], [step]] };
}

const refused: [what: string, program: unknown, message: string][] = [
  ['no object', null, 'program: no object: null'],
  ['no object', 'x', "program: no object: 'x'"],
  ['an unknown part', { chans: [], procs: [], locks: 1 }, 'program: unknown part: locks'],
  ['no channels', { procs: [] }, 'program.chans: no array: undefined'],
  ['no procs', { chans: [] }, 'program.procs: no array: undefined'],
  ['a negative capacity', { chans: [0, -1], procs: [] }, 'program.chans[1]: -1 is less than 0'],
  ['half a capacity', { chans: [0.5], procs: [] }, 'program.chans[0]: no whole number: 0.5'],
  [
    'a bad number of mutexes',
    { chans: [], procs: [], mutexes: -1 },
    'program.mutexes: -1 is less than 0',
  ],
  [
    'a bad number of RWMutexes',
    { chans: [], procs: [], rwmutexes: '1' },
    "program.rwmutexes: no whole number: '1'",
  ],
  [
    'a counter below 0',
    { chans: [], procs: [], waitGroups: [0, -2] },
    'program.waitGroups[1]: -2 is less than 0',
  ],
  [
    'a proc that is no list',
    { chans: [], procs: [[], {}] },
    'program.procs[1]: no array: an object',
  ],
  ['a step that is no list', withStep('len'), "program.procs[1][0]: no array: 'len'"],
  ['an unknown step', withStep(['sleep', 1]), "program.procs[1][0][0]: unknown step: 'sleep'"],
  [
    'a step of a prototype',
    withStep(['toString', 1]),
    "program.procs[1][0][0]: unknown step: 'toString'",
  ],
  ['a send without a value', withStep(['send', 0]), 'program.procs[1][0]: send has 3 parts, not 2'],
  ['a recv with a value', withStep(['recv', 0, 1]), 'program.procs[1][0]: recv has 2 parts, not 3'],
  [
    'a value that is no number',
    withStep(['send', 0, 'x']),
    "program.procs[1][0][2]: no whole number: 'x'",
  ],
  ['a channel too far', withStep(['recv', 1]), 'program.procs[1][0][1]: there is no channel 1'],
  ['a channel below nil', withStep(['len', -2]), 'program.procs[1][0][1]: -2 is less than -1'],
  ['a mutex too far', withStep(['lock', 1]), 'program.procs[1][0][1]: there is no mutex 1'],
  ['a nil mutex', withStep(['lock', -1]), 'program.procs[1][0][1]: -1 is less than 0'],
  ['an RWMutex too far', withStep(['wlock', 1]), 'program.procs[1][0][1]: there is no rwmutex 1'],
  [
    'a wait group too far',
    withStep(['wait', 1]),
    'program.procs[1][0][1]: there is no wait group 1',
  ],
  ['an add of half', withStep(['add', 0, 0.5]), 'program.procs[1][0][2]: no whole number: 0.5'],
  [
    'a once too far',
    withStep(['once', 1, ['recv', 0]]),
    'program.procs[1][0][1]: there is no once 1',
  ],
  ['a once without a body', withStep(['once', 0]), 'program.procs[1][0]: once has 3 parts, not 2'],
  [
    'a body that is no communication',
    withStep(['once', 0, ['len', 0]]),
    "program.procs[1][0][2][0]: neither send nor recv: 'len'",
  ],
  [
    'a body on no channel',
    withStep(['once', 0, ['recv', 3]]),
    'program.procs[1][0][2][1]: there is no channel 3',
  ],
  ['a condition too far', withStep(['cwait', 1]), 'program.procs[1][0][1]: there is no cond 1'],
  [
    'a condition of no mutex',
    { chans: [], procs: [], mutexes: 1, conds: [0, 1] },
    'program.conds[1]: there is no mutex 1',
  ],
  ['a proc too far', withStep(['spawn', 2]), 'program.procs[1][0][1]: there is no proc 2'],
  [
    'a select without cases',
    withStep(['select', null, false]),
    'program.procs[1][0][1]: no array: null',
  ],
  [
    'a select without a word on a default',
    withStep(['select', [], 0]),
    'program.procs[1][0][2]: no boolean: 0',
  ],
  [
    'a case that is no list',
    withStep(['select', [['recv', 0], 7], true]),
    'program.procs[1][0][1][1]: no array: 7',
  ],
  [
    'a case that is no communication',
    withStep(['select', [['close', 0]], true]),
    "program.procs[1][0][1][0][0]: neither send nor recv: 'close'",
  ],
  [
    'a case on no channel',
    withStep([
      'select',
      [
        ['recv', 0],
        ['send', 3, 1],
      ],
      true,
    ]),
    'program.procs[1][0][1][1][1]: there is no channel 3',
  ],
  [
    'a proc that is spawned twice',
    { chans: [], procs: [[['spawn', 1]], [['spawn', 1]]] },
    'program.procs[1][0][1]: proc 1 is spawned twice',
  ],
];

describe('checkProgram', () => {
  for (const [what, program, message] of refused) {
    it(`refuses ${what}: ${message}`, () => {
      expect(() => checkProgram(program))
        .to.throw(MisuseError)
        .with.property('message', message);
    });
  }

  it('hands back what it was given', () => {
    const program: Program = { chans: [], procs: [] };
    expect(checkProgram(program)).to.equal(program);
  });

  it('permits every step', () => {
    for (const step of [
      ['send', -1, -1],
      ['recv', 0],
      ['close', 0],
      ['len', 0],
      ['select', [], false],
      ['lock', 0],
      ['unlock', 0],
      ['rlock', 0],
      ['runlock', 0],
      ['wlock', 0],
      ['wunlock', 0],
      ['add', 0, -1],
      ['wait', 0],
      ['spawn', 0],
    ]) {
      expect(() => checkProgram(withStep(step)), String(step)).not.to.throw();
    }
  });

  it('guards the model', () => {
    const program = withStep(['recv', 1]) as Program;
    expect(() => model(program)).to.throw(MisuseError, 'there is no channel 1');
  });
});

describe('spawnedBy', () => {
  it('finds the step that spawns each proc', () => {
    const program: Program = {
      chans: [],
      procs: [
        [
          ['len', -1],
          ['spawn', 2],
        ],
        [],
        [['spawn', 1]],
      ],
    };
    expect(spawnedBy(program)).to.deep.equal([null, [2, 0], [0, 1]]);
  });
});
