/** Abort: all or nothing, at once, and nothing of it is left behind. */
import { after, Channel, select, sleep, until as foreign, WaitGroup, type Op } from 'millrace';
import { expect } from 'chai';
import fc from 'fast-check';
import { getEventListeners } from 'node:events';
import { timersOf } from '../../lib/kernel/timers.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { law, settled } from './support/law.ts';
import { lengthOf } from './support/line.ts';
import { forms, start, wait, type Form } from './support/script.ts';

/** Things that can be waited for and of which none comes by itself. */
class Place {
  readonly empty = new Channel<number>();
  readonly full = new Channel<number>(1);
  readonly group = new WaitGroup();
  readonly timer = after(5_000);
  readonly nil = Channel.nil<number>();
  readonly never = new Promise<never>(() => {});

  constructor() {
    this.full.trySend(0);
    this.group.add(1);
  }

  check(): void {
    for (const one of [this.empty, this.full, this.group, timersOf(kernel.home), kernel.home]) {
      one.check();
    }
  }

  /** How many stand in lines here, an operation for each of its arms. */
  crowd(): number {
    const { empty, full } = this;
    const lines = [empty.receivers, empty.senders, full.receivers, full.senders];
    return lines.reduce((sum, line) => sum + lengthOf(line), 0);
  }
}

type Wait = (place: Place, options: { signal: AbortSignal }) => Op<unknown>;

const waits: [lines: number, begin: Wait][] = [
  [1, (place, o) => place.empty.recv(o)],
  [1, (place, o) => place.full.send(-1, o)],
  [0, (place, o) => place.nil.recv(o)],
  [0, (place, o) => place.nil.send(-1, o)],
  [0, (place, o) => place.group.wait(o)],
  [0, (place, o) => place.timer.recv(o)],
  [0, (_, o) => sleep(5_000, o)],
  [0, (place, o) => foreign(place.never, o)],
  [0, (_, o) => select({}, o)],
  [0, (place, o) => select([place.timer, place.nil, place.timer], o)],
  [2, (place, o) => select([place.empty, place.full.onSend(-1), place.timer], o)],
  [3, (place, o) => select({ a: place.empty, b: place.empty, c: place.empty }, o)],
];

type Plan = { kind: number; form: Form; under: number }[];

const SIGNALS = 3;
const plan: fc.Arbitrary<Plan> = fc.array(
  fc.record({
    kind: fc.nat({ max: waits.length - 1 }),
    form: fc.constantFrom(...forms),
    under: fc.nat({ max: SIGNALS - 1 }),
  }),
  { maxLength: 40, size: 'max' },
);
const order = fc.shuffledSubarray([0, 1, 2], { minLength: SIGNALS });

describe('Law: an abort takes everything back that waits under its signal, and nothing else', () => {
  it('whatever waits, in any form, in any order [CH-44, SEL-19, SEL-33]', async () => {
    const property = fc.asyncProperty(plan, order, async (all, signals) => {
      const place = new Place();
      const reasons = signals.map((i) => ({ reason: i }));
      const controllers = signals.map(() => new AbortController());
      const ended = new Map<number, unknown>();
      for (const [id, { kind, form, under }] of all.entries()) {
        const { signal } = controllers[under] as AbortController;
        start(form, function* () {
          try {
            yield* wait((waits[kind] as (typeof waits)[0])[1](place, { signal }));
            ended.set(id, 'it came');
          } catch (error) {
            ended.set(id, error);
          }
        });
      }
      const aborted = new Set<number>();
      const agree = (): void => {
        place.check();
        const left = all.filter(({ under }) => !aborted.has(under));
        const lines = left.map(({ kind }) => waits[kind]?.[0] ?? 0);
        expect(place.crowd(), 'in line').to.equal(lines.reduce((sum, n) => sum + n, 0));
        for (const [under, { signal }] of controllers.entries()) {
          const wanted = left.some((one) => one.under === under) ? 1 : 0;
          expect(getEventListeners(signal, 'abort'), 'listeners').to.have.lengthOf(wanted);
        }
      };
      await settled();
      agree();
      for (const under of signals) {
        aborted.add(under);
        controllers[under]?.abort(reasons[under]);
        // The lines are left within the abort itself; who waited learns of it when it runs.
        agree();
        await settled();
        for (const [id, one] of all.entries()) {
          const wanted = aborted.has(one.under) ? reasons[one.under] : undefined;
          expect(ended.get(id) === wanted, 'has ended with the reason').to.equal(true);
        }
      }
      expect(timersOf(kernel.home).nextMs).to.equal(Infinity);
      expect(place.full.tryRecv()?.value, 'untouched').to.equal(0);
      expect(place.full.tryRecv()).to.equal(undefined);
      expect(place.timer.tryRecv()).to.equal(undefined);
    });
    await law(property, { weight: 2 });
  });

  it('and an operation that is over, or that begins after it, is not touched', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: 30 }),
      fc.nat({ max: 30 }),
      async (many, served) => {
        const channel = new Channel<number>();
        const controller = new AbortController();
        const { signal } = controller;
        const received: number[] = [];
        const refused: unknown[] = [];
        const ops = Array.from({ length: many }, () => channel.recv({ signal }));
        for (const op of ops) {
          op.then(
            ({ value }) => received.push(value as number),
            (error) => refused.push(error),
          );
        }
        const sent = Math.min(many, served);
        // Sent and aborted in one stretch: nobody has run between the two.
        for (let i = 0; i < sent; i++) expect(channel.trySend(i)).to.equal(true);
        controller.abort('too late');
        expect(channel.trySend(-1), 'nobody waits').to.equal(false);
        await settled();
        expect(received).to.deep.equal(Array.from({ length: sent }, (_, i) => i));
        expect(refused).to.deep.equal(new Array(many - sent).fill('too late'));
        const sending = channel.send(-2, { signal });
        expect(channel.tryRecv(), 'was not sent').to.equal(undefined);
        expect(await sending.catch((error: unknown) => error)).to.equal('too late');
        expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0);
      },
    );
    await law(property);
  });
});
