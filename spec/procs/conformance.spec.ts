/** What the specs of channels and selects say, with one end at another thread, and with both. */
import { expect } from 'chai';
import { Channel, go, select, SendOnClosedError, type Op } from 'millrace';
import { CloseOfClosedError } from '../../lib/kernel/errors.ts';
import { TwoSides } from '../support/two-sides.ts';

interface Ends {
  readonly a: Channel<unknown>;
  readonly b: Channel<unknown>;
  readonly rest: () => Promise<void>;
}

type Places = (capacity: number) => Ends;

const sides = (): [TwoSides, TwoSides] => [new TwoSides(), new TwoSides()];

const places: Record<string, Places> = {
  'a sender at home, a receiver away': (capacity) => {
    const [one] = sides();
    const a = new Channel<unknown>(capacity);
    return { a, b: one.down(a), rest: () => one.rest() };
  },
  'a sender away, a receiver at home': (capacity) => {
    const [one] = sides();
    const b = new Channel<unknown>(capacity);
    return { a: one.down(b), b, rest: () => one.rest() };
  },
  'both at one other thread': (capacity) => {
    const [one] = sides();
    const remote = one.down(new Channel<unknown>(capacity));
    return { a: remote, b: remote, rest: () => one.rest() };
  },
  'both at other threads': (capacity) => {
    const [one, two] = sides();
    const home = new Channel<unknown>(capacity);
    const rest = async (): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        await one.rest();
        await two.rest();
      }
    };
    return { a: one.down(home), b: two.down(home), rest };
  },
};

/** Lets an operation come to its end; fails if it does not. */
async function over<T>(op: Op<T>, { rest }: Ends): Promise<T> {
  const result = settled(op);
  await rest();
  expect(result.state, 'it has ended').to.not.equal('waits');
  return op;
}

function settled(op: Op<unknown>): { state: 'waits' | 'done' | 'failed' } {
  const result: { state: 'waits' | 'done' | 'failed' } = { state: 'waits' };
  op.then(
    () => (result.state = 'done'),
    () => (result.state = 'failed'),
  );
  return result;
}

async function waits(op: Op<unknown>, { rest }: Ends): Promise<void> {
  const result = settled(op);
  await rest();
  expect(result.state).to.equal('waits');
}

const failure = (op: Op<unknown>): Promise<unknown> =>
  op.then(
    () => undefined,
    (error: unknown) => error,
  );

