import { expect } from 'chai';
import { Channel, go, gosched, run, sleep, type Receiver, type Routine } from 'millrace';
import { carryContext } from 'millrace/async-context';
import * as context from 'millrace/context';
import * as errgroup from 'millrace/errgroup';
import { onceValue, WaitGroup } from 'millrace/sync';
import * as time from 'millrace/time';
import { record } from 'millrace/trace';
import { request } from './support.ts';

/** Says in which context it is resumed. */
function* hear(from: Receiver<void>): Routine<number | undefined> {
  yield* from.recv();
  return request.getStore();
}

async function say(to: Channel<void>): Promise<void> {
  await to.send();
}

describe('carryContext', () => {
  let undo: () => void;
  beforeEach(() => {
    undo = carryContext();
  });
  afterEach(() => undo());

  it('gives a plain and an async function the context of their start', async () => {
    const found = await request.run(1, () => {
      return Promise.all([
        go(() => request.getStore()),
        go(async () => [request.getStore(), (await sleep(1), request.getStore())]),
      ]);
    });
    expect(found).to.deep.equal([1, [1, 1]]);
  });

  it('keeps apart what several start in the same instant, in either form', async () => {
    const forms = [
      async () => (await null, request.getStore()),
      function* () {
        yield* gosched();
        return request.getStore();
      },
    ];
    const started = [1, 2, 3, 4].map((id) =>
      request.run(id, () => go(forms[id % 2] as () => Promise<number | undefined>)),
    );
    expect(await Promise.all(started)).to.deep.equal([1, 2, 3, 4]);
  });

  it('gives a goroutine none where there is none, even when one that has one wakes it', async () => {
    const channel = new Channel<void>();
    const heard = go(hear, channel);
    await request.run(1, () => go(say, channel));
    expect(await heard).to.equal(undefined);
  });

  it('is no business of the goroutine that starts another in the middle of its own step', async () => {
    const outer = request.run(1, () =>
      go(function* () {
        const inner = onceValue(() => request.run(2, () => go(() => request.getStore())));
        const found = yield* inner();
        return [found, request.getStore()];
      }),
    );
    expect(await outer).to.deep.equal([2, 1]);
  });

  it('goes with what is handed over for later', async () => {
    const found = new Channel<[string, number | undefined]>(9);
    const tell = (what: string) => () => void found.trySend([what, request.getStore()]);
    const [ctx, cancel] = context.withCancel(context.background());
    const group = new errgroup.Group();
    group.setLimit(1);
    request.run(1, () => time.afterFunc(1, tell('timer')));
    request.run(2, () => context.afterFunc(ctx, tell('context')));
    await request.run(3, () => group.go(() => sleep(1)));
    const started = request.run(4, () => group.go(tell('group')));
    request.run(5, cancel);
    await request.run(6, () => Promise.all([started, sleep(2)]));
    await group.wait();
    found.close();
    const all = new Map<string, number | undefined>();
    for await (const [what, id] of found) all.set(what, id);
    expect([...all].toSorted()).to.deep.equal([
      ['context', 2],
      ['group', 4],
      ['timer', 1],
    ]);
  });

  it('goes with tasks of a wait group, and with main', async () => {
    const group = new WaitGroup();
    const found: unknown[] = [];
    request.run(1, () => group.go(() => void found.push(request.getStore())));
    await group.wait();
    await request.run(2, () =>
      run(function* () {
        yield* gosched();
        found.push(request.getStore(), yield* go(() => request.getStore()));
      }),
    );
    expect(found).to.deep.equal([1, 2, 2]);
  });

  it('lets a failure and its cleanup happen in the context of the goroutine', async () => {
    const found: unknown[] = [];
    const channel = new Channel<void>();
    const failing = request.run(1, () =>
      go(function* () {
        try {
          yield* channel.send();
        } finally {
          found.push(request.getStore());
        }
      }),
    );
    await gosched();
    request.run(2, () => channel.close());
    await failing.catch((error: Error) => found.push(error.message));
    expect(found).to.deep.equal([1, 'send on closed channel']);
  });

  it('is taken back by the last who asked, once; who has started keeps his', async () => {
    const other = carryContext();
    const channel = new Channel<void>();
    const early = request.run(1, () => go(hear, channel));
    undo();
    undo();
    const between = request.run(2, () => go(hear, channel));
    other();
    const late = request.run(3, () => go(hear, channel));
    await request.run(4, async () => {
      for (let i = 0; i < 3; i++) await go(say, channel);
    });
    expect([await early, await between, await late]).to.deep.equal([1, 2, 4]);
  });

  it('goes together with a recording, begun before or after', async () => {
    const channel = new Channel<void>();
    const early = request.run(1, () => go(hear, channel));
    const recording = record();
    const late = request.run(2, () => go(hear, channel));
    await request.run(3, async () => {
      for (let i = 0; i < 2; i++) await go(say, channel);
    });
    expect([await early, await late]).to.deep.equal([1, 2]);
    const ran = recording.stop().events.flatMap((one) => (one.kind === 'run' ? one.goroutine : []));
    expect(ran).to.include.members([early.id, late.id]);
  });

  it('leaves the kernel as it was', async () => {
    undo();
    const plain = go(hear, new Channel<void>(1));
    expect(Object.hasOwn(plain, 'step')).to.equal(false);
  });
});
