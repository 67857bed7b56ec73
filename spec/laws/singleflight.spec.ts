/** A group of flights against its model: at most one of each key, unless it was forgotten. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Channel, type Receiver } from 'millrace';
import { Group, type Result } from 'millrace/singleflight';
import { getEventListeners } from 'node:events';
import { law, settled } from './support/law.ts';
import { forms, start, wait, type Form } from './support/script.ts';

type Act =
  | { what: 'ask'; form: Form; key: number; under: boolean }
  | { what: 'ask by channel' | 'forget'; key: number }
  | { what: 'land'; nth: number; fails: boolean }
  | { what: 'abort' };

const key = fc.nat({ max: 2 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant<'ask'>('ask'),
      form: fc.constantFrom(...forms),
      key,
      under: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom<'ask by channel' | 'forget'>('ask by channel', 'forget'),
      key,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant<'land'>('land'), nth: fc.nat(), fails: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant<'abort'>('abort') }) },
);

/** One flight, as it should be. */
type Flight = { of: number; asked: number[]; channels: number[]; many: boolean };

class Trial {
  readonly group = new Group<number, number>();
  readonly log: string[] = [];
  readonly wanted: string[] = [];
  readonly gates: Channel<boolean>[] = [];
  readonly channels = new Map<number, Receiver<Result<number>>>();
  readonly under = new Set<number>();
  signal = new AbortController();
  /** The model. */
  readonly current = new Map<number, Flight>();
  readonly flying: Flight[] = [];

  /** The work of whoever starts a flight; it lands when its gate says so. */
  *#work(gates: Channel<boolean>[]) {
    const gate = new Channel<boolean>();
    const n = gates.push(gate) - 1;
    if ((yield* gate.recv()).value === true) throw n;
    return n;
  }

  /** In the model: joins what is under way, or starts it. */
  #join(on: number): Flight {
    let flight = this.current.get(on);
    if (flight === undefined) {
      flight = { of: this.flying.length, asked: [], channels: [], many: false };
      this.flying.push(flight);
      this.current.set(on, flight);
    } else {
      flight.many = true;
    }
    return flight;
  }

  ask(id: number, { form, key: on, under }: Act & { what: 'ask' }): void {
    const { group, log, gates } = this;
    const options = under ? { signal: this.signal.signal } : {};
    if (under) this.under.add(id);
    start(form, () => {
      const ask = (): ReturnType<typeof group.do> => group.do(on, () => this.#work(gates), options);
      return (function* () {
        try {
          const { value, shared } = yield* wait(ask());
          log.push(`${id}: ${value} ${shared}`);
        } catch (error) {
          log.push(`${id}: ${typeof error === 'number' ? `failed ${error}` : 'gave up'}`);
        }
      })();
    });
    this.#join(on).asked.push(id);
  }

  askByChannel(id: number, on: number): void {
    this.channels.set(
      id,
      this.group.doChan(on, () => this.#work(this.gates)),
    );
    this.#join(on).channels.push(id);
  }

  land(nth: number, fails: boolean): void {
    const open = this.flying.filter((one) => this.gates[one.of]?.capacity === 0);
    const flight = open[nth % Math.max(1, open.length)];
    if (flight === undefined) return;
    this.flying[flight.of] = { ...flight, of: -1 };
    expect(this.gates[flight.of]?.trySend(fails), 'in flight').to.equal(true);
    for (const [on, one] of this.current) if (one === flight) this.current.delete(on);
    for (const id of flight.asked) {
      this.wanted.push(`${id}: ${fails ? `failed ${flight.of}` : `${flight.of} ${flight.many}`}`);
    }
    for (const id of flight.channels) {
      this.wanted.push(`${id}: by channel ${!fails} ${flight.of} ${flight.many}`);
    }
  }

  abort(): void {
    this.signal.abort(new Error('abort'));
    expect(getEventListeners(this.signal.signal, 'abort')).to.have.length(0);
    this.signal = new AbortController();
    for (const flight of this.flying) {
      if (flight.of === -1) continue;
      for (const id of flight.asked) if (this.under.has(id)) this.wanted.push(`${id}: gave up`);
      flight.asked = flight.asked.filter((id) => !this.under.has(id));
    }
    this.under.clear();
  }

  /** What came through channels since. */
  receive(): void {
    for (const [id, channel] of this.channels) {
      const result = channel.tryRecv()?.value;
      if (result === undefined) continue;
      const { ok, shared } = result;
      this.log.push(
        `${id}: by channel ${ok} ${ok ? result.value : String(result.error)} ${shared}`,
      );
    }
  }
}

describe('Law: of each key one flight at a time', () => {
  it('whoever asks, forgets or gives up, and whatever comes of it [SF-01, SF-02, SF-03, SF-04]', async () => {
    const property = fc.asyncProperty(
      fc.array(act, { maxLength: 40, size: 'max' }),
      async (acts) => {
        const trial = new Trial();
        const all: Act[] = [
          ...acts,
          ...acts.map((): Act => ({ what: 'land', nth: 0, fails: false })),
        ];
        for (const [id, one] of all.entries()) {
          if (one.what === 'ask') trial.ask(id, one);
          else if (one.what === 'ask by channel') trial.askByChannel(id, one.key);
          else if (one.what === 'land') trial.land(one.nth, one.fails);
          else if (one.what === 'abort') trial.abort();
          else {
            trial.group.forget(one.key);
            trial.current.delete(one.key);
          }
          trial.group.check();
          await settled();
          trial.group.check();
          trial.receive();
          expect(trial.log.toSorted()).to.deep.equal(trial.wanted.toSorted());
          expect(trial.gates.length, 'flights').to.equal(trial.flying.length);
        }
        expect(trial.wanted).to.have.length(
          acts.filter(({ what }) => what.startsWith('ask')).length,
        );
      },
    );
    await law(property);
  });
});