for (const [where, make] of Object.entries(places)) {
  describe(`channels between threads: ${where}`, () => {
    for (const capacity of [0, 1, 4]) {
      it(`hold ${String(capacity)}, and a send beyond that waits for a receive [CH-18 CH-19]`, async () => {
        const ends = make(capacity);
        for (let i = 0; i < capacity; i++) await over(ends.a.send(i), ends);
        const late = ends.a.send('late');
        await waits(late, ends);
        const first = await over(ends.b.recv(), ends);
        expect(first.value).to.equal(capacity === 0 ? 'late' : 0);
        await over(late, ends);
        expect(ends.b.capacity).to.equal(capacity);
      });

      it(`bring values in order, whatever they are, capacity ${String(capacity)} [CH-07 CH-40]`, async () => {
        const ends = make(capacity);
        const values = [undefined, null, Number.NaN, 0, '', 'x', 7n, [1, [2]], { a: { b: null } }];
        go(function* () {
          for (const value of values) yield* ends.a.send(value);
          ends.a.close();
        });
        const got: unknown[] = [];
        const all = go(async () => {
          for await (const value of ends.b) got.push(value);
        });
        await over(all, ends);
        expect(got).to.deep.equal(values);
      });

      it(`give what is buffered after a close, then that it is over, capacity ${String(capacity)} [CH-23 CH-24]`, async () => {
        const ends = make(capacity);
        for (let i = 0; i < capacity; i++) await over(ends.a.send(i), ends);
        ends.a.close();
        for (let i = 0; i < capacity; i++) {
          expect(await over(ends.b.recv(), ends)).to.deep.equal({
            value: i,
            ok: true,
            done: false,
          });
        }
        for (let i = 0; i < 2; i++) {
          const end = { value: undefined, ok: false, done: true };
          expect(await over(ends.b.recv(), ends)).to.deep.equal(end);
        }
      });

      it(`wake all who wait when they are closed, capacity ${String(capacity)} [CH-33 CH-34]`, async () => {
        const ends = make(capacity);
        const receivers = [ends.b.recv(), ends.b.recv(), ends.b.recv()];
        await ends.rest();
        ends.a.close();
        for (const one of receivers) expect((await over(one, ends)).ok).to.equal(false);

        const full = make(capacity);
        for (let i = 0; i < capacity; i++) await over(full.a.send(i), full);
        const senders = [full.a.send('x'), full.a.send('y')].map(failure);
        await full.rest();
        full.b.close();
        await full.rest();
        for (const one of senders) expect(await one).to.be.instanceOf(SendOnClosedError);
        const left: unknown[] = [];
        const all = go(async () => {
          for await (const value of full.b) left.push(value);
        });
        await over(all, full);
        expect(left).to.deep.equal(Array.from({ length: capacity }, (_, i) => i));
      });

      it(`refuse sends and another close once they are closed, capacity ${String(capacity)} [CH-14 CH-30]`, async () => {
        const ends = make(capacity);
        ends.b.close();
        await ends.rest();
        expect(await failure(ends.a.send(1))).to.be.instanceOf(SendOnClosedError);
        expect(await failure(select([ends.a.onSend(1)]))).to.be.instanceOf(SendOnClosedError);
        expect(() => ends.a.close()).to.throw(CloseOfClosedError);
        expect(() => ends.b.close()).to.throw(CloseOfClosedError);
      });

      it(`serve a select, which does one thing, capacity ${String(capacity)} [SEL-05 SEL-19]`, async () => {
        const [one, two] = [make(capacity), make(capacity)];
        const got: unknown[] = [];
        const all = go(async () => {
          for (let i = 0; i < 40; i++) {
            const { key, value } = await select({ one: one.b, two: two.b });
            got.push(`${key} ${String(value)}`);
          }
        });
        for (const [name, ends] of Object.entries({ one, two })) {
          go(function* () {
            for (let i = 0; i < 20; i++)
              yield* select([ends.a.onSend(`${name[0] as string}${String(i)}`)]);
          });
        }
        for (let i = 0; i < 100 && got.length < 40; i++) {
          await one.rest();
          await two.rest();
        }
        await all;
        for (const name of ['one', 'two']) {
          const own = got.filter((it) => String(it).startsWith(name));
          const wanted = Array.from(
            { length: 20 },
            (_, i) => `${name} ${name[0] as string}${String(i)}`,
          );
          expect(own).to.deep.equal(wanted);
        }
      });

      it(`leave a value to others when a wait is aborted, capacity ${String(capacity)}`, async () => {
        const ends = make(capacity);
        const controller = new AbortController();
        const given = failure(ends.b.recv({ signal: controller.signal }));
        await ends.rest();
        controller.abort(new Error('enough'));
        await ends.rest();
        expect(await given).to.have.property('message', 'enough');
        const sent = ends.a.send('kept');
        expect((await over(ends.b.recv(), ends)).value).to.equal('kept');
        await over(sent, ends);
      });

      it(`take a send back when it is aborted, capacity ${String(capacity)}`, async () => {
        const ends = make(capacity);
        for (let i = 0; i < capacity; i++) await over(ends.a.send(i), ends);
        const controller = new AbortController();
        const late = failure(ends.a.send('late', { signal: controller.signal }));
        await ends.rest();
        controller.abort(new Error('enough'));
        await ends.rest();
        expect(await late).to.have.property('message', 'enough');
        ends.a.close();
        const left: unknown[] = [];
        const all = go(async () => {
          for await (const value of ends.b) left.push(value);
        });
        await over(all, ends);
        expect(left).to.not.include('late');
      });

      it(`keep a value for the next when a loop is left, capacity ${String(capacity)} [CH-49]`, async () => {
        const ends = make(capacity);
        go(function* () {
          for (let i = 0; i < 6; i++) yield* ends.a.send(i);
          ends.a.close();
        });
        const got: unknown[] = [];
        const all = go(async () => {
          for await (const value of ends.b) {
            got.push(value);
            if (value === 2) break;
          }
          for await (const value of ends.b) got.push(value);
        });
        await over(all, ends);
        expect(got).to.deep.equal([0, 1, 2, 3, 4, 5]);
      });
    }

    it('refuse what cannot be cloned, that alone', async () => {
      const ends = make(1);
      const refused = (await failure(ends.a.send(() => 1))) as Error;
      expect(refused.name).to.equal('DataCloneError');
      await over(ends.a.send('next'), ends);
      expect((await over(ends.b.recv(), ends)).value).to.equal('next');
    });

    it('bring channels, which work there [CH-11]', async () => {
      const ends = make(1);
      const reply = new Channel<unknown>();
      const asked = go(function* () {
        const { value } = yield* ends.b.recv();
        const { to } = value as { to: Channel<unknown> };
        yield* to.send('answer');
      });
      // The sender's thread has made it.
      await over(ends.a.send({ to: reply }), ends);
      expect((await over(reply.recv(), ends)).value).to.equal('answer');
      await over(asked, ends);
    });
  });
}
