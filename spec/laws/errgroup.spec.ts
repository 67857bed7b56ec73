/** An error group against its model: places, who waits for one, and the first error. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Channel } from 'millrace';
import { Group } from 'millrace/errgroup';
import { getEventListeners } from 'node:events';
import { law, settled } from './support/law.ts';
import { forms, start, wait, type Form } from './support/script.ts';

type Act =
  | { what: 'go' | 'wait'; form: Form; under: boolean }
  | { what: 'tryGo' | 'abort' }
  | { what: 'limit'; limit: number }
  | { what: 'end'; nth: number; fails: boolean };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constantFrom<'go' | 'wait'>('go', 'go', 'wait'),
      form: fc.constantFrom(...forms),
      under: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom<'tryGo' | 'abort'>('tryGo', 'tryGo', 'abort') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant<'limit'>('limit'),
      limit: fc.integer({ min: -1, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant<'end'>('end'), nth: fc.nat(), fails: fc.boolean() }),
  },
);

/** The model: who runs (and whether that counts), who waits for a place, who for the end. */
class Model {
  limit = -1;
  running: { id: number; period: number }[] = [];
  line: { id: number; under: boolean }[] = [];
  waiting: { id: number; under: boolean }[] = [];
  error: number | null = null;
  readonly log: string[] = [];
  period = 0;

  get active(): number {
    return this.running.filter(({ period }) => period === this.period).length;
  }

  get hasPlace(): boolean {
    return this.limit < 0 || this.active < this.limit;
  }

  #start(id: number): void {
    this.running.push({ id, period: this.limit < 0 ? -1 : this.period });
    this.log.push(`${id} runs`);
  }

  go(id: number, under: boolean): void {
    this.line.push({ id, under });
    this.#admit();
  }

  tryGo(id: number): boolean {
    if (!this.hasPlace) return false;
    this.#start(id);
    return true;
  }

  #admit(): void {
    while (this.line.length > 0 && this.hasPlace) {
      const { id } = this.line.shift() as { id: number };
      this.log.push(`${id} started`);
      this.#start(id);
    }
  }

  setLimit(limit: number): boolean {
    if (limit >= 0 && this.limit >= 0 && this.active > 0) return false;
    this.limit = limit;
    this.period++;
    this.#admit();
    return true;
  }

  end(id: number, fails: boolean): void {
    this.running = this.running.filter((one) => one.id !== id);
    if (fails) this.error ??= id;
    this.#admit();
    this.#release();
  }

  wait(id: number, under: boolean): void {
    this.waiting.push({ id, under });
    this.#release();
  }

  #release(): void {
    if (this.running.length > 0) return;
    for (const { id } of this.waiting) this.log.push(`${id} ${String(this.error ?? 'through')}`);
    this.waiting = [];
  }

  abort(): void {
    for (const one of [...this.line, ...this.waiting]) {
      if (one.under) this.log.push(`${one.id} gave up`);
    }
    this.line = this.line.filter(({ under }) => !under);
    this.waiting = this.waiting.filter(({ under }) => !under);
  }
}

class Trial {
  readonly group = new Group();
  readonly model = new Model();
  readonly log: string[] = [];
  readonly gates = new Map<number, Channel<boolean>>();
  signal = new AbortController();

  #task(id: number): () => Generator<never, void, void> {
    const { log, gates } = this;
    const task = function* () {
      log.push(`${id} runs`);
      const gate = new Channel<boolean>();
      gates.set(id, gate);
      if ((yield* gate.recv()).value === true) throw id;
    };
    return task as never;
  }

  start(id: number, { what, form, under }: Act & { what: 'go' | 'wait' }): void {
    const { group, log } = this;
    const options = under ? { signal: this.signal.signal } : {};
    const task = this.#task(id);
    start(form, function* () {
      try {
        yield* wait(what === 'go' ? group.go(task, options) : group.wait(options));
        log.push(`${id} ${what === 'go' ? 'started' : 'through'}`);
      } catch (error) {
        log.push(`${id} ${typeof error === 'number' ? error : 'gave up'}`);
      }
    });
    if (what === 'go') this.model.go(id, under);
    else this.model.wait(id, under);
  }

  perform(id: number, one: Act): void {
    const { group, model } = this;
    switch (one.what) {
      case 'go':
      case 'wait':
        this.start(id, one);
        break;
      case 'tryGo':
        expect(group.tryGo(this.#task(id)), 'tryGo').to.equal(model.tryGo(id));
        break;
      case 'limit': {
        let done = true;
        try {
          group.setLimit(one.limit);
        } catch {
          done = false;
        }
        expect(done, 'setLimit').to.equal(model.setLimit(one.limit));
        break;
      }
      case 'abort':
        this.signal.abort(new Error('abort'));
        expect(getEventListeners(this.signal.signal, 'abort')).to.have.length(0);
        this.signal = new AbortController();
        model.abort();
        break;
      case 'end': {
        const { running } = model;
        const task = running[one.nth % Math.max(1, running.length)];
        if (task === undefined) break;
        expect(this.gates.get(task.id)?.trySend(one.fails), 'runs').to.equal(true);
        model.end(task.id, one.fails);
      }
    }
  }
}

describe('Law: an error group starts in turn what has a place, and ends with the first error', () => {
  it('whoever comes, ends or gives up [EG-02, EG-04, EG-06, EG-07, EG-09]', async () => {
    const property = fc.asyncProperty(
      fc.array(act, { maxLength: 40, size: 'max' }),
      async (acts) => {
        const trial = new Trial();
        const all: Act[] = [...acts, { what: 'limit', limit: -1 }];
        for (const _ of acts) all.push({ what: 'end', nth: 0, fails: false });
        for (const [id, one] of all.entries()) {
          trial.perform(id, one);
          trial.group.check();
          await settled();
          trial.group.check();
          expect(trial.log.toSorted()).to.deep.equal(trial.model.log.toSorted());
          trial.log.length = 0;
          trial.model.log.length = 0;
        }
        expect(trial.model.running).to.deep.equal([]);
      },
    );
    await law(property);
  });
});
