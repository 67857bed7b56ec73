/** A weighted semaphore against its model: a number, and a line that nobody passes. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Weighted } from 'millrace/semaphore';
import { getEventListeners } from 'node:events';
import { law, settled } from './support/law.ts';
import { forms, start, wait, type Form } from './support/script.ts';

type Act =
  | { what: 'acquire'; form: Form; weight: number; under: boolean }
  | { what: 'try' | 'release'; weight: number }
  | { what: 'abort'; nth: number }
  | { what: 'abort all' };

const weight = fc.nat({ max: 4 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant<'acquire'>('acquire'),
      form: fc.constantFrom(...forms),
      weight,
      under: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom<'try' | 'release'>('try', 'release', 'release'),
      weight,
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant<'abort'>('abort'), nth: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant<'abort all'>('abort all') }) },
);

class Model {
  held = 0;
  line: { id: number; weight: number }[] = [];
  readonly log: string[] = [];
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  acquire(id: number, wanted: number): void {
    if (this.try(wanted)) this.log.push(`${id} got`);
    else this.line.push({ id, weight: wanted });
  }

  try(wanted: number): boolean {
    const waits = this.line.some((one) => one.weight <= this.size);
    if (waits || this.held + wanted > this.size) return false;
    this.held += wanted;
    return true;
  }

  release(given: number): boolean {
    if (given > this.held) return false;
    this.held -= given;
    this.#serve();
    return true;
  }

  leave(gone: (id: number) => boolean): void {
    for (const { id } of this.line) if (gone(id)) this.log.push(`${id} gave up`);
    this.line = this.line.filter(({ id }) => !gone(id));
    this.#serve();
  }

  #serve(): void {
    for (;;) {
      const first = this.line.find((one) => one.weight <= this.size);
      if (first === undefined || this.held + first.weight > this.size) return;
      this.line = this.line.filter((one) => one !== first);
      this.held += first.weight;
      this.log.push(`${first.id} got`);
    }
  }
}

class Trial {
  readonly semaphore: Weighted;
  readonly model: Model;
  readonly log: string[] = [];
  readonly formOf = new Map<number, Form>();
  readonly own = new Map<number, AbortController>();
  readonly common = new Set<number>();
  all = new AbortController();

  constructor(size: number) {
    this.semaphore = new Weighted(size);
    this.model = new Model(size);
  }

  acquire(id: number, { form, weight: wanted, under }: Act & { what: 'acquire' }): void {
    const { semaphore, log } = this;
    this.formOf.set(id, form);
    if (under) this.common.add(id);
    else this.own.set(id, new AbortController());
    const { signal } = this.own.get(id) ?? this.all;
    start(form, function* () {
      try {
        yield* wait(semaphore.acquire(wanted, { signal }));
        log.push(`${id} got`);
      } catch {
        log.push(`${id} gave up`);
      }
    });
    this.model.acquire(id, wanted);
  }

  perform(id: number, one: Act): void {
    const { semaphore, model } = this;
    switch (one.what) {
      case 'acquire':
        this.acquire(id, one);
        break;
      case 'try':
        expect(semaphore.tryAcquire(one.weight), 'try').to.equal(model.try(one.weight));
        break;
      case 'release': {
        let released = true;
        try {
          semaphore.release(one.weight);
        } catch {
          released = false;
        }
        expect(released, 'release').to.equal(model.release(one.weight));
        break;
      }
      case 'abort': {
        const ids = [...this.own.keys()];
        const gone = ids[one.nth % Math.max(1, ids.length)];
        if (gone === undefined) break;
        this.own.get(gone)?.abort();
        this.own.delete(gone);
        model.leave((who) => who === gone);
        break;
      }
      case 'abort all':
        this.all.abort();
        expect(getEventListeners(this.all.signal, 'abort')).to.have.length(0);
        this.all = new AbortController();
        model.leave((who) => this.common.has(who));
        this.common.clear();
    }
    semaphore.check();
  }

  /** What the goroutines of a form have learnt; who got something by an abort learns it with it. */
  known(log: string[], of: Form, sorted: boolean): string[] {
    const mine = log.filter((line) => this.formOf.get(Number.parseInt(line)) === of);
    return sorted ? mine.toSorted() : mine;
  }
}

describe('Law: a semaphore gives to those in line, from the front, what there is', () => {
  it('whoever comes, tries, releases or gives up [SW-02, SW-03, SW-04, SW-05, SW-06]', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: 3 }),
      fc.array(act, { maxLength: 40, size: 'max' }),
      async (size, acts) => {
        const trial = new Trial(size);
        for (const [id, one] of acts.entries()) {
          trial.perform(id, one);
          await settled();
          const sorted = one.what.startsWith('abort');
          for (const form of forms) {
            expect(trial.known(trial.log, form, sorted)).to.deep.equal(
              trial.known(trial.model.log, form, sorted),
            );
          }
          trial.log.length = 0;
          trial.model.log.length = 0;
        }
      },
    );
    await law(property, { weight: 2 });
  });
});
