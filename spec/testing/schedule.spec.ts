import { expect } from 'chai';
import fc from 'fast-check';
import { MisuseError } from '../../lib/kernel/errors.ts';
import { parseSchedule, Schedule } from '../../lib/testing/schedule.ts';
import { schedule } from '../../lib/testing/schedule-arbitrary.ts';
import { law } from '../laws/support/law.ts';

const part = 'is not decision.choice, with a choice of 1 or more';

const marks = 'does not have two characters for each deviation after its ~';

const refused: [text: string, message: string][] = [
  ['', "schedule: '' does not begin with s1:"],
  ['s2:4.1', "schedule: 's2:4.1' does not begin with s1:"],
  ['s1', "schedule: 's1' does not begin with s1:"],
  ['s1:4', `schedule: '4' ${part}`],
  ['s1:4.', `schedule: '4.' ${part}`],
  ['s1:4.0', `schedule: '4.0' ${part}`],
  ['s1:-4.1', `schedule: '-4.1' ${part}`],
  ['s1:04.1', `schedule: '04.1' ${part}`],
  ['s1:4.1x', `schedule: '4.1x' ${part}`],
  ['s1:4.1 ', `schedule: '4.1 ' ${part}`],
  ['s1:4.1,', `schedule: '' ${part}`],
  ['s1:4.1,,6.1', `schedule: '' ${part}`],
  ['s1:1e3.1', `schedule: '1e3.1' ${part}`],
  ['s1:4.1,4.2', "schedule: '4.2' does not come after decision 4"],
  ['s1:6.1,4.2', "schedule: '4.2' does not come after decision 6"],
  ['s1:6.1~', `schedule: 's1:6.1~' ${marks}`],
  ['s1:6.1~a', `schedule: 's1:6.1~a' ${marks}`],
  ['s1:6.1~a0b', `schedule: 's1:6.1~a0b' ${marks}`],
  ['s1:6.1~A0', `schedule: 's1:6.1~A0' ${marks}`],
  ['s1:6.1~a0~a0', `schedule: 's1:6.1~a0~a0' ${marks}`],
];

describe('a schedule', () => {
  it('is printed with its deviations, and their marks if all have one', () => {
    const [four, six] = [
      { decision: 4, choice: 1 },
      { decision: 6, choice: 2 },
    ];
    expect(String(new Schedule([]))).to.equal('s1:');
    expect(String(new Schedule([four, six]))).to.equal('s1:4.1,6.2');
    const marked = new Schedule([
      { ...four, mark: 5 },
      { ...six, mark: 1295 },
    ]);
    expect(String(marked)).to.equal('s1:4.1,6.2~05zz');
    expect(String(new Schedule([{ ...four, mark: 5 }, six]))).to.equal('s1:4.1,6.2');
  });

  it('is read from what was printed', () => {
    for (const text of ['s1:', 's1:0.3,4.1,16.12', 's1:4.1,6.2~05zz']) {
      expect(String(parseSchedule(text))).to.equal(text);
    }
  });

  for (const [text, message] of refused) {
    it(`is not '${text}'`, () => {
      expect(() => parseSchedule(text))
        .to.throw(MisuseError)
        .with.property('message', message);
    });
  }

  it('is a string', () => {
    const none = undefined as unknown as string;
    expect(() => parseSchedule(none)).to.throw(MisuseError, 'schedule: no string: undefined');
  });
});

describe('schedule()', () => {
  it('Law: survives print and parse', async () => {
    const property = fc.property(schedule(), (it) => {
      expect(parseSchedule(it.toString())).to.deep.equal(it);
    });
    await law(property, { weight: 5 });
  });

  it('Law: keeps to its constraints', async () => {
    const constraints = { deviations: 3, decisions: 5, choices: 2 };
    const property = fc.property(schedule(constraints), ({ deviations }) => {
      expect(deviations.length).to.be.at.most(3);
      for (const { decision, choice } of deviations) {
        expect(decision).to.be.within(0, 4);
        expect(choice).to.be.within(1, 2);
      }
    });
    await law(property, { weight: 5 });
  });

  it('makes fewer deviations than it was asked for where there are fewer decisions', () => {
    for (const it of fc.sample(schedule({ deviations: 9, decisions: 2 }), 50)) {
      expect(it.deviations.length).to.be.at.most(2);
    }
  });

  it('makes schedules of every length', () => {
    const lengths = fc.sample(schedule({ deviations: 4 }), 200).map((it) => it.deviations.length);
    expect([...new Set(lengths)].toSorted()).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it('shrinks to the deviations that matter', () => {
    const matters = fc.check(
      fc.property(
        schedule(),
        ({ deviations }) =>
          !deviations.some(({ decision, choice }) => decision >= 7 && choice >= 2),
      ),
    );
    expect(String(matters.counterexample)).to.equal('s1:7.2');
    const any = fc.check(fc.property(schedule(), () => false));
    expect(String(any.counterexample)).to.equal('s1:');
  });
});
