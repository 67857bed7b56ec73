import { expect } from 'chai';
import { Channel, go } from 'millrace';
import { ProcExitError, Procs } from 'millrace/procs';
import { counted, exit, failure, type Counted, type Work } from './support/counted.ts';

function fixture(file: string): URL {
  return new URL(`./fixtures/${file}`, import.meta.url);
}

describe('a thread that ends', () => {
  let pool: Counted<Procs<Work>>;
  before(() => {
    pool = counted({ procs: 1, name: 'mill' });
  });
  after(() => pool.procs.close());

  it('fails its calls, and is replaced', async () => {
    const { procs, made } = pool;
    const stop = new Channel<never>();
    const calls = [failure(procs.go('until', stop)), failure(procs.go('exit', 3))];
    for (const error of await Promise.all(calls)) {
      expect(error).to.be.instanceOf(ProcExitError);
      expect(error).to.include({ code: 'PROC_EXIT', status: 3 });
      expect(error.message).to.equal('mill 1 ended with status 3');
    }
    expect(await procs.go('add', 1, 2)).to.equal(3);
    expect(made.length).to.equal(2);
  });

  it('says what was thrown outside of a call', async () => {
    const error = await failure(pool.procs.go('throwOutside'));
    expect(error).to.have.property('code', 'PROC_EXIT');
    expect(error.cause).to.be.instanceOf(RangeError).with.property('message', 'outside');
  });

  it('is told of those who waited there, and what they had not taken stays', async () => {
    const { procs, made } = pool;
    const jobs = new Channel<number>(8);
    const results = new Channel<number>();
    const relay = failure(procs.go('squares', jobs, results));
    for (let i = 1; i <= 5; i++) await jobs.send(i);
    expect(await results.recv()).to.include({ value: 1 });
    // The next waits at `results` with 4 in hand; the others are lent at most.
    await procs.go('add', 0, 0);
    await made.at(-1)?.terminate();
    expect(await relay).to.have.property('code', 'PROC_EXIT');
    const left: number[] = [];
    for (let got = jobs.tryRecv(); got !== undefined; got = jobs.tryRecv()) {
      left.push(got.value as number);
    }
    expect(left).to.deep.equal([3, 4, 5]);
    expect(results.tryRecv()).to.equal(undefined);
    // Nobody is left in line: a send finds the next receiver.
    go(() => jobs.send(7));
    expect(await jobs.recv()).to.include({ value: 7 });
  });

  it('fails nothing of what waits for another', async () => {
    const { procs } = pool;
    const dead = failure(procs.go('exit', 0));
    const queued = Array.from({ length: 50 }, (_, i) => procs.go('add', i, 1));
    const settled = await Promise.allSettled(queued);
    expect(await dead).to.include({ code: 'PROC_EXIT', status: 0 });
    const sums = settled.map((one, i) => (one.status === 'fulfilled' ? one.value : i + 1));
    expect(sums).to.deep.equal(queued.map((_, i) => i + 1));
    const failed = settled.filter(({ status }) => status === 'rejected').length;
    expect(failed, 'only those that had been sent there').to.be.within(1, 8);
  });

  it('runs out of its own memory, not of the process’s', async () => {
    const { procs } = counted({ procs: 1, resourceLimits: { maxOldGenerationSizeMb: 24 } });
    const error = await failure(procs.go('fill'));
    expect(error.cause).to.have.property('code', 'ERR_WORKER_OUT_OF_MEMORY');
    await procs.close();
  });
});

describe('a module that cannot serve', () => {
  const modules = [
    ['no-serve.mjs', /^MISUSE$/, /proc 1 ended and has not called serve/],
    ['throws.mjs', /^undefined$/, /not today/],
    ['nowhere.mjs', /MODULE_NOT_FOUND$/, /nowhere\.mjs/],
  ] as const;
  for (const [file, code, message] of modules) {
    it(`fails the calls that wait, once each: ${file}`, async () => {
      const { procs, made } = counted({ procs: 1 }, fixture(file));
      const calls = [procs.go('add', 1, 2), procs.go('add', 1, 2)].map(failure);
      for (const error of await Promise.all(calls)) {
        expect(error.message).to.match(message);
        expect(String(error.code)).to.match(code);
      }
      expect(made.length).to.equal(1);
      await procs.close();
    });
  }

  it('is tried again by the next call', async () => {
    const { procs, made } = counted({ procs: 2 }, fixture('throws.mjs'));
    await failure(procs.go('add', 1, 2));
    await failure(procs.go('add', 1, 2));
    expect(made.length).to.equal(2);
    await procs.close();
  });

  it('may be one that no worker can be made of', async () => {
    const procs = new Procs<Work>('no-such-scheme:x', { procs: 1 });
    expect(await failure(procs.go('add', 1, 2))).to.have.property('code');
    await procs.close();
  });
});

describe('close', () => {
  it('waits for the calls under way, refuses others, and ends the threads', async () => {
    const { procs, made } = counted({ procs: 2 });
    const stop = new Channel<never>();
    const calls = [procs.go('until', stop), procs.go('until', stop), procs.go('add', 1, 2)];
    // The last one began after the second, which has a thread of its own: both are there.
    expect(await calls[2]).to.equal(3);
    const closed = [procs.close(), procs[Symbol.asyncDispose]()];
    expect(await failure(procs.go('add', 1, 2))).to.have.property('code', 'CALL_OF_CLOSED_PROCS');
    const exits = made.map(exit);
    stop.close();
    await Promise.all(closed);
    await Promise.all(calls);
    expect(await Promise.all(exits)).to.deep.equal([0, 0]);
    await procs.close();
  });

  it('is no failure of threads that are still starting', async () => {
    const { procs } = counted({ procs: 1 });
    const call = procs.go('add', 1, 2);
    await procs.close();
    expect(await call).to.equal(3);
  });

  it('is done at once where nothing has started', async () => {
    const { procs, made } = counted();
    await procs.close();
    expect(made.length).to.equal(0);
  });

  it('is done when the last call has failed with its thread', async () => {
    const { procs } = counted({ procs: 1 });
    const calls = [procs.go('exit', 1), procs.go('thread'), procs.go('thread'), procs.go('thread')];
    const settled = Promise.allSettled(calls);
    await procs.close();
    expect((await settled).at(0)).to.have.property('status', 'rejected');
  });
});
