/** Patterns: order is kept, nothing is lost and nothing doubled, and nobody stays behind. */
import { Channel, go, gosched, numGoroutine, select, type Receiver } from 'millrace';
import { background, withCancel, type Context } from 'millrace/context';
import * as patterns from 'millrace/patterns';
import { fromIterable } from 'millrace/streams';
import { expect } from 'chai';
import fc from 'fast-check';
import { forms, idle, wait } from '../goroutine/script.ts';
import { law } from './support/law.ts';

const { batch, broadcast, fanOut, filter, map, merge, orDone, pool, rateLimit, take } = patterns;

const pauses = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 });
const form = fc.constantFrom(...forms);
const count = fc.integer({ min: 0, max: 20 });

function numbersTo(many: number, from = 0): number[] {
  return Array.from({ length: many }, (_, n) => from + n);
}

function* send(out: Channel<number>, all: readonly number[], pausing: readonly number[]) {
  for (const n of all) {
    yield* out.send(n);
    for (let i = pausing[n % pausing.length] ?? 0; i > 0; i--) yield* gosched();
  }
  out.close();
}

function sent(all: readonly number[], pausing: readonly number[], capacity = 0): Channel<number> {
  const channel = new Channel<number>(capacity);
  go(send, channel, all, pausing);
  return channel;
}

/** Reads to the end, in either form, with pauses. */
function read<T>(from: Receiver<T>, by: (typeof forms)[number], pausing: readonly number[]) {
  return by.start(function* () {
    const list: T[] = [];
    for (;;) {
      const r = yield* wait(() => from.recv());
      if (!r.ok) return list;
      list.push(r.value);
      for (let i = pausing[list.length % pausing.length] ?? 0; i > 0; i--)
        yield* wait(() => gosched());
    }
  });
}

/** A stage, and what it makes of a list. */
const stage = fc.oneof(
  fc.constant({
    make: (ctx: Context, from: Receiver<number>): Receiver<number> => orDone(ctx, from),
    model: (all: number[]) => all,
  }),
  fc.integer({ min: 1, max: 5 }).map((by) => ({
    make: (ctx: Context, from: Receiver<number>) => map(ctx, from, async (n) => n + by),
    model: (all: number[]) => all.map((n) => n + by),
  })),
  fc.integer({ min: 1, max: 3 }).map((by) => ({
    make: (ctx: Context, from: Receiver<number>) => filter(ctx, from, (n) => n % by === 0),
    model: (all: number[]) => all.filter((n) => n % by === 0),
  })),
  fc.nat({ max: 12 }).map((many) => ({
    make: (ctx: Context, from: Receiver<number>) => take(ctx, from, many),
    model: (all: number[]) => all.slice(0, many),
  })),
  fc.integer({ min: 1, max: 4 }).map((size) => ({
    make: (ctx: Context, from: Receiver<number>) =>
      map(ctx, batch(ctx, from, { size }), (list) => list.reduce((a, b) => a * 31 + b, 7) % 1009),
    model: (all: number[]) =>
      all
        .flatMap((_, i) => (i % size === 0 ? [all.slice(i, i + size)] : []))
        .map((list) => list.reduce((a, b) => a * 31 + b, 7) % 1009),
  })),
  fc.constant({
    make: (ctx: Context, from: Receiver<number>): Receiver<number> => rateLimit(ctx, from, 0),
    model: (all: number[]) => all,
  }),
  fc.constant({
    make: (ctx: Context, from: Receiver<number>): Receiver<number> =>
      pool(ctx, from, 1, (n) => n ^ 1),
    model: (all: number[]) => all.map((n) => n ^ 1),
  }),
);

