import { expect } from 'chai';
import { Channel, select } from 'millrace';
import type { Op } from 'millrace';
import { idle, wait, forms, type Form } from '../goroutine/script.ts';
import { empty, listeners } from './waits.ts';

/** A number from 0 up to a bound, always the same ones. */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

type Books = {
  sent: Set<number>;
  withdrawn: Set<number>;
  received: number[];
  /** Operations that are under way; each has ended when it is empty. */
  open: number;
};

const OPERATIONS = 10_000;

/** One operation that writes down what became of it. */
function operate(
  form: Form,
  books: Books,
  value: number,
  make: () => Op<unknown>,
  sends: boolean,
): void {
  books.open++;
  form.start(function* () {
    try {
      const got = (yield* wait(make)) as { value?: number; key?: number } | undefined;
      if (got === undefined || got.key === 1) books.sent.add(value);
      else if (got.value !== undefined) books.received.push(got.value);
    } catch (reason) {
      expect(reason).to.equal('withdrawn');
      if (sends) books.withdrawn.add(value);
    }
    books.open--;
  });
}

describe(`${OPERATIONS} operations, aborted at random`, () => {
  for (const form of forms) {
    for (const capacity of [0, 1, 7]) {
      it(`lose nothing: sent = received + buffered, withdrawn reaches nobody; capacity ${capacity}, ${form.name} form [peers: cancellation 1, 2]`, async () => {
        const below = numbers(20_260 + capacity);
        const channels = [new Channel<number>(capacity), new Channel<number>(capacity)];
        const books: Books = { sent: new Set(), withdrawn: new Set(), received: [], open: 0 };
        const shared = new AbortController().signal;
        const waiting: AbortController[] = [];

        for (let n = 0; n < OPERATIONS; n++) {
          const channel = channels[below(2)] as Channel<number>;
          const other = channels[below(2)] as Channel<number>;
          const controller = new AbortController();
          const signal = below(10) === 0 ? shared : controller.signal;
          if (signal !== shared) waiting.push(controller);
          const kind = below(3);
          const make = [
            () => channel.send(n, { signal }),
            () => channel.recv({ signal }),
            () => select([channel, other.onSend(n)], { signal }),
          ][kind] as () => Op<unknown>;
          operate(form, books, n, make, kind !== 1);
          // Now and then aborts meet deliveries in one tick, or operations that have not started.
          while (waiting.length > 6) {
            waiting.splice(below(waiting.length), 1)[0]?.abort('withdrawn');
            if (below(4) !== 0) break;
          }
          if (below(16) === 0) await idle();
          else if (below(4) === 0) await undefined;
          if (n % 500 === 0) channels.forEach((one) => one.check());
        }

        for (const controller of waiting) controller.abort('withdrawn');
        await idle();
        // What is left waits under the shared signal, which never fires: it is served.
        for (let turns = 0; books.open > 0 && turns < OPERATIONS; turns++) {
          for (const channel of channels) {
            if (channel.receivers.first !== null && channel.trySend(-turns - 1)) {
              books.sent.add(-turns - 1);
            }
            const got = channel.senders.first !== null ? channel.tryRecv() : undefined;
            if (got?.ok === true) books.received.push(got.value);
          }
          await idle();
        }

        expect(books.open, 'operations that never ended').to.equal(0);
        const buffered = channels.flatMap((channel) => {
          const values: number[] = [];
          for (let got = channel.tryRecv(); got?.ok === true; got = channel.tryRecv()) {
            values.push(got.value);
          }
          return values;
        });
        empty(...channels);
        const arrived = [...books.received, ...buffered].sort((a, b) => a - b);
        expect(arrived).to.deep.equal([...books.sent].sort((a, b) => a - b));
        expect(arrived.filter((value) => books.withdrawn.has(value))).to.deep.equal([]);
        expect(listeners(shared)).to.equal(0);
        // The law would hold for a program that does nothing.
        expect(books.received.length, 'received').to.be.above(OPERATIONS / 10);
        expect(books.withdrawn.size, 'withdrawn').to.be.above(OPERATIONS / 100);
      }).timeout(20_000);
    }
  }
});
