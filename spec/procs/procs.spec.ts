import { expect } from 'chai';
import { Channel, go } from 'millrace';
import { Procs } from 'millrace/procs';

type Work = typeof import('./fixtures/work.ts').default;
const url = new URL('./fixtures/work.ts', import.meta.url);

describe('Procs', () => {
  let procs: Procs<Work>;
  before(() => {
    procs = new Procs<Work>(url, { procs: 2 });
  });
  after(() => procs.close());

  it('runs functions of every form', async () => {
    expect(await procs.go('add', 1, 2)).to.equal(3);
    expect(await procs.go('generator', 4)).to.equal(8);
    expect(await procs.go('async', 4)).to.deep.equal([4]);
  });

  it('is waited for in a goroutine', async () => {
    const sum = await go(function* () {
      return (yield* procs.go('add', 1, 2)) + (yield* procs.go('generator', 2));
    });
    expect(sum).to.equal(7);
  });

  it('carries channels', async () => {
    const jobs = new Channel<number>(4);
    const results = new Channel<number>(4);
    const done = procs.go('squares', jobs, results);
    go(function* () {
      for (let i = 0; i < 100; i++) yield* jobs.send(i);
      jobs.close();
    });
    let sum = 0;
    for await (const square of results) sum += square;
    expect(sum).to.equal(328350);
    expect(await done).to.equal(100);
  });
});