describe('Law: patterns', () => {
  it('in a row do what the functions on lists do, and end', async () => {
    const property = fc.asyncProperty(
      fc.array(stage, { maxLength: 4 }),
      count,
      pauses,
      form,
      async (stages, many, pausing, by) => {
        const before = numGoroutine();
        const [ctx, cancel] = withCancel(background());
        let from: Receiver<number> = fromIterable(numbersTo(many));
        let wanted = numbersTo(many);
        for (const { make, model } of stages) {
          from = make(ctx, from);
          wanted = model(wanted);
        }
        expect(await read(from, by, pausing)).to.deep.equal(wanted);
        // What a `take` has left behind ends with the context.
        cancel();
        await idle();
        expect(numGoroutine(), 'goroutines').to.equal(before);
      },
    );
    await law(property);
  });

  it('that split and join lose nothing and double nothing, and keep what order there is', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      count,
      pauses,
      form,
      async (sources, workers, fans, many, pausing, by) => {
        const before = numGoroutine();
        const ctx = background();
        const lists = numbersTo(sources).map((i) => numbersTo(many, 1000 * i));
        const joined = merge(ctx, ...lists.map((list, i) => sent(list, pausing, i)));
        const out = fans
          ? merge(ctx, ...fanOut(ctx, joined, workers))
          : pool(ctx, joined, workers, function* (n) {
              for (let i = pausing[n % pausing.length] ?? 0; i > 0; i--) yield* gosched();
              return n;
            });
        const got = await read(out, by, pausing);
        expect(got.toSorted((a, b) => a - b)).to.deep.equal(lists.flat());
        if (workers === 1) {
          for (const list of lists)
            expect(
              got.filter((n) => list.includes(n)),
              'in order',
            ).to.deep.equal(list);
        }
        await idle();
        expect(numGoroutine(), 'goroutines').to.equal(before);
      },
    );
    await law(property);
  });

  it('broadcast: each gets all from when he came to when he left, whoever else comes and goes', async () => {
    const visitor = fc.record({ comes: fc.nat({ max: 30 }), takes: fc.nat({ max: 25 }), form });
    const property = fc.asyncProperty(
      count,
      pauses,
      fc.array(visitor, { maxLength: 4 }),
      fc.nat({ max: 2 }),
      async (many, pausing, visitors, capacity) => {
        const before = numGoroutine();
        const source = sent(numbersTo(many), pausing);
        const news = broadcast(background(), source);
        // One is there from the start to the end: so none is received without a reader.
        const whole = read(news.subscribe({ capacity }), forms[0] as never, pausing);
        const visits = visitors.map((one) =>
          one.form.start(function* () {
            for (let i = 0; i < one.comes; i++) yield* wait(() => gosched());
            const feed = news.subscribe({ capacity });
            const list: number[] = [];
            while (list.length < one.takes) {
              const r = yield* wait(() => feed.recv());
              if (!r.ok) return { list, ended: true };
              list.push(r.value);
            }
            feed[Symbol.dispose]();
            return { list, ended: false };
          }),
        );
        expect(await whole).to.deep.equal(numbersTo(many));
        for (const visit of visits) {
          const { list, ended } = await visit;
          const first = list[0] ?? many;
          expect(list, 'without a gap').to.deep.equal(numbersTo(list.length, first));
          if (ended) expect(first + list.length, 'to the end').to.equal(many);
        }
        await idle();
        expect(numGoroutine(), 'goroutines').to.equal(before);
      },
    );
    await law(property);
  });

  it('cancelled at any moment leave nobody behind, and what is not on its way stays', async () => {
    const property = fc.asyncProperty(
      fc.array(stage, { minLength: 1, maxLength: 3 }),
      fc.nat({ max: 40 }),
      pauses,
      form,
      async (stages, moment, pausing, by) => {
        const before = numGoroutine();
        const [ctx, cancel] = withCancel(background());
        const source = new Channel<number>();
        let next = 0;
        const [sending, stop] = withCancel(background());
        const sender = go(function* () {
          for (;;) {
            const { key } = yield* select({ done: sending.done(), sent: source.onSend(next) });
            if (key === 'done') return;
            next++;
          }
        });
        let out: Receiver<number> = source;
        for (const { make } of stages) out = make(ctx, out);
        const reading = read(out, by, pausing);
        for (let i = 0; i < moment; i++) await null;
        cancel();
        await reading;
        await idle();
        expect(source.receivers.first, 'a receiver').to.equal(null);
        // The sender waits with the value after those that were taken, and with no other.
        const taken = next;
        expect((await source.recv()).value).to.equal(taken);
        stop();
        await sender;
        await idle();
        expect(numGoroutine(), 'goroutines').to.equal(before);
      },
    );
    await law(property);
  });
});
