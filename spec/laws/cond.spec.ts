/** A Cond against its model: who is asleep, in order; each signal wakes one of them, for good. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Cond, Mutex, RWMutex, type Locker } from 'millrace/sync';
import { getEventListeners } from 'node:events';
import { law, settled } from './support/law.ts';
import { forms, start, wait, type Form } from './support/script.ts';

/** What is done in one step, between two pauses in which everybody runs who can. */
type Act =
  | { what: 'come'; form: Form }
  | { what: 'signal' | 'broadcast' | 'take' | 'let go' | 'pause' }
  | { what: 'give up'; nth: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant<'come'>('come'), form: fc.constantFrom(...forms) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom<'signal' | 'broadcast' | 'take' | 'let go' | 'pause'>(
        'signal',
        'signal',
        'broadcast',
        'take',
        'let go',
        'pause',
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant<'give up'>('give up'), nth: fc.nat() }) },
);

class Trial {
  readonly cond: Cond;
  readonly controllers: AbortController[] = [];
  /** Who came back, and how. */
  readonly back: string[] = [];
  /** The model: who sleeps, and who will come back, in the order in which they ceased to. */
  asleep: number[] = [];
  readonly wanted: string[] = [];
  held = false;
  inside = 0;

  constructor(locker: Locker) {
    this.cond = new Cond(locker);
  }

  come(form: Form): void {
    const { cond, back, controllers } = this;
    const who = controllers.push(new AbortController()) - 1;
    const { signal } = controllers[who] as AbortController;
    this.asleep.push(who);
    start(form, () => this.#sleep(cond, who, signal, back));
  }

  *#sleep(cond: Cond, who: number, signal: AbortSignal, back: string[]) {
    yield* wait(cond.l.lock());
    try {
      yield* wait(cond.wait({ signal }));
      back.push(`${who} woken`);
    } catch (reason) {
      back.push(`${who} ${String(reason)}`);
    }
    expect(this.held || this.inside > 0, 'alone with the lock').to.equal(false);
    this.inside++;
    yield* wait(new Mutex().lock());
    this.inside--;
    cond.l.unlock();
  }

  giveUp(nth: number): void {
    if (this.controllers.length === 0) return;
    const who = nth % this.controllers.length;
    this.controllers[who]?.abort('gave up');
    if (!this.asleep.includes(who)) return;
    this.asleep = this.asleep.filter((one) => one !== who);
    this.wanted.push(`${who} gave up`);
  }

  wake(count: number): void {
    for (const who of this.asleep.splice(0, count)) this.wanted.push(`${who} woken`);
  }
}

async function perform(trial: Trial, one: Act, take: () => boolean): Promise<void> {
  switch (one.what) {
    case 'come':
      // Who comes while somebody else has the lock does not wait at the condition yet.
      await settled();
      if (!trial.held) trial.come(one.form);
      await settled();
      break;
    case 'signal':
      trial.cond.signal();
      trial.wake(1);
      break;
    case 'broadcast':
      trial.cond.broadcast();
      trial.wake(trial.asleep.length);
      break;
    case 'take':
      if (!trial.held && take()) trial.held = true;
      break;
    case 'let go':
      if (trial.held) {
        trial.held = false;
        trial.cond.l.unlock();
      }
      break;
    case 'give up':
      trial.giveUp(one.nth);
      break;
    case 'pause':
      await settled();
  }
  trial.cond.check();
}

describe('Law: a Cond wakes whoever has slept longest, once for each signal', () => {
  for (const [name, make] of [
    ['Mutex', () => new Mutex()],
    ['RWMutex', () => new RWMutex()],
  ] as const) {
    it(`with a ${name}, whoever comes, gives up, or takes the lock meanwhile [CO-01, CO-02, CO-03]`, async () => {
      const property = fc.asyncProperty(
        fc.array(act, { maxLength: 40, size: 'max' }),
        fc.boolean(),
        async (acts, paced) => {
          const lock = make();
          const trial = new Trial(lock);
          for (const one of acts) {
            await perform(trial, one, () => lock.tryLock());
            if (paced) await settled();
          }
          await perform(trial, { what: 'let go' }, () => false);
          await settled();
          await settled();
          // Who runs may take the lock before somebody in line: then they come back in another order.
          const inOrder = paced && !acts.some(({ what }) => what === 'take');
          const sorted = (log: string[]): string[] => (inOrder ? log : log.toSorted());
          expect(sorted(trial.back)).to.deep.equal(sorted(trial.wanted));
          lock.check();
          expect(lock.tryLock(), 'free').to.equal(true);
          for (const [who, { signal }] of trial.controllers.entries()) {
            const listens = trial.asleep.includes(who) && !signal.aborted ? 1 : 0;
            expect(getEventListeners(signal, 'abort')).to.have.length(listens);
          }
        },
      );
      await law(property);
    });
  }
});
