/** Every bridge, with a source of numbers at one end and a slow reader at the other. */
import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Channel, go, gosched, type Sender } from 'millrace';
import { fromObservable, toObservable } from 'millrace/rxjs';
import { fromEvent, fromIterable, fromReadable, toReadable, toWritable } from 'millrace/streams';
import { Subject } from 'rxjs';

/** What a bridge is told: a number was made, and what becomes of it. */
export interface Ends {
  readonly count: number;
  made(): void;
  /** Does ten times as much as making one. */
  take(n: number): Promise<void>;
}

export interface Carrier {
  readonly name: string;
  /** Whether the reader can slow the source. */
  readonly pressure: boolean;
  carry(ends: Ends): Promise<void>;
}

/** The work that making one number is. */
export const turn = (): Promise<void> => Promise.resolve();

function* send(out: Sender<number>, ends: Ends) {
  for (let n = 0; n < ends.count; n++) {
    ends.made();
    yield* out.send(n);
    yield* gosched();
  }
  out.close();
}

function sent(ends: Ends): Channel<number> {
  const channel = new Channel<number>();
  go(send, channel, ends);
  return channel;
}

async function* made(ends: Ends): AsyncGenerator<number> {
  for (let n = 0; n < ends.count; n++) {
    ends.made();
    yield n;
  }
}

function* madeAtOnce(ends: Ends): Generator<number> {
  for (let n = 0; n < ends.count; n++) {
    ends.made();
    yield n;
  }
}

function webStream(ends: Ends): ReadableStream<number> {
  let n = 0;
  return new ReadableStream({
    pull(controller) {
      if (n === ends.count) return controller.close();
      ends.made();
      controller.enqueue(n++);
    },
  });
}

async function read(numbers: AsyncIterable<number>, ends: Ends): Promise<void> {
  for await (const n of numbers) await ends.take(n);
}

async function push(ends: Ends, next: (n: number) => void, end: () => void): Promise<void> {
  for (let n = 0; n < ends.count; n++) {
    ends.made();
    next(n);
    await turn();
  }
  end();
}

export const carriers: readonly Carrier[] = [
  {
    name: 'toObservable',
    pressure: true,
    carry: (ends) =>
      new Promise((complete, error) => {
        // A subscriber cannot wait: it takes each at once.
        const next = (n: number): void => void ends.take(n);
        toObservable(sent(ends)).subscribe({ next, complete, error });
      }),
  },
  {
    name: 'fromObservable, buffer',
    pressure: false,
    async carry(ends) {
      const subject = new Subject<number>();
      const reading = read(fromObservable(subject), ends);
      await push(
        ends,
        (n) => subject.next(n),
        () => subject.complete(),
      );
      await reading;
    },
  },
  {
    name: 'toReadable',
    pressure: true,
    carry: (ends) => read(toReadable(sent(ends)), ends),
  },
  {
    name: 'fromReadable, web',
    pressure: true,
    carry: (ends) => read(fromReadable(webStream(ends)), ends),
  },
  {
    name: 'fromReadable, Node',
    pressure: true,
    carry: (ends) => read(fromReadable<number>(Readable.from(made(ends))), ends),
  },
  {
    name: 'toWritable',
    pressure: true,
    async carry(ends) {
      const channel = new Channel<number>();
      const reading = read(channel, ends);
      const writer = toWritable(channel).getWriter();
      for (let n = 0; n < ends.count; n++) {
        await writer.ready;
        ends.made();
        void writer.write(n);
      }
      await writer.close();
      await reading;
    },
  },
  {
    name: 'toReadable | toWritable',
    pressure: true,
    async carry(ends) {
      const channel = new Channel<number>();
      const reading = read(channel, ends);
      await toReadable(sent(ends)).pipeTo(toWritable(channel));
      await reading;
    },
  },
  {
    name: 'fromIterable, async',
    pressure: true,
    carry: (ends) => read(fromIterable(made(ends)), ends),
  },
  {
    name: 'fromIterable, plain',
    pressure: true,
    carry: (ends) => read(fromIterable(madeAtOnce(ends), { capacity: 16 }), ends),
  },
  {
    name: 'Readable.from(channel)',
    pressure: true,
    carry: (ends) => read(Readable.from(sent(ends)), ends),
  },
  {
    name: 'pipeline(channel, Writable)',
    pressure: true,
    carry: (ends) =>
      pipeline(
        sent(ends),
        new Writable({
          objectMode: true,
          write: (n: number, _encoding, done) => void ends.take(n).then(() => done(), done),
        }),
      ),
  },
  {
    name: 'fromEvent, buffer',
    pressure: false,
    async carry(ends) {
      const emitter = new EventEmitter();
      const reading = read(fromEvent<number>(emitter, 'n', { closeOn: 'end' }), ends);
      await push(
        ends,
        (n) => emitter.emit('n', n),
        () => emitter.emit('end'),
      );
      await reading;
    },
  },
];
