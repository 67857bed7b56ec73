/**
 * Go's memory model, as laws: what happens before what, in the order that a schedule makes of it and
 * in that of the default world. What somebody wrote before the one, everybody sees after the other.
 */
import { Channel, gosched, WaitGroup } from 'millrace';
import { Mutex } from 'millrace/sync';
import { explore } from 'millrace/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { holds, rest, run, turns } from './support/every-order.ts';
import { law } from './support/law.ts';
import { generator, start, wait, type Form, type Script } from './support/script.ts';

describe('Law: the memory model of channels', () => {
  interface Event {
    readonly what: 'send' | 'sent' | 'recv' | 'received' | 'close' | 'ended';
    readonly who: number;
    readonly value: number;
  }
  interface Plan {
    readonly capacity: number;
    /** How many values each sends, and how many turns it rests before each. */
    readonly senders: readonly (readonly number[])[];
    readonly receivers: number;
  }
  const plan = (capacity: fc.Arbitrary<number>): fc.Arbitrary<Plan> =>
    fc.record({
      capacity,
      senders: fc.array(fc.array(turns, { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 3,
      }),
      receivers: fc.integer({ min: 1, max: 3 }),
    });

  /** Everything that happens, in order. */
  function* carry(form: Form, { capacity, senders, receivers }: Plan, log: Event[]): Script<void> {
    const channel = new Channel<number>(capacity);
    const sending = senders.map((rests, who) =>
      start(form, function* () {
        for (const [i, many] of rests.entries()) {
          const value = 10 * who + i;
          yield* rest(many);
          log.push({ what: 'send', who, value });
          yield* wait(channel.send(value));
          log.push({ what: 'sent', who, value });
        }
      }),
    );
    const receiving = Array.from({ length: receivers }, (_, who) =>
      start(form, function* () {
        for (;;) {
          log.push({ what: 'recv', who, value: -1 });
          const { value, ok } = yield* wait(channel.recv());
          log.push({ what: ok ? 'received' : 'ended', who, value: value ?? -1 });
          if (!ok) return;
        }
      }),
    );
    for (const one of sending) yield* wait(one);
    log.push({ what: 'close', who: 0, value: -1 });
    channel.close();
    for (const one of receiving) yield* wait(one);
  }

  const check = (capacity: fc.Arbitrary<number>, look: (log: Event[], plan: Plan) => void) => {
    const property = fc.asyncProperty(plan(capacity), run, (one, how) =>
      holds(
        how,
        (form) =>
          function* () {
            const log: Event[] = [];
            yield* carry(form, one, log);
            look(log, one);
          },
      ),
    );
    return law(property, { weight: 2 });
  };
  const capacities = fc.nat({ max: 3 });
  const at = (log: Event[], what: Event['what'], value: number): number =>
    log.findIndex((one) => one.what === what && one.value === value);

  it('a send begins before its value is received [MM-01]', () =>
    check(capacities, (log) => {
      for (const [i, { what, value }] of log.entries()) {
        if (what !== 'received') continue;
        expect(at(log, 'send', value), String(value)).to.be.within(0, i - 1);
      }
    }));

  it('a close comes before every receive that returns because of it [MM-03]', () =>
    check(capacities, (log, { receivers }) => {
      const closed = log.findIndex(({ what }) => what === 'close');
      const ended = log.flatMap(({ what }, i) => (what === 'ended' ? [i] : []));
      expect(ended).to.have.length(receivers);
      for (const one of ended) expect(one).to.be.above(closed);
    }));

  it('without a buffer a receive begins before its send is over [MM-04]', () =>
    check(fc.constant(0), (log) => {
      for (const [i, { what, who, value }] of log.entries()) {
        if (what !== 'received') continue;
        const begun = log
          .slice(0, i)
          .findLastIndex((one) => one.what === 'recv' && one.who === who);
        const over = at(log, 'sent', value);
        expect(begun, String(value)).to.be.below(over);
      }
    }));

  it('receive k begins before send k + capacity is over [MM-05]', () =>
    check(capacities, (log, { capacity }) => {
      let [begun, over] = [0, 0];
      for (const { what } of log) {
        if (what === 'recv') begun++;
        if (what === 'sent') over++;
        expect(over - capacity, 'sends that no receive has made room for').to.be.at.most(begun);
      }
    }));
});

describe('Law: the memory model of goroutines', () => {
  it('what is written before go is seen where the goroutine starts [MM-02]', async () => {
    const property = fc.asyncProperty(fc.array(turns, { maxLength: 4 }), run, (plan, how) =>
      holds(
        how,
        (form) =>
          function* () {
            const given: number[] = [];
            const seen: number[] = [];
            function* child(i: number): Script<void> {
              expect(given, `goroutine ${i}`).to.include(i);
              seen.push(i);
              if (i + 1 < plan.length) yield* begin(i + 1);
            }
            function* begin(i: number): Script<void> {
              yield* rest(plan[i] ?? 0);
              given.push(i);
              const one = start(form, () => child(i));
              expect(seen, `goroutine ${i} runs already`).to.not.include(i);
              yield* wait(one);
            }
            if (plan.length > 0) yield* begin(0);
            expect(seen).to.have.length(plan.length);
          },
      ),
    );
    await law(property);
  });

  it('what a goroutine wrote is seen for certain only by who joins it [MM-02]', async () => {
    const outcomes = async (joins: boolean): Promise<string[]> => {
      const explored = await explore(
        () =>
          generator(function* () {
            let written = false;
            const one = start('generator', function* () {
              written = true;
              yield* rest(0);
            });
            yield* wait<unknown>(joins ? one : gosched());
            const seen = written;
            yield* wait(one);
            return seen;
          }),
        { strategy: 'exhaustive' },
      );
      return [...explored.outcomes.keys()].sort();
    };
    expect(await outcomes(false)).to.deep.equal(['ok false', 'ok true']);
    expect(await outcomes(true)).to.deep.equal(['ok true']);
  });

  it('nobody else runs between two operations, whatever plain calls stand there [MM-10]', async () => {
    const acts = ['trySend', 'tryRecv', 'close', 'unlock', 'done', 'go'] as const;
    const plan = fc.array(fc.array(fc.constantFrom(...acts), { maxLength: 3 }), {
      minLength: 2,
      maxLength: 4,
    });
    const property = fc.asyncProperty(plan, run, (plan, how) =>
      holds(
        how,
        (form) =>
          function* () {
            const [values, stop] = [new Channel<number>(1), new Channel<never>()];
            const mutex = new Mutex();
            const group = new WaitGroup();
            group.add(100);
            let inside = 0;
            const alone = (act: () => unknown): void => {
              expect(inside).to.equal(0);
              inside++;
              act();
              inside--;
            };
            const does: Record<(typeof acts)[number], () => unknown> = {
              trySend: () => values.trySend(1),
              tryRecv: () => values.tryRecv(),
              close: () => new Channel<never>().close(),
              unlock: () => mutex.tryLock() && mutex.unlock(),
              done: () => group.done(),
              go: () =>
                start(form, function* () {
                  alone(() => {});
                  yield* rest(0);
                }),
            };
            const waiting = [
              start(form, function* () {
                yield* wait(group.wait());
                alone(() => {});
              }),
              start(form, function* () {
                while ((yield* wait(values.recv())).ok) alone(() => {});
              }),
              start(form, function* () {
                yield* wait(stop.recv());
                alone(() => {});
              }),
            ];
            const all = plan.map((list) =>
              start(form, function* () {
                yield* wait(mutex.lock());
                alone(() => mutex.unlock());
                yield* rest(1);
                alone(() => {
                  for (const act of list) does[act]();
                });
              }),
            );
            for (const one of all) yield* wait(one);
            alone(() => {
              group.add(plan.flat().filter((act) => act === 'done').length - 100);
              values.close();
              stop.close();
            });
            for (const one of waiting) yield* wait(one);
          },
      ),
    );
    await law(property);
  });
});
