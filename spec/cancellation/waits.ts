import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { after, Channel, select, sleep, until, WaitGroup } from 'millrace';
import type { Op } from 'millrace';
import { lines } from '../goroutine/lines.ts';
import { idle } from '../goroutine/script.ts';

/** Everything that can be aborted: it waits, it can be served, and it shows that it left no trace. */
export type Wait = {
  make: (signal: AbortSignal) => Op<unknown>;
  /** Lets it go ahead; false if nobody was there to be served. */
  serve: () => boolean | Promise<boolean>;
  /** What it gives once it was served. */
  gives: unknown;
  /** Throws if anything of it is still in a line. */
  clean: () => void;
};

/** No line of the channel has anyone in it, and its invariants hold. */
export function empty(...channels: Channel<number>[]): void {
  for (const channel of channels) {
    channel.check();
    expect(lines(channel)).to.deep.equal([0, 0]);
  }
}

export const waits: Record<string, () => Wait> = {
  'a receive': () => {
    const channel = new Channel<number>();
    return {
      make: (signal) => channel.recv({ signal }),
      serve: () => channel.trySend(1),
      gives: { value: 1, ok: true, done: false },
      clean: () => empty(channel),
    };
  },
  'a receive from a buffered channel': () => {
    const channel = new Channel<number>(2);
    return {
      make: (signal) => channel.recv({ signal }),
      serve: () => {
        const waiting = lines(channel)[0] > 0;
        return waiting && channel.trySend(1);
      },
      gives: { value: 1, ok: true, done: false },
      clean: () => empty(channel),
    };
  },
  'a send': () => {
    const channel = new Channel<number>();
    return {
      make: (signal) => channel.send(1, { signal }),
      serve: () => channel.tryRecv()?.value === 1,
      gives: undefined,
      clean: () => empty(channel),
    };
  },
  'a send into a full buffer': () => {
    const channel = new Channel<number>(1);
    channel.trySend(0);
    return {
      make: (signal) => channel.send(1, { signal }),
      serve: () => {
        channel.tryRecv();
        return channel.tryRecv()?.value === 1;
      },
      gives: undefined,
      clean: () => empty(channel),
    };
  },
  'a select that receives': () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    return {
      make: (signal) => select({ a, b }, { signal }),
      serve: () => b.trySend(1),
      gives: { key: 'b', value: 1, ok: true },
      clean: () => empty(a, b),
    };
  },
  'a select that sends': () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    return {
      make: (signal) => select([a, b.onSend(1)], { signal }),
      serve: () => b.tryRecv()?.value === 1,
      gives: { key: 1, value: undefined, ok: true },
      clean: () => empty(a, b),
    };
  },
  'a select with one channel in many arms': () => {
    const channel = new Channel<number>();
    return {
      make: (signal) => select([channel, channel, channel], { signal }),
      serve: () => channel.trySend(1),
      gives: undefined,
      clean: () => empty(channel),
    };
  },
  'a wait group': () => {
    const group = new WaitGroup();
    group.add(1);
    let waiting = false;
    return {
      make: (signal) => {
        waiting = true;
        const op = group.wait({ signal });
        op.catch(() => (waiting = false));
        return op;
      },
      serve: async () => {
        group.done();
        await idle();
        return waiting;
      },
      gives: undefined,
      clean: () => group.check(),
    };
  },
  'a promise': () => {
    let resolve: (value: number) => void = () => {};
    const promise = new Promise<number>((settle) => (resolve = settle));
    let waiting = false;
    return {
      make: (signal) => {
        waiting = true;
        const op = until(promise, { signal });
        op.catch(() => (waiting = false));
        return op;
      },
      serve: async () => {
        resolve(1);
        await idle();
        return waiting;
      },
      gives: 1,
      clean: () => {},
    };
  },
};

/** Waits that only time ends. */
export const endless: Record<string, (signal: AbortSignal) => Op<unknown>> = {
  'a sleep': (signal) => sleep(1e9, { signal }),
  'a timer': (signal) => after(1e9).recv({ signal }),
  'a select on a timer': (signal) => select([after(1e9)], { signal }),
  'a receive on the nil channel': (signal) => Channel.nil<number>().recv({ signal }),
  'a send on the nil channel': (signal) => Channel.nil<number>().send(1, { signal }),
  'a select without arms': (signal) => select({}, { signal }),
  'a select of null arms': (signal) => select([null, undefined], { signal }),
};

/** How many listeners of anybody's are on a signal. */
export function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}
