import { Channel, go, select, type Receiver, type Sender } from 'millrace';
import { background, withCancel, type Context } from 'millrace/context';
import { batch, broadcast, debounce, map, pool } from 'millrace/patterns';

import { expectEqual, timed } from '../harness/question.ts';
import type { Question, Timed } from '../harness/question.ts';

type Stage = (ctx: Context, from: Receiver<number>) => Receiver<unknown>;

function* send(out: Channel<number>, n: number) {
  for (let i = 0; i < n; i++) yield* out.send(i);
  out.close();
}

function* count(from: Receiver<unknown>) {
  let got = 0;
  for (let r = yield* from.recv(); r.ok; r = yield* from.recv())
    got += Array.isArray(r.value) ? r.value.length : 1;
  return got;
}

/** What a value costs from its sender through a stage to its reader; `all` of them arrive, or one. */
function through(stage: Stage, all = true): Timed {
  return timed(async (n) => {
    const [ctx, cancel] = withCancel(background());
    const source = new Channel<number>();
    go(send, source, n);
    expectEqual(await go(count, stage(ctx, source)), all ? n : 1);
    cancel();
  });
}

const next = (n: number): number => n + 1;
const later = async (n: number): Promise<number> => n + 1;

/** As one writes it by hand, so that it ends with the context. */
function* select2(ctx: Context, from: Receiver<number>, out: Channel<number>) {
  const done = ctx.done();
  for (;;) {
    const got = yield* select({ done, from });
    if (got.key === 'done' || !got.ok) break;
    const { key } = yield* select({ done, sent: out.onSend(next(got.value)) });
    if (key === 'done') break;
  }
  out.close();
}

/** As one writes it if nobody ever leaves. */
function* relay(from: Receiver<number>, out: Sender<number> & Channel<number>) {
  for (let r = yield* from.recv(); r.ok; r = yield* from.recv()) yield* out.send(next(r.value));
  out.close();
}

const question: Question = {
  name: 'Stages',
  what: 'a value from its sender through one stage to its reader',
  group: 'speed',
  sides: {
    none: through((_, from) => from),
    'no-context': through((_, from) => {
      const out = new Channel<number>();
      go(relay, from, out);
      return out;
    }),
    'by-hand': through((ctx, from) => {
      const out = new Channel<number>();
      go(select2, ctx, from, out);
      return out;
    }),
    map: through((ctx, from) => map(ctx, from, next)),
    'map-async': through((ctx, from) => map(ctx, from, later)),
    'pool-async': through((ctx, from) => pool(ctx, from, 4, later)),
    batch: through((ctx, from) => batch(ctx, from, { size: 10, within: 60_000 })),
    debounce: through((ctx, from) => debounce(ctx, from, 60_000), false),
    broadcast: through((ctx, from) => broadcast(ctx, from).subscribe()),
  },
  bounds: [
    { side: 'map', unit: 'ns/op', over: 'by-hand', atMost: 1 },
    { side: 'batch', unit: 'ns/op', over: 'by-hand', atMost: 1 },
    { side: 'debounce', unit: 'ns/op', over: 'by-hand', atMost: 1 },
  ],
};
export default question;
