import { expect } from 'chai';
import { outcomeOf, read } from './child.ts';

const DEADLOCK = 'fatal error: all goroutines are asleep - deadlock!';
const NOBODY = 'fatal error: no goroutines (main called runtime.Goexit) - deadlock!';

/** How a program ends: what it prints, its status, and the first line on stderr. */
const ends: [main: string, title: string, stdout: string[], status: number, first: string][] = [
  ['deadlock', 'a deadlock, generator form [DL-01]', [], 2, DEADLOCK],
  ['deadlockAsync', 'a deadlock, async form [DL-01]', [], 2, DEADLOCK],
  ['sleepPostpones', 'a sleep postpones the verdict [DL-03]', ['woke'], 2, DEADLOCK],
  ['unwatchedTimer', 'a timer that nobody watches does not [DL-04]', [], 2, DEADLOCK],
  ['unwatchedTicker', 'nor does a ticker [DL-04, TM-16]', [], 2, DEADLOCK],
  ['pendingCall', 'a call that is due postpones the verdict [DL-03]', ['called'], 2, DEADLOCK],
  ['forsakenTimer', 'nor one that a select has left [DL-04]', ['quick'], 2, DEADLOCK],
  ['firedTimer', 'a second receive from a timer that has fired [DL-05]', ['true'], 2, DEADLOCK],
  ['watchedTimer', 'a timer that somebody watches wakes [DL-03]', ['1', 'value undefined'], 0, ''],
  ['timeoutSignal', 'a signal with a timeout wakes', ['TimeoutError', 'TimeoutError'], 2, DEADLOCK],
  ['timeoutSignalAsync', 'so it does an async main', ['TimeoutError', 'value undefined'], 0, ''],
  ['othersRun', 'main waits while others run [DL-02]', ['3', 'value undefined'], 0, ''],
  ['outside', 'the host may wake somebody [DL-08]', ['7', 'value undefined'], 0, ''],
  ['outsidePromise', 'a promise may too [DL-08]', ['settled', 'value undefined'], 0, ''],
  ['hopelessPromise', 'a promise that nothing can settle [DL-08]', [], 2, DEADLOCK],
  ['goexitMain', 'main leaves by goexit [GO-14, DL-06]', ['main left', 'went on'], 2, NOBODY],
  ['goexitMainAsync', 'so does an async main [GO-14, DL-06]', ['went on'], 2, NOBODY],
  ['goexitMainBlocked', 'and the others wait for ever [GO-14]', ['went on'], 2, DEADLOCK],
  ['returns', 'main returns while others wait [GO-06]', ['main returns', 'value undefined'], 0, ''],
  ['returnsAsync', 'so does an async main [GO-06]', ['main returns', 'value undefined'], 0, ''],
  ['loosened', 'a sleep that main left behind holds nobody', ['value undefined', 'left'], 0, ''],
  [
    'strangerSleeps',
    'a sleep of nobody in the program holds the process',
    ['value undefined', 'slept twice'],
    0,
    '',
  ],
  ['fatal', 'a fatal error [PN-11]', [], 2, 'fatal error: go of nil func value'],
  ['fatalJoined', 'a fatal error, joined [PN-11]', [], 2, 'fatal error: go of nil func value'],
  ['fatalMain', 'a fatal error in main [PN-11]', [], 2, 'fatal error: go of nil func value'],
  ['fatalCaught', 'a fatal error that is caught [PN-11]', ['caught', 'value undefined'], 0, ''],
];

describe('run ends the process', function () {
  this.timeout(30_000);

  for (const [main, title, stdout, status, first] of ends) {
    it(`${title}: ${main}`, async () => {
      const outcome = await outcomeOf('ends', main);
      expect(outcome.stdout.trimEnd().split('\n').filter(Boolean)).to.deep.equal(stdout);
      expect(outcome.stderr.split('\n')[0]).to.equal(first);
      expect(outcome.status).to.equal(status);
    });
  }

  it('lists whoever is left when main has gone [GO-14]', async () => {
    const { goroutines } = read((await outcomeOf('ends', 'goexitMainBlocked')).stderr);
    expect(goroutines.map(({ name, state }) => `${name}: ${state}`)).to.deep.equal([
      'waits: chan receive',
    ]);
  });

  it('lists everyone once when one program runs within another', async () => {
    const { status, stderr } = await outcomeOf('ends', 'nested');
    expect(status).to.equal(2);
    const { goroutines } = read(stderr);
    expect(goroutines.map(({ name, state }) => `${name}: ${state}`)).to.deep.equal([
      'nested: IO wait',
      'waits: chan receive',
      'innerMain: chan receive',
      'waits: chan receive',
    ]);
    expect(goroutines.map(({ created }) => created?.parent)).to.deep.equal([
      undefined,
      1,
      undefined,
      3,
    ]);
  });

  it('says who made a fatal error [PN-11]', async () => {
    const { goroutines } = read((await outcomeOf('ends', 'fatal')).stderr);
    expect(goroutines.map(({ name, state }) => `${name}: ${state}`)).to.deep.equal([
      'starter: running',
    ]);
  });

  it('rejects with what main fails with, which is for the caller to catch', async () => {
    const { status, stderr } = await outcomeOf('ends', 'fails');
    expect(status).to.equal(1);
    expect(stderr).to.include('Error: main fails');
  });

  it('counts goroutines before, during and after [GO-10]', async () => {
    const { stdout } = await outcomeOf('numbers');
    // What an async function waits for is dropped with main; the function itself still counts.
    expect(stdout.trimEnd().split('\n')).to.deep.equal(['1', '1', '3 2 3', '3', '1', '3', '2']);
  });
});
