/** A wait group against its model: a number and who waits for it. */
import { WaitGroup, type GoError } from 'millrace';
import { expect } from 'chai';
import fc from 'fast-check';
import { getEventListeners } from 'node:events';
import { law, settled } from './support/law.ts';
import { forms, start, wait, type Form } from './support/script.ts';
import { rest } from './support/traffic.ts';

type Act =
  | { what: 'add'; delta: number }
  | { what: 'done' | 'abort' }
  | { what: 'wait'; form: Form; under: boolean }
  | { what: 'go'; form: Form; turns: number };

const form = fc.constantFrom(...forms);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ what: fc.constant<'add'>('add'), delta: fc.integer({ min: -2, max: 3 }) }),
  fc.record({ what: fc.constantFrom<'done' | 'abort'>('done', 'done', 'done', 'abort') }),
  fc.record({ what: fc.constant<'wait'>('wait'), form, under: fc.boolean() }),
  fc.record({ what: fc.constant<'go'>('go'), form, turns: fc.nat({ max: 2 }) }),
);

/** What is true of a wait group, and who is through with waiting, in order. */
class Model {
  count = 0;
  waiting: { id: number; under: boolean }[] = [];
  log: string[] = [];

  /** True if that is a misuse. */
  add(delta: number): boolean {
    this.count += delta;
    if (this.count === 0) this.#release();
    return this.count < 0;
  }

  wait(id: number, under: boolean): void {
    this.waiting.push({ id, under });
    if (this.count === 0) this.#release();
  }

  abort(): void {
    for (const { id, under } of this.waiting) if (under) this.log.push(`${String(id)} abort`);
    this.waiting = this.waiting.filter(({ under }) => !under);
  }

  #release(): void {
    for (const { id } of this.waiting) this.log.push(`${String(id)} through`);
    this.waiting = [];
  }
}

class Subject {
  readonly group = new WaitGroup();
  readonly log: string[] = [];
  signal = new AbortController();

  /** True if that is a misuse. */
  add(delta: number): boolean {
    try {
      if (delta === -1) this.group.done();
      else this.group.add(delta);
      return false;
    } catch (error) {
      expect((error as GoError).code).to.equal('NEGATIVE_WAITGROUP_COUNTER');
      return true;
    }
  }

  wait(id: number, by: Form, under: boolean): void {
    const { group, log } = this;
    const options = under ? { signal: this.signal.signal } : {};
    start(by, function* () {
      try {
        yield* wait(group.wait(options));
        log.push(`${String(id)} through`);
      } catch (error) {
        log.push(`${String(id)} ${(error as Error).message}`);
      }
    });
  }

  abort(): void {
    this.signal.abort(new Error('abort'));
    this.signal = new AbortController();
  }
}

/** What both do; the model's part of a task that is over at once is to add nothing. */
async function perform(subject: Subject, model: Model, one: Act, id: number): Promise<void> {
  switch (one.what) {
    case 'add':
    case 'done': {
      const delta = 'delta' in one ? one.delta : -1;
      expect(subject.add(delta), 'misuse').to.equal(model.add(delta));
      break;
    }
    case 'abort':
      subject.abort();
      model.abort();
      break;
    case 'wait':
      subject.wait(id, one.form, one.under);
      model.wait(id, one.under);
      break;
    case 'go': {
      if (model.count < 0) return;
      const { form: by, turns } = one;
      subject.group.go(() => start(by, () => rest(turns)));
      model.add(1);
      subject.group.check();
      await settled();
      model.add(-1);
    }
  }
  subject.group.check();
  await settled();
  subject.group.check();
}

describe('Law: a wait group lets through whoever waits when it comes to 0', () => {
  /** What each form of goroutine has learnt, in its order: that of an abort is not promised. */
  const known = (log: string[], acts: Act[], sorted: boolean): string[][] =>
    forms.map((one) => {
      const mine = log.filter((line) => {
        const by = acts[Number.parseInt(line)];
        return by?.what === 'wait' && by.form === one;
      });
      return sorted ? mine.sort() : mine;
    });

  it('whatever is added, done, aborted or started [WG-01, WG-02, WG-03, WG-06, WG-07, WG-08, WG-10]', async () => {
    const property = fc.asyncProperty(
      fc.array(act, { maxLength: 30, size: 'max' }),
      async (acts) => {
        const subject = new Subject();
        const model = new Model();
        const all = [...acts.entries()];
        for (const [id, one] of all) {
          await perform(subject, model, one, id);
          const sorted = one.what === 'abort';
          expect(known(subject.log, acts, sorted)).to.deep.equal(known(model.log, acts, sorted));
          subject.log.length = 0;
          model.log.length = 0;
          const listeners = getEventListeners(subject.signal.signal, 'abort').length;
          expect(listeners).to.equal(model.waiting.some(({ under }) => under) ? 1 : 0);
        }
        await perform(subject, model, { what: 'add', delta: -model.count }, all.length);
        expect(known(subject.log, acts, false)).to.deep.equal(known(model.log, acts, false));
        expect(model.waiting).to.deep.equal([]);
      },
    );
    await law(property, { weight: 2 });
  });
});
