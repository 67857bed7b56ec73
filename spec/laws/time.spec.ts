/** Time: nobody wakes early, who is due first wakes first, and one host timer serves them all. */
import { after, select, sleep, trySelect, type Receiver } from 'millrace';
import { expect } from 'chai';
import fc from 'fast-check';
import { timersOf, type Timers } from '../../lib/kernel/timers.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { law, settled, until } from './support/law.ts';
import { forms, start, wait, type Script } from './support/script.ts';

/** Fractions count; what is 0 or less is no wait at all. */
const delayMs = fc.oneof(fc.integer({ min: -1, max: 40 }).map((tenths) => tenths / 10));

type Nap = { ms: number; before: number; after: number; over: number };

const timers = (): Timers => timersOf(kernel.home);
const hostTimers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

function* nap(ms: number, order: Nap[]): Script<void> {
  const before = performance.now();
  const op = sleep(ms);
  const one = { ms, before, after: performance.now(), over: 0 };
  yield* wait(op);
  one.over = performance.now();
  order.push(one);
}

/** Spins until a time has passed, so that it is due although the host's timer has not fired. */
function spin(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

const askers: ((timer: Receiver<number>) => number | undefined)[] = [
  (timer) => timer.tryRecv()?.value,
  (timer) => trySelect({ timer })?.value,
];

describe('Law: time', () => {
  for (const form of forms) {
    it(`wakes sleepers in the order in which they are due, ${form} [TM-01, TM-18, SC-11]`, async () => {
      const property = fc.asyncProperty(fc.array(delayMs, { maxLength: 12 }), async (delays) => {
        const order: Nap[] = [];
        const idle = hostTimers();
        const naps = delays.map((ms) => start(form, () => nap(ms, order)));
        await Promise.resolve();
        timers().check();
        expect(hostTimers() - idle, 'host timers').to.be.at.most(1);
        await Promise.all(naps);
        for (const [i, one] of order.entries()) {
          expect(one.over, 'not early').to.be.at.least(one.before + one.ms);
          for (const later of order.slice(i + 1)) {
            const overtaken = one.ms > 0 && later.after + later.ms < one.before + one.ms;
            expect(overtaken, `${String(later.ms)} ms after ${String(one.ms)} ms`).to.equal(false);
          }
        }
        timers().check();
        expect(timers().nextMs).to.equal(Infinity);
      });
      await law(property, { weight: 0.5 });
    });

    it(`comes on a channel once, to who has waited longest, ${form} [TM-04, TM-12, TM-19]`, async () => {
      const ms = fc.constantFrom(-1, 0, 0.5, 1);
      const [parked, asker] = [fc.nat({ max: 3 }), fc.nat({ max: askers.length - 1 })];
      const property = fc.asyncProperty(
        ms,
        parked,
        asker,
        fc.boolean(),
        async (delay, many, how, selects) => {
          const before = performance.now();
          const timer = after(delay);
          const made = performance.now();
          const { signal, abort } = abortable();
          const got: [number, number][] = [];
          const lost: number[] = [];
          const receivers = Array.from({ length: many }, (_, i) =>
            start(form, function* () {
              const op = selects ? select([timer, timer], { signal }) : timer.recv({ signal });
              try {
                got.push([i, Number((yield* wait<{ value: number | undefined }>(op)).value)]);
              } catch {
                lost.push(i);
              }
            }),
          );
          await Promise.resolve();
          spin(Math.max(0, delay));
          // When it is due already, who asks first is served; when it is not, who stands in line is.
          const asked = askers[how]?.(timer);
          if (asked !== undefined) got.push([-1, asked]);
          await until(() => got.length > 0, 'the time has come');
          await settled();
          abort();
          await Promise.all(receivers);
          expect(got.map(([who]) => who)).to.deep.equal([many === 0 ? -1 : 0]);
          expect(lost).to.have.lengthOf(Math.max(0, many - 1));
          const time = (got[0]?.[1] ?? 0) - performance.timeOrigin - delay;
          expect(time).to.be.within(before - 1e-3, made + 1e-3);
          expect(timers().nextMs).to.equal(Infinity);
        },
      );
      await law(property, { weight: 0.5 });
    });
  }
});

function abortable(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
