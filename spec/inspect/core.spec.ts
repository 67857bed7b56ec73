import { inspect } from 'node:util';
import { expect } from 'chai';
import { after, Channel, go, gosched, run, select, sleep, WaitGroup } from 'millrace';
import { settled } from '../laws/support/law.ts';

/** What is shown when a goroutine looks: a generator one, which alone gets the operations themselves. */
async function seen(look: () => unknown): Promise<string> {
  return go(function* () {
    yield* [];
    return inspect(look());
  });
}

describe('What console.log shows', () => {
  describe('of a channel', () => {
    it('is how full it is, its name, and whether it is closed', () => {
      const jobs = new Channel<number>(8, { name: 'jobs' });
      for (const job of [1, 2, 3]) jobs.trySend(job);
      expect(inspect(jobs)).to.equal("Channel(3/8) 'jobs'");
      jobs.close();
      expect(inspect(jobs)).to.equal("Channel(3/8) 'jobs' [closed]");
      expect(inspect(new Channel())).to.equal('Channel(0/0)');
      expect(inspect(Channel.nil())).to.equal('Channel(nil)');
    });

    it('is how many wait on either side', async () => {
      const [full, empty] = [new Channel<number>(), new Channel<number>()];
      void full.send(1);
      void full.send(2);
      const { signal } = new AbortController();
      void empty.recv({ signal });
      expect(inspect([full, empty])).to.equal(
        '[ Channel(0/0) { senders: 2 }, Channel(0/0) { receivers: 1 } ]',
      );
      empty.close();
      for (const value of [1, 2]) expect((await full.recv()).value).to.equal(value);
    });

    it('is the name of its class, and a prototype is none', () => {
      class Jobs extends Channel<number> {}
      expect(inspect(new Jobs(2))).to.equal('Jobs(0/2)');
      expect(inspect(Jobs.prototype)).to.equal('Channel {}');
      expect(() => inspect(Channel.prototype)).not.to.throw();
    });

    it('is one line for an arm, and follows depth and colours', () => {
      const channel = new Channel<unknown>(0, { name: 'x' });
      expect(inspect(channel.onSend({ a: 1 }))).to.equal("Channel(0/0) 'x'.onSend({ a: 1 })");
      const deep = channel.onSend({ a: { b: { c: 1 } } });
      expect(inspect(deep, { depth: 1 })).to.equal("Channel(0/0) 'x'.onSend({ a: [Object] })");
      expect(inspect(deep, { depth: null })).to.include('c: 1');
      expect(inspect(channel, { colors: true })).to.include('\u001b[32m');
      expect(inspect(after(10_000))).to.match(/^After \{ due in \d+ ms \}$/);
    });
  });

  describe('of an operation', () => {
    const channel = new Channel<number>(0, { name: 'c' });

    it('is what it waits for', async () => {
      const { signal } = new AbortController();
      expect(await seen(() => channel.recv({ signal }))).to.equal(
        "Op { pending: chan receive 'c' }",
      );
      expect(await seen(() => Channel.nil<number>().send(1))).to.equal(
        'Op { pending: chan send (nil chan) }',
      );
      expect(await seen(() => select([new Channel(), new Channel()]))).to.equal(
        'Op { pending: select }',
      );
      expect(await seen(() => select({}))).to.equal('Op { pending: select (no cases) }');
      expect(await seen(() => gosched())).to.equal('Op { pending }');
      expect(await seen(() => sleep(0))).to.match(/^Op \{ (?:pending: sleep|done) \}$/);
      channel.close();
    });

    it('is how it ended', async () => {
      const full = new Channel<string>(1);
      full.trySend('x');
      expect(await seen(() => full.recv())).to.equal(
        "Op { done: { value: 'x', ok: true, done: false } }",
      );
      expect(await seen(() => full.send('y'))).to.equal('Op { done }');
      full.close();
      const failed = seen(() => {
        const op = full.send('z');
        op.catch(() => {});
        return op;
      });
      expect(await failed).to.match(/^Op \{ failed: SendOnClosedError: send on closed channel\n/);
    });
  });

  describe('of a goroutine', () => {
    function* waits(channel: Channel<number>) {
      return (yield* channel.recv()).value;
    }

    it('is its number, its name and its state, from the start to the end', async () => {
      const channel = new Channel<number>(0, { name: 'c' });
      const goroutine = go(waits, channel);
      const is = (state: string): void => {
        expect(inspect(goroutine)).to.equal(`Goroutine ${goroutine.id} 'waits' { ${state} }`);
      };
      is('runnable');
      await settled();
      is("waiting: chan receive 'c'");
      channel.trySend(7);
      is('runnable');
      await goroutine;
      is('done: 7');
    });

    it('is also that it runs, that it failed, that the host runs it', async () => {
      const self: unknown[] = [];
      const running = go(function* self_() {
        yield* [];
        self.push(inspect(running));
      });
      await running;
      expect(self).to.deep.equal([`Goroutine ${running.id} 'self_' { running }`]);
      const failing = go(() => {
        throw new RangeError('no');
      });
      await failing.catch(() => {});
      expect(inspect(failing)).to.match(/^Goroutine \d+ \{ failed: RangeError: no\n/);
      const async = go(async () => gosched());
      await Promise.resolve();
      expect(inspect(async)).to.match(/^Goroutine \d+ \{ async \}$/);
      await async;
    });

    it('is that its program has ended', async () => {
      const channel = new Channel<number>();
      const left = await run(function* () {
        const goroutine = go(waits, channel);
        yield* gosched();
        return [goroutine];
      });
      expect(inspect(left)).to.match(/^\[ Goroutine \d+ 'waits' \{ dropped \} \]$/);
    });
  });

  it('of a wait group is its counter and who waits', async () => {
    const group = new WaitGroup();
    group.add(2);
    const both = [group.wait(), group.wait()];
    expect(inspect(group)).to.equal('WaitGroup { count: 2, waiting: 2 }');
    group.add(-2);
    await Promise.all(both);
    expect(inspect(group)).to.equal('WaitGroup { count: 0 }');
  });
});
