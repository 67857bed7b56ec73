import { expect } from 'chai';
import { outcomeOf, placeOf, read, type Dump } from './child.ts';

const results = 'channel results (len 0, cap 0)';
const jobs = 'channel jobs (len 3, cap 3)';

/** By the name of the goroutine: Go's words for its state (DL-13), and what it waits on. */
const states: Record<string, [state: string, ...on: string[]]> = {
  send: ['chan send', jobs],
  receive: ['chan receive', results],
  namelessly: ['chan receive', 'channel #1 (len 0, cap 1)'],
  nilSend: ['chan send (nil chan)'],
  nilReceive: ['chan receive (nil chan)'],
  selectTwo: ['select', `results: chan receive ${results}`, `out: chan send ${jobs}`],
  selectOneReceive: ['chan receive', `0: chan receive ${results}`],
  selectOneSend: ['chan send', `0: chan send ${jobs}`],
  selectNone: ['select (no cases)'],
  selectNulls: ['select'],
  selectNil: ['select', '0: chan receive (nil chan)', `1: chan receive ${results}`],
  waitGroup: ['sync.WaitGroup.Wait'],
  mutex: ['sync.Mutex.Lock'],
  readers: ['sync.RWMutex.Lock'],
  writer: ['sync.RWMutex.RLock'],
  once: ['sync.Mutex.Lock'],
  cond: ['sync.Cond.Wait'],
  acquire: ['semaphore.Weighted.Acquire'],
  place: ['errgroup.Group.Go'],
  join: ['join', 'goroutine 2 sleeper'],
  promise: ['IO wait'],
};

describe('the deadlock report', function () {
  this.timeout(30_000);
  let dumps: Map<string, Dump>;
  let sites: Map<string, Dump>;

  before(async () => {
    const [all, nested] = await Promise.all([outcomeOf('states'), outcomeOf('sites')]);
    const byName = (report: string): Map<string, Dump> =>
      new Map(read(report).goroutines.map((dump) => [dump.name, dump]));
    dumps = byName(all.stderr);
    sites = byName(nested.stderr);
  });

  for (const [name, [state, ...on]] of Object.entries(states)) {
    const title = `[DL-11, DL-13, SEL-11, WG-11, MU-09, ON-04, CO-06${name === 'join' ? ', DL-14' : ''}]`;
    it(`says in Go's words what each waits for: ${name} ${title}`, () => {
      for (const form of [name, `${name}Async`]) {
        // Of an async function that awaits a handle it is not known who looks at the handle.
        const known = form !== 'joinAsync';
        expect(dumps.get(form)?.state, form).to.equal(known ? state : 'await');
        expect(dumps.get(form)?.on, form).to.deep.equal(known ? on : []);
        expect(dumps.get(form)?.created?.parent, form).to.equal(1);
      }
    });
  }

  it('begins with main and goes by number', () => {
    const ids = [...dumps.values()].map(({ id }) => id);
    expect(ids).to.deep.equal(ids.toSorted((a, b) => a - b));
    expect([...dumps.keys()][0]).to.equal('main');
  });

  const waits: [name: string, ...frames: [fn: string, mark: string][]][] = [
    ['main', ['main', 'main waits']],
    [
      'nested',
      ['innermost', 'innermost waits'],
      ['middle', 'middle calls'],
      ['nested', 'nested calls'],
    ],
    ['helped', ['helper', 'helper waits'], ['helped', 'helped calls']],
    ['second', ['second', 'second waits']],
    ['afterReady', ['afterReady', 'afterReady waits']],
    ['inGroup', ['inGroup', 'inGroup waits']],
    ['parent', ['parent', 'parent waits']],
    ['parentAsync', ['parentAsync', 'parentAsync waits']],
    ['child', ['child', 'child waits']],
  ];
  for (const [name, ...frames] of waits) {
    it(`says where it waits, calls within calls: ${name} [DL-11]`, () => {
      const expected = frames.map(([fn, mark]) => ({ fn, at: placeOf('sites', mark) }));
      expect(sites.get(name)?.frames).to.deep.equal(expected);
    });
  }

  for (const name of [
    'nested',
    'helped',
    'second',
    'afterReady',
    'inGroup',
    'parent',
    'parentAsync',
  ]) {
    it(`says where it was started, and by whom: ${name} [DL-11]`, () => {
      expect(sites.get(name)?.created?.at).to.equal(placeOf('sites', `${name} starts`));
      expect(sites.get(name)?.created?.parent).to.equal(1);
    });
  }

  it('can do without places: then it says neither', async () => {
    const { goroutines } = read((await outcomeOf('sites', '--no-sites')).stderr);
    expect(goroutines.map(({ created }) => created)).to.deep.equal(goroutines.map(() => undefined));
    expect(goroutines.find(({ name }) => name === 'helped')?.frames).to.deep.equal([]);
    expect(goroutines.find(({ name }) => name === 'nested')?.frames).to.have.length(3);
  });
});
