/** What `millrace/rxjs`, `millrace/streams` and `millrace/patterns` infer. */
import { Channel, select, type Op, type Received, type Receiver, type Sender } from 'millrace';
import { background } from 'millrace/context';
import { batch, broadcast, fanOut, filter, map, merge, pool, take } from 'millrace/patterns';
import { fromObservable, toObservable, type Feed, type Overflow } from 'millrace/rxjs';
import { fromEvent, fromIterable, fromReadable, toReadable, toWritable } from 'millrace/streams';
import { of, type Observable } from 'rxjs';
import { describe, expect, it } from 'tstyche';

const numbers = new Channel<number>();
const words = new Channel<string>();

/** As Node's types have them. */
declare const readable: AsyncIterable<Uint8Array> & { destroy(error?: Error): unknown };
declare const emitter: {
  on(name: string | symbol, listener: (...args: string[]) => void): typeof emitter;
  off(name: string | symbol, listener: (...args: string[]) => void): typeof emitter;
};

describe('feeds', () => {
  it('are receivers, and disposables', () => {
    const feed = fromObservable(of(1, 2));
    expect(feed).type.toBe<Feed<number>>();
    expect(feed).type.toBeAssignableTo<Receiver<number>>();
    expect(feed).type.toBeAssignableTo<Disposable>();
    expect(feed).type.not.toBeAssignableTo<Sender<number>>();
    expect(feed.recv()).type.toBe<Op<Received<number>>>();
    expect(select({ feed })).type.toBe<
      Op<{ key: 'feed'; value: number; ok: true } | { key: 'feed'; value: undefined; ok: false }>
    >();
  });

  it('vary with what they give', () => {
    expect<Feed<1>>().type.toBeAssignableTo<Feed<number>>();
    expect<Feed<number>>().type.not.toBeAssignableTo<Feed<1>>();
  });
});

describe('millrace/rxjs', () => {
  it('keeps the type of the values', () => {
    expect(toObservable(numbers)).type.toBe<Observable<number>>();
    expect(fromObservable(of('a'), { capacity: 1, overflow: 'error' })).type.toBe<Feed<string>>();
  });

  it('knows no way to make a source wait', () => {
    expect(fromObservable).type.not.toBeCallableWith(of(1), { overflow: 'block' });
    expect(fromObservable).type.not.toBeCallableWith(of(1), { size: 1 });
  });

  it('has whoever gives a capacity say what becomes of a value too many', () => {
    const overflow = 'error' as Overflow;
    expect(fromObservable).type.toBeCallableWith(of(1), { capacity: 1, overflow });
    expect(fromObservable).type.toBeCallableWith(of(1), { overflow });
    expect(fromObservable).type.not.toBeCallableWith(of(1), { capacity: 1 });
    expect(fromEvent).type.toBeCallableWith(emitter, 'x', { capacity: 1, overflow });
    expect(fromEvent).type.not.toBeCallableWith(emitter, 'x', { capacity: 1 });
  });

  it('takes and gives no arms', () => {
    expect(toObservable).type.not.toBeCallableWith(numbers.onSend(1));
  });
});

describe('millrace/streams', () => {
  it('keeps the type of the chunks', () => {
    expect(toReadable(numbers)).type.toBe<ReadableStream<number>>();
    expect(toWritable(numbers)).type.toBe<WritableStream<number>>();
    expect(fromReadable(toReadable(numbers), { preventCancel: true })).type.toBe<Feed<number>>();
    expect(fromReadable(readable)).type.toBe<Feed<Uint8Array>>();
    expect(fromIterable([1])).type.toBe<Feed<number>>();
    expect(fromIterable(numbers)).type.toBe<Feed<number>>();
  });

  it('takes the type of an event from whoever asks', () => {
    expect(fromEvent<MessageEvent>(new EventTarget(), 'message')).type.toBe<Feed<MessageEvent>>();
    expect(fromEvent(emitter, 'x')).type.toBe<Feed<unknown>>();
    expect(fromEvent(emitter, 'x', { pick: (n: number) => n })).type.toBe<Feed<number>>();
    expect(fromEvent).type.not.toBeCallableWith({}, 'x');
  });
});

describe('millrace/patterns', () => {
  const ctx = background();

  it('infers what comes of a stage, whatever the form of its function', () => {
    expect(map(ctx, numbers, String)).type.toBe<Receiver<string>>();
    expect(map(ctx, numbers, async (n) => [n])).type.toBe<Receiver<number[]>>();
    expect(
      pool(ctx, numbers, 2, function* (n, inner) {
        yield* inner.done().recv();
        return n > 0;
      }),
    ).type.toBe<Receiver<boolean>>();
    expect(filter(ctx, numbers, (n) => n > 1)).type.toBe<Receiver<number>>();
    expect(filter(ctx, numbers, async (n) => n > 1)).type.toBe<Receiver<number>>();
    const both = merge(ctx, numbers, words);
    const isText = (it: number | string): it is string => typeof it === 'string';
    expect(filter(ctx, both, isText)).type.toBe<Receiver<string>>();
    expect(filter(ctx, both, (it) => typeof it === 'string')).type.toBe<Receiver<string>>();
    expect(take(ctx, numbers, 1)).type.toBe<Receiver<number>>();
    expect(batch(ctx, numbers, { size: 1 })).type.toBe<Receiver<number[]>>();
    expect(merge(ctx, numbers, numbers)).type.toBe<Receiver<number>>();
    expect(merge(ctx, numbers, words)).type.toBe<Receiver<number | string>>();
    const mixed = [numbers, words];
    expect(merge(ctx, ...mixed)).type.toBe<Receiver<number | string>>();
    expect(merge(ctx)).type.toBe<Receiver<never>>();
    expect(fanOut(ctx, numbers, 2)).type.toBe<Receiver<number>[]>();
    expect(broadcast(ctx, numbers).subscribe()).type.toBe<Feed<number>>();
  });

  it('asks for a context first, and for receivers', () => {
    expect(map).type.not.toBeCallableWith(numbers, String);
    expect(merge).type.not.toBeCallableWith(ctx, [1]);
  });
});
