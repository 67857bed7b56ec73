import { expect } from 'chai';
import {
  Channel,
  go,
  gosched,
  run,
  select,
  sleep,
  until,
  WaitGroup,
  type Receiver,
  type Routine,
} from 'millrace';
import { Mutex } from 'millrace/sync';
import { explore } from 'millrace/testing';
import { record, type TraceEvent } from 'millrace/trace';
import { Goroutine } from '../../lib/kernel/goroutine.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { eventsOf, recorded } from './support.ts';

/** What somebody waited for, in order. */
function waits(recording: { events: readonly TraceEvent[] }, { id }: { id: number }): string[] {
  return eventsOf(recording, 'wait')
    .filter(({ goroutine }) => goroutine === id)
    .map(({ reason, on }) => (on === '' ? reason : `${reason}: ${on}`));
}

function* recv(from: Receiver<unknown>): Routine<void> {
  yield* from.recv();
}

describe('a recording', () => {
  it('tells in Go’s words what a goroutine waits for, and on what', async () => {
    const jobs = new Channel<number>(0, { name: 'jobs' });
    const lock = new Mutex();
    const group = new WaitGroup();
    const other = go(gosched);
    const waiter = { id: 0 };
    const recording = await recorded(async () => {
      await lock.lock();
      group.add(1);
      const one = go(function* busy() {
        yield* gosched();
        yield* jobs.recv();
        yield* jobs.send(1);
        yield* select({ jobs, none: null, back: new Channel<string>(0, { name: 'back' }) });
        yield* lock.lock();
        yield* group.wait();
        yield* until(Promise.resolve());
        yield* sleep(1);
        yield* go(gosched);
        yield* other;
      });
      waiter.id = one.id;
      for (let i = 0; i < 3; i++) await gosched();
      await jobs.send(0);
      await jobs.recv();
      await jobs.send(2);
      await gosched();
      lock.unlock();
      await gosched();
      await gosched();
      group.done();
      await one;
    });
    const [last = ''] = waits(recording, waiter).slice(-1);
    expect(waits(recording, waiter).slice(0, -1)).to.deep.equal([
      'runnable',
      'chan receive: channel jobs',
      'chan send: channel jobs',
      'select: jobs: chan receive channel jobs, back: chan receive channel back',
      'sync.Mutex.Lock',
      'sync.WaitGroup.Wait',
      'IO wait',
      'sleep',
    ]);
    expect(last).to.match(/^join: goroutine \d+ gosched$/);
  });

  it('tells who started whom and who woke whom; nobody is 0', async () => {
    const channel = new Channel<void>();
    let ids: number[] = [];
    const recording = await recorded(async () => {
      const outer = go(function* outer() {
        const inner = go(recv, channel);
        yield* gosched();
        channel.close();
        yield* inner;
        ids = [inner.id];
      });
      await outer;
      ids.unshift(outer.id);
    });
    const [outer = 0, inner = 0] = ids;
    expect(eventsOf(recording, 'go').map(({ goroutine, by }) => [goroutine, by])).to.deep.equal([
      [outer, 0],
      [inner, outer],
    ]);
    const woken = eventsOf(recording, 'wake').filter(({ goroutine }) => goroutine === inner);
    expect(woken.map(({ by }) => by)).to.deep.equal([outer]);
    expect(eventsOf(recording, 'close').map(({ by }) => by)).to.deep.equal([outer]);
    expect(recording.names[inner]).to.equal('recv');
  });

  it('knows since when a value was in its buffer', async () => {
    const channel = new Channel<string>(2);
    const recording = await recorded(async () => {
      await channel.send('old');
      await sleep(2);
      await go(recv, channel);
    });
    const [message] = eventsOf(recording, 'message');
    expect(message?.value).to.equal('old');
    expect((message?.at ?? 0) - (message?.sentAt ?? 0)).to.be.at.least(1);
  });

  it('finds goroutines and values that are older than it', async () => {
    const channel = new Channel<number>(1);
    const full = new Channel<number>(1);
    await full.send(7);
    const old = go(recv, channel);
    await gosched();
    const recording = await recorded(async () => {
      await channel.send(1);
      await old;
      expect((await full.recv()).value).to.equal(7);
    });
    expect(recording.names[old.id]).to.equal('recv');
    const sent = eventsOf(recording, 'message').map(({ from, to, value }) => [from, to, value]);
    expect(sent).to.deep.equal([
      [0, old.id, '1'],
      [0, 0, '7'],
    ]);
  });

  it('tells of failures by their message, and of goroutines in programs', async () => {
    const recording = await recorded(() =>
      run(function* () {
        const failing = go(() => {
          throw new Error('no luck');
        });
        try {
          yield* failing;
        } catch {}
      }),
    );
    expect(eventsOf(recording, 'end').map(({ error }) => error)).to.deep.equal([
      'no luck',
      undefined,
    ]);
  });

  it('keeps no object of the program, and survives any value', async () => {
    const channel = new Channel<unknown>(9);
    const odd = [
      { a: 1 },
      [1, 2],
      Object.create(null) as unknown,
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('trap');
          },
        },
      ),
      Symbol('s'),
      null,
      undefined,
      new Map(),
      'x'.repeat(1000),
    ];
    const recording = await recorded(async () => {
      for (const value of odd) await channel.send(value);
      for (let i = 0; i < odd.length; i++) await channel.recv();
    });
    expect(eventsOf(recording, 'message').map(({ value }) => value.slice(0, 9))).to.deep.equal([
      'Object',
      'Array(2)',
      'Object',
      'object',
      'Symbol(s)',
      'null',
      'undefined',
      'Map',
      'xxxxxxxxx',
    ]);
  });

  it('stops by itself at its limit, and then nothing is left in the kernel', async () => {
    const before = Goroutine.prototype.step;
    const recording = record({ limit: 10 });
    expect(Goroutine.prototype.step).to.not.equal(before);
    for (let i = 0; i < 20; i++) await go(gosched);
    expect([recording.full, recording.recording]).to.deep.equal([true, false]);
    expect(recording.events).to.have.length(10);
    expect(Goroutine.prototype.step).to.equal(before);
    expect(kernel.observer).to.equal(null);
  });

  it('leaves the kernel as it was', async () => {
    const methods = (): unknown[] =>
      [Goroutine.prototype, Channel.prototype].map((one) => Object.getOwnPropertyDescriptors(one));
    const before = methods();
    await recorded(() => go(gosched));
    expect(methods()).to.deep.equal(before);
  });

  it('tells who runs, though it says so only when they rest, whenever it is asked', async () => {
    const recording = record();
    const seen: string[] = [];
    const look = (): void => {
      seen.push(recording.events.map(({ kind }) => kind).join(' '));
      recording.check();
    };
    const first = go(function* () {
      yield* gosched();
    });
    const second = go(function* () {
      look();
      yield* gosched();
      look();
    });
    await second;
    recording.stop();
    expect(seen).to.deep.equal(['go go run wait run', 'go go run wait run wait run end run']);
    const turns = recording.events.map((one) =>
      'goroutine' in one ? [one.kind, one.goroutine] : [],
    );
    const [a, b] = [first.id, second.id];
    expect(turns.slice(2, -1)).to.deep.equal([
      ['run', a],
      ['wait', a],
      ['run', b],
      ['wait', b],
      ['run', a],
      ['end', a],
      ['run', b],
    ]);
  });

  it('may begin and end in the middle of a goroutine', async () => {
    const recording = await go(function* () {
      const own = record();
      yield* gosched();
      own.stop();
      yield* gosched();
      return own;
    });
    expect(recording.events.map(({ kind }) => kind)).to.deep.equal(['run', 'wait', 'run']);
    recording.check();
  });

  it('is one at a time, ends once, and is over with its block', () => {
    {
      const recording = record();
      expect(() => record())
        .to.throw('tracing is already enabled')
        .with.property('code', 'MISUSE');
      expect(recording.recording).to.equal(true);
      recording[Symbol.dispose]();
    }
    const second = record();
    const { durationMs } = second.stop();
    expect(second.stop().durationMs).to.equal(durationMs);
    record().stop();
  });

  it('refuses limits that are none', () => {
    for (const limit of [0, -1, 1.5, NaN, '7', null]) {
      expect(() => record({ limit: limit as number }), String(limit)).to.throw('limit');
    }
    expect(() => record({ limits: 1 } as never)).to.throw('unknown option: limits');
    record().stop();
  });

  it('is plain data, when written as JSON and read again', async () => {
    const recording = await recorded(() => go(gosched));
    const { durationMs, names, events } = recording;
    const again = JSON.parse(JSON.stringify(recording)) as unknown;
    expect(again).to.deep.equal(JSON.parse(JSON.stringify({ durationMs, names, events })));
    expect(events).to.not.deep.equal([]);
  });

  it('leaves explored worlds alone', async () => {
    let outcomes = 0;
    const recording = await recorded(async () => {
      const program = { chans: [0], procs: [[['send', 0, 1]], [['recv', 0]]] };
      outcomes = (await explore(program as never, { strategy: 'exhaustive' })).outcomes.size;
    });
    expect(outcomes).to.be.above(0);
    expect(recording.events).to.deep.equal([]);
  });
});
