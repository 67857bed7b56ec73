/** The bridges to RxJS: nothing is lost and nothing is left, whenever anybody lets go. */
import { Channel, go, gosched } from 'millrace';
import { fromObservable, toObservable, type Feed, type Overflow } from 'millrace/rxjs';
import { expect } from 'chai';
import fc from 'fast-check';
import { Subject } from 'rxjs';
import type { Intake } from '../../lib/bridge/intake.ts';
import { lines } from '../goroutine/lines.ts';
import { idle } from '../goroutine/script.ts';
import { CountingController } from '../support/counting-signal.ts';
import { law } from './support/law.ts';

type Visit = { ticks: number; take: number; beside: boolean };

/** Sends numbers, and lets others run now and then. */
function* send(channel: Channel<number>, many: number, pauses: number[]) {
  for (let n = 0; n < many; n++) {
    yield* channel.send(n);
    for (let i = pauses[n % pauses.length] ?? 0; i > 0; i--) yield* gosched();
  }
  channel.close();
}

describe('Law: an observable of a channel', () => {
  const visits = fc.array(
    fc.record({
      ticks: fc.nat({ max: 7 }),
      take: fc.integer({ min: 1, max: 5 }),
      beside: fc.boolean(),
    }),
    { maxLength: 6 },
  );
  const pauses = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 });

  it('whose subscriptions come and go at any moment takes exactly what it emits', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: 3 }),
      fc.integer({ min: 0, max: 30 }),
      pauses,
      visits,
      async (capacity, many, pausing, all: Visit[]) => {
        const channel = new Channel<number>(capacity);
        const got: number[] = [];
        const sender = go(send, channel, many, pausing);
        for (const { ticks, take, beside } of all) {
          let left = take;
          const subscription = toObservable(channel).subscribe((n) => {
            got.push(n);
            if (--left === 0) subscription.unsubscribe();
          });
          for (let i = 0; i < ticks; i++) await null;
          subscription.unsubscribe();
          // Whoever asks next, in the same breath, is given what was given back.
          const next = beside ? channel.tryRecv() : undefined;
          if (next?.ok) got.push(next.value);
          expect(lines(channel)[0]).to.equal(0);
        }
        for await (const n of channel) got.push(n);
        await sender;
        expect(got).to.deep.equal(Array.from({ length: many }, (_, n) => n));
        channel.check();
      },
    );
    await law(property, { weight: 5 });
  });

  it('with several subscriptions emits each value once', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: 3 }),
      fc.integer({ min: 0, max: 30 }),
      pauses,
      visits,
      async (capacity, many, pausing, all: Visit[]) => {
        const channel = new Channel<number>(capacity);
        const got: number[] = [];
        const sender = go(send, channel, many, pausing);
        const visiting = all.map(async ({ ticks }) => {
          const subscription = toObservable(channel).subscribe((n) => got.push(n));
          for (let i = 0; i < ticks; i++) await null;
          subscription.unsubscribe();
        });
        await Promise.all(visiting);
        for await (const n of channel) got.push(n);
        await sender;
        expect(got.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: many }, (_, n) => n));
        channel.check();
      },
    );
    await law(property, { weight: 2 });
  });
});

type Command = 'next' | 'receive' | 'wait' | 'give up' | 'complete' | 'error' | 'dispose' | 'abort';

/** What a feed has to do, in as few words as possible. */
class Model {
  held: number[] = [];
  waiting = 0;
  dropped = 0;
  end: unknown = undefined;
  readonly capacity: number;
  readonly rule: Overflow;

  constructor(capacity: number, rule: Overflow) {
    this.capacity = rule === 'buffer' ? Infinity : capacity;
    this.rule = rule;
  }

  next(value: number): void {
    if (this.end !== undefined) return;
    if (this.waiting > 0) this.waiting--;
    else if (this.held.length < this.capacity) this.held.push(value);
    else if (this.rule === 'error') this.end = 'overflow';
    else {
      this.dropped++;
      if (this.rule === 'drop-oldest')
        this.held = [...this.held, value].slice(-this.capacity || Infinity);
    }
  }
}

describe('Law: a feed of an observable', () => {
  const commands = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<Command>('next') },
      { weight: 3, arbitrary: fc.constantFrom<Command>('receive', 'wait', 'give up') },
      { weight: 1, arbitrary: fc.constantFrom<Command>('complete', 'error', 'dispose', 'abort') },
    ),
    { maxLength: 40 },
  );
  const rule = fc.constantFrom<Overflow>('buffer', 'drop-oldest', 'drop-newest', 'error');

  it('does as its rule says, whatever comes in whatever order', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: 3 }),
      rule,
      commands,
      async (capacity, overflow, all) => {
        const controller = new CountingController();
        const giveUp = new AbortController();
        const subject = new Subject<number>();
        const options = { capacity, overflow, signal: controller.signal };
        const feed: Feed<number> = fromObservable(subject, options);
        const model = new Model(capacity, overflow);
        const got: unknown[] = [];
        const wanted: unknown[] = [];
        const note = (r: { ok: boolean; value: unknown }): unknown =>
          got.push(r.ok ? r.value : 'end');
        const fails = (error: unknown): void => {
          const isOverflow = (error as { code?: string }).code === 'OVERFLOW';
          if (error !== 'given up') got.push(isOverflow ? 'overflow' : error);
        };
        let n = 0;
        for (const command of all) {
          if (command === 'next') {
            if (model.waiting > 0 && model.end === undefined) wanted.push(n);
            model.next(n);
            subject.next(n++);
          } else if (command === 'wait' || command === 'receive') {
            if (model.held.length > 0) wanted.push(model.held.shift());
            else if (model.end !== undefined) wanted.push(model.end);
            else model.waiting++;
            feed.recv({ signal: giveUp.signal }).then(note, fails);
          } else if (command === 'give up') {
            const r = model.waiting === 0 && model.end === undefined ? feed.tryRecv() : undefined;
            if (r !== undefined) wanted.push(model.held.shift());
            if (r?.ok) got.push(r.value);
          } else if (model.end === undefined) {
            if (command === 'complete') subject.complete();
            if (command === 'error') subject.error('error');
            if (command === 'dispose') feed[Symbol.dispose]();
            if (command === 'abort') controller.abort('abort');
            model.end = command === 'complete' || command === 'dispose' ? 'end' : command;
          }
          // Those who wait when it ends are told.
          if (model.end !== undefined)
            for (; model.waiting > 0; model.waiting--) wanted.push(model.end);
          (feed as Intake<number>).check();
          expect([feed.length, feed.dropped]).to.deep.equal([model.held.length, model.dropped]);
          expect(subject.observed, 'subscribed').to.equal(model.end === undefined);
          expect(controller.listeners, 'listening').to.equal(model.end === undefined ? 1 : 0);
          // In the order of the events: promises are told one after another.
          await null;
        }
        giveUp.abort('given up');
        await idle();
        expect(got).to.have.deep.members(wanted);
        expect((feed as Intake<number>).receivers.first).to.equal(null);
      },
    );
    await law(property, { weight: 3 });
  });
});
