/** Once and onceValue against their model: who came first, what came of it, and who gave up. */
import { expect } from 'chai';
import fc from 'fast-check';
import { go, gosched } from 'millrace';
import { Once, onceValue } from 'millrace/sync';
import { getEventListeners } from 'node:events';
import { law, settled } from './support/law.ts';
import { forms, start, wait, type Form } from './support/script.ts';
import { rest } from './support/traffic.ts';

type Caller = {
  form: Form;
  /** Turns before it calls. */
  comes: number;
  /** What it brings: turns until the function ends, and how. */
  kind: 'plain' | 'generator' | 'async';
  lasts: number;
  fails: boolean;
  /** Turns until its signal fires; null for never. */
  patience: number | null;
};

const caller: fc.Arbitrary<Caller> = fc.record({
  form: fc.constantFrom(...forms),
  comes: fc.nat({ max: 4 }),
  kind: fc.constantFrom<Caller['kind']>('plain', 'generator', 'async'),
  lasts: fc.nat({ max: 6 }),
  fails: fc.boolean(),
  patience: fc.option(fc.nat({ max: 8 })),
});

type Note = { who: number; what: 'ran' | 'through' | 'failed' | 'gave up'; of?: number };

class Trial {
  readonly log: Note[] = [];
  readonly signals: AbortSignal[] = [];
  /** Whose function is running. */
  running: number | null = null;
  ended = false;

  /** The function that a caller brings. */
  function(who: number, { kind, lasts, fails }: Caller): () => unknown {
    const begin = (): void => {
      this.log.push({ who, what: 'ran' });
      this.running = who;
    };
    const end = (): number => {
      this.running = null;
      this.ended = true;
      if (fails) throw who;
      return who;
    };
    if (kind === 'plain') {
      return () => {
        begin();
        return end();
      };
    }
    if (kind === 'generator') {
      return function* () {
        begin();
        for (let i = 0; i < lasts; i++) yield* gosched();
        return end();
      };
    }
    return async () => {
      begin();
      for (let i = 0; i < lasts; i++) await gosched();
      return end();
    };
  }

  signal({ patience }: Caller): { signal?: AbortSignal } {
    if (patience === null) return {};
    const controller = new AbortController();
    this.signals.push(controller.signal);
    go(function* () {
      for (let i = 0; i < patience; i++) yield* gosched();
      controller.abort('gave up');
    });
    return { signal: controller.signal };
  }
}

/** Lets everybody call, and gives what they noted. */
async function perform(
  callers: readonly Caller[],
  call: (trial: Trial, who: number, one: Caller) => (o: object) => import('millrace').Op<unknown>,
): Promise<Trial> {
  const trial = new Trial();
  for (const [who, one] of callers.entries()) {
    const make = call(trial, who, one);
    start(one.form, function* () {
      yield* rest(one.comes);
      const options = trial.signal(one);
      try {
        const of = yield* wait(make(options));
        expect(trial.ended, 'through before the end').to.equal(true);
        trial.log.push({ who, what: 'through', of: of as number });
      } catch (error) {
        const what = error === 'gave up' ? 'gave up' : 'failed';
        if (what === 'failed') expect(trial.ended).to.equal(true);
        trial.log.push({ who, what, of: error as number });
      }
    });
  }
  for (let i = 0; i < 4; i++) await settled();
  for (const signal of trial.signals) {
    expect(getEventListeners(signal, 'abort')).to.have.length(0);
  }
  return trial;
}

const callers = fc.array(caller, { minLength: 1, maxLength: 8, size: 'max' });

describe('Law: what is done once', () => {
  it('is done by one, and nobody is through before it has ended [ON-01, ON-02]', async () => {
    const property = fc.asyncProperty(callers, async (all) => {
      const once = new Once();
      const raised: unknown[] = [];
      const hear = (error: Error): void => void raised.push(error.cause);
      const before = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException').on('uncaughtException', hear);
      try {
        const { log } = await perform(
          all,
          (trial, who, one) => (options) => once.do(trial.function(who, one), options),
        );
        once.check();
        const ran = log.filter(({ what }) => what === 'ran');
        expect(ran, 'ran').to.have.length(log.every(({ what }) => what === 'gave up') ? 0 : 1);
        const runner = ran[0]?.who ?? -1;
        const fails = all[runner]?.fails === true;
        for (const [who, one] of all.entries()) {
          const end = log.filter((note) => note.who === who && note.what !== 'ran');
          expect(end, `ends of ${who}`).to.have.length(1);
          const what = end[0]?.what;
          if (what === 'gave up') expect(one.patience).to.not.equal(null);
          else expect(what).to.equal(who === runner && fails ? 'failed' : 'through');
        }
        const told = log.some(({ what }) => what === 'failed');
        expect(raised).to.deep.equal(fails && !told ? [runner] : []);
      } finally {
        process.off('uncaughtException', hear);
        for (const listener of before) process.on('uncaughtException', listener);
      }
    });
    await law(property);
  });

  it('gives the same to all who ask, its error too [ON-06]', async () => {
    const property = fc.asyncProperty(callers, caller, async (all, first) => {
      let value: ((o?: object) => import('millrace').Op<unknown>) | null = null;
      const { log } = await perform(all, (trial) => {
        value ??= onceValue(trial.function(99, first));
        return value;
      });
      const ran = log.filter(({ what }) => what === 'ran');
      expect(ran).to.have.length(log.every(({ what }) => what === 'gave up') ? 0 : 1);
      for (const { what, of } of log) {
        if (what === 'ran' || what === 'gave up') continue;
        expect([what, of]).to.deep.equal([first.fails ? 'failed' : 'through', 99]);
      }
    });
    await law(property);
  });
});
