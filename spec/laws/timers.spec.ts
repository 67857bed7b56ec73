/**
 * Timers and tickers against a naive model that moves on from one instant to the next, in virtual
 * time: whoever stops, sets anew, asks, waits or lets time pass sees the same in both.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { now, Ticker, Timer } from 'millrace/time';
import { forms, inVirtualTime, pass, wait, type Form, type Script } from '../time/support.ts';
import { Timers, type Entry } from '../../lib/kernel/timers.ts';
import { World, type Controller } from '../../lib/kernel/world.ts';
import type { TimerChannel } from '../../lib/time/timer-channel.ts';
import { law } from './support/law.ts';

/** A period of 0 is a timer's. */
type Command =
  | { do: 'make'; ms: number; period: number }
  | { do: 'stop' | 'ask' | 'wait'; at: number }
  | { do: 'reset'; at: number; ms: number }
  | { do: 'pass'; ms: number };

const whole = fc.integer({ min: 1, max: 12 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('make' as const), ms: whole, period: fc.constantFrom(0, 1, 3, 10) }),
  fc.record({
    do: fc.constantFrom('stop' as const, 'ask' as const, 'wait' as const),
    at: fc.nat(),
  }),
  fc.record({ do: fc.constant('reset' as const), at: fc.nat(), ms: whole }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 30 }) }),
);

/**
 * Each command takes this long: so no two of them, and nothing that they have set, fall on one
 * instant, and who has begun to wait does before the next. The clock shows it exactly.
 */
const STEP_MS = 1 / 64;

interface Model {
  due: number;
  period: number;
  active: boolean;
  /** A time that has arrived and was not received. */
  pending: number | null;
  waiting: number[];
}

/** The model; it counts in steps. */
class Naive {
  readonly log: string[] = [];
  readonly all: Model[] = [];
  #now = 0;
  #waits = 0;

  run(commands: readonly Command[]): string[] {
    for (const one of commands) {
      this.act(one);
      this.pass(1);
    }
    this.pass(LAST_MS / STEP_MS);
    return this.log;
  }

  act(one: Command): void {
    if (one.do === 'make') {
      const due = this.#now + (one.period || one.ms) / STEP_MS;
      const period = one.period / STEP_MS;
      this.all.push({ due, period, active: true, pending: null, waiting: [] });
    } else if (one.do === 'pass') {
      this.pass(one.ms / STEP_MS);
    } else {
      const i = one.at % this.all.length;
      const it = this.all[i];
      if (it !== undefined) this.actOn(it, i, one);
    }
  }

  actOn(it: Model, i: number, one: Command & { at: number }): void {
    if (one.do === 'ask') {
      this.log.push(`ask ${i}: ${take(it)}`);
    } else if (one.do === 'wait') {
      const name = this.#waits++;
      if (it.pending === null) it.waiting.push(name);
      else this.log.push(`${name} got ${take(it)} of ${i} at ${this.#now * STEP_MS}`);
    } else {
      const stopped = it.period === 0 ? it.active || it.pending !== null : undefined;
      this.log.push(`${one.do} ${i}: ${stopped}`);
      it.pending = null;
      it.active = one.do === 'reset';
      if (one.do !== 'reset') return;
      it.due = this.#now + one.ms / STEP_MS;
      if (it.period !== 0) it.period = one.ms / STEP_MS;
    }
  }

  /** From one step to the next. */
  pass(steps: number): void {
    for (const end = this.#now + steps; this.#now < end;) {
      this.#now++;
      for (const [i, it] of this.all.entries()) {
        if (!it.active || it.due !== this.#now) continue;
        it.active = it.period !== 0;
        it.due += it.period;
        const name = it.waiting.shift();
        const time = this.#now * STEP_MS;
        if (name === undefined) it.pending ??= time;
        else this.log.push(`${name} got ${time} of ${i} at ${time}`);
      }
    }
  }
}

function take(it: Model): number | null {
  const { pending } = it;
  it.pending = null;
  return pending;
}

/** How long it goes on after the last command. */
const LAST_MS = 100;

/** The same commands, to ours. */
function* drive(form: Form, commands: readonly Command[], log: string[]): Script {
  const start = now();
  const at = (time: number | undefined): number | null =>
    time === undefined ? null : time - start;
  const all: (Timer | Ticker)[] = [];
  let waits = 0;
  for (const one of commands) {
    if (one.do === 'make') {
      all.push(one.period === 0 ? new Timer(one.ms) : new Ticker(one.period));
    } else if (one.do === 'pass') {
      yield* pass(one.ms);
    } else {
      const i = one.at % all.length;
      const it = all[i];
      if (it === undefined) {
        // There is none yet.
      } else if (one.do === 'ask') {
        log.push(`ask ${i}: ${at(it.c.tryRecv()?.value)}`);
      } else if (one.do === 'wait') {
        form.start(
          receiver,
          it,
          (time) => {
            log.push(`${time.name} got ${at(time.value)} of ${i} at ${at(now())}`);
          },
          waits++,
        );
      } else {
        log.push(`${one.do} ${i}: ${one.do === 'reset' ? it.reset(one.ms) : it.stop()}`);
      }
      for (const { c } of all) (c as TimerChannel).check();
    }
    yield* pass(STEP_MS);
  }
  yield* pass(LAST_MS);
}

function* receiver(
  timer: Timer | Ticker,
  tell: (got: { name: number; value: number | undefined }) => void,
  name: number,
): Script {
  const { value } = yield* wait(() => timer.c.recv());
  tell({ name, value });
}

/** An entry that tells when it fires. */
function entry(dueMs: number, fire: () => void): Entry {
  return { dueMs, index: -1, order: 0, holder: null, fire };
}

describe('Law: timers', () => {
  it('fire in due order, and those of one instant in the order of their coming, whoever leaves [TM-18]', async () => {
    type Change = { add: number } | { remove: number } | { fire: number };
    const change: fc.Arbitrary<Change> = fc.oneof(
      { weight: 5, arbitrary: fc.record({ add: fc.integer({ min: 0, max: 20 }) }) },
      { weight: 2, arbitrary: fc.record({ remove: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ fire: fc.integer({ min: 0, max: 20 }) }) },
    );
    const property = fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
      const clock = { now: 0 };
      const world = new World({ now: () => clock.now, choose: () => 0 } as unknown as Controller);
      const timers = new Timers(world);
      let waiting: { name: number; it: Entry }[] = [];
      const fired: number[] = [];
      for (const [name, one] of changes.entries()) {
        if ('add' in one) {
          const it = entry(one.add, () => void fired.push(name));
          timers.add(it);
          waiting.push({ name, it });
        } else if ('remove' in one && waiting.length > 0) {
          const [gone] = waiting.splice(one.remove % waiting.length, 1);
          timers.remove(gone?.it as Entry);
          timers.remove(gone?.it as Entry);
        } else if ('fire' in one) {
          clock.now = one.fire;
          timers.fire();
          const due = waiting.filter(({ it }) => it.dueMs <= clock.now);
          due.sort((a, b) => a.it.dueMs - b.it.dueMs || a.name - b.name);
          expect(fired.splice(0)).to.deep.equal(due.map((each) => each.name));
          waiting = waiting.filter(({ it }) => it.dueMs > clock.now);
        }
        timers.check();
        expect(timers.nextMs).to.equal(Math.min(Infinity, ...waiting.map(({ it }) => it.dueMs)));
      }
    });
    await law(property);
  });

  for (const form of forms) {
    it(`are those of a model that steps through time, ${form.name} [TM-02, TM-05, TM-06, TM-13, TM-14, TM-17, TM-19]`, async () => {
      const commands = fc.array(command, { maxLength: 40 });
      const property = fc.asyncProperty(commands, async (list) => {
        const log: string[] = [];
        await inVirtualTime(form, () => drive(form, list, log));
        expect(log).to.deep.equal(new Naive().run(list));
      });
      await law(property, { weight: 2 });
    });
  }
});
