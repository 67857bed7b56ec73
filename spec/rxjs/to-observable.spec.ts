import { after, Channel, go, MisuseError, select } from 'millrace';
import { fromObservable, toObservable } from 'millrace/rxjs';
import { expect } from 'chai';
import { config, Subject, take, toArray, lastValueFrom, type Subscription } from 'rxjs';
import { lines } from '../goroutine/lines.ts';
import { forms, idle, wait } from '../goroutine/script.ts';

describe('toObservable', () => {
  for (const form of forms) {
    it(`emits what is received, in order, and completes on close: ${form.name} form`, async () => {
      const channel = new Channel<unknown>();
      const values = [1, undefined, null, Number.NaN, Promise.resolve(2), () => 3, channel];
      form.start(function* () {
        for (const value of values) yield* wait(() => channel.send(value));
        channel.close();
      });
      expect(await lastValueFrom(toObservable(channel).pipe(toArray()))).to.deep.equal(values);
    });
  }

  it('receives from the moment of the subscription, and emits later', async () => {
    const channel = new Channel<number>();
    const got: number[] = [];
    const observable = toObservable(channel);
    expect(channel.trySend(0), 'nobody has subscribed').to.equal(false);
    const subscription = observable.subscribe((value) => got.push(value));
    expect(channel.trySend(1)).to.equal(true);
    expect(got).to.deep.equal([]);
    await idle();
    expect(got).to.deep.equal([1]);
    subscription.unsubscribe();
  });

  it('emits nothing while it is subscribed to', async () => {
    const channel = new Channel<number>(2);
    channel.trySend(1);
    const got: number[] = [];
    const subscription = toObservable(channel).subscribe((value) => got.push(value));
    expect([got.length, channel.length]).to.deep.equal([0, 1]);
    await idle();
    expect(got).to.deep.equal([1]);
    subscription.unsubscribe();
  });

  it('withdraws its receive when it is unsubscribed from', async () => {
    const channel = new Channel<number>();
    const subscription = toObservable(channel).subscribe();
    expect(lines(channel)).to.deep.equal([1, 0]);
    subscription.unsubscribe();
    expect(lines(channel)).to.deep.equal([0, 0]);
    expect(channel.trySend(1)).to.equal(false);
    await idle();
  });

  it('gives back what it had received and not emitted, before all else', async () => {
    for (const capacity of [0, 1, 3]) {
      const channel = new Channel<number>(capacity);
      const got: number[] = [];
      const subscription = toObservable(channel).subscribe((value) => got.push(value));
      const sender = go(function* () {
        for (let n = 1; n <= 6; n++) yield* channel.send(n);
        channel.close();
      });
      // The sender runs, and the value is on its way; then we do, before it is emitted.
      await null;
      while (lines(channel)[0] === 1) await null;
      subscription.unsubscribe();
      for await (const value of channel) got.push(value);
      await sender;
      expect(got, `capacity ${capacity}`).to.deep.equal([1, 2, 3, 4, 5, 6]);
      channel.check();
    }
  });

  it('gives back to a channel of another copy of the library', () => {
    const { prototype } = Channel;
    const above = Object.getPrototypeOf(prototype) as object;
    const other = Object.create(above, Object.getOwnPropertyDescriptors(prototype)) as object;
    const channel = Object.setPrototypeOf(new Channel<number>(), other) as Channel<number>;
    const subscription = toObservable(channel).subscribe();
    expect(channel.trySend(1)).to.equal(true);
    subscription.unsubscribe();
    expect(channel.tryRecv()?.value).to.equal(1);
  });

  it('gives back to whoever waits already', async () => {
    const channel = new Channel<number>();
    const subscription = toObservable(channel).subscribe();
    const other = channel.recv();
    channel.trySend(1);
    subscription.unsubscribe();
    expect(await other).to.deep.equal({ value: 1, ok: true, done: false });
    expect(lines(channel)).to.deep.equal([0, 0]);
  });

  it('holds no more than one value back, once, in a channel that was full', async () => {
    const channel = new Channel<number>(1);
    const subscription = toObservable(channel).subscribe();
    expect([channel.trySend(1), channel.trySend(2)]).to.deep.equal([true, true]);
    const third = channel.send(3);
    subscription.unsubscribe();
    expect(channel.length).to.equal(2);
    await idle();
    expect(channel.tryRecv()?.value).to.equal(1);
    expect(channel.length, 'the sender still waits').to.equal(1);
    expect(channel.tryRecv()?.value).to.equal(2);
    await third;
    expect(channel.tryRecv()?.value).to.equal(3);
    channel.check();
  });

  it('takes no more than take() asks for', async () => {
    const channel = new Channel<number>(5);
    for (let n = 0; n < 5; n++) channel.trySend(n);
    expect(await lastValueFrom(toObservable(channel).pipe(take(2), toArray()))).to.deep.equal([
      0, 1,
    ]);
    expect(channel.length).to.equal(3);
  });

  it('can be unsubscribed from in the middle of an emission', async () => {
    const channel = new Channel<number>(3);
    for (let n = 0; n < 3; n++) channel.trySend(n);
    const got: number[] = [];
    const subscription: Subscription = toObservable(channel).subscribe((value) => {
      got.push(value);
      subscription.unsubscribe();
    });
    await idle();
    expect([got, channel.length]).to.deep.equal([[0], 2]);
  });

  it('lets a subscriber send on the channel it receives from', async () => {
    const channel = new Channel<number>(1);
    const got: number[] = [];
    toObservable(channel).subscribe({
      next: (value) => {
        got.push(value);
        if (value < 3) channel.trySend(value + 1);
        else channel.close();
      },
      complete: () => got.push(-1),
    });
    channel.trySend(0);
    await idle();
    expect(got).to.deep.equal([0, 1, 2, 3, -1]);
  });

  it('shares the values among its subscriptions, and completes them all', async () => {
    const channel = new Channel<number>();
    const observable = toObservable(channel);
    const got: number[][] = [[], []];
    let completed = 0;
    for (const list of got) {
      observable.subscribe({ next: (value) => list.push(value), complete: () => completed++ });
    }
    for (let n = 0; n < 10; n++) await channel.send(n);
    channel.close();
    await idle();
    expect(got.flat().sort()).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(got.map((list) => list.length > 0)).to.deep.equal([true, true]);
    expect(completed).to.equal(2);
  });

  it('never completes for the nil channel, and leaves nothing there', async () => {
    let ended = false;
    const subscription = toObservable(Channel.nil()).subscribe({ complete: () => (ended = true) });
    await idle();
    expect(ended).to.equal(false);
    subscription.unsubscribe();
  });

  it('emits the time of a timer', async () => {
    expect(await lastValueFrom(toObservable(after(0)).pipe(take(1)))).to.be.a('number');
  });

  it('fails when a feed fails, after what came before', async () => {
    const subject = new Subject<number>();
    const feed = fromObservable(subject);
    subject.next(1);
    subject.error(new Error('boom'));
    const got: unknown[] = [];
    toObservable(feed).subscribe({
      next: (value) => got.push(value),
      error: (error: Error) => got.push(error.message),
    });
    const waiting = fromObservable(new Subject<number>(), { signal: AbortSignal.abort('late') });
    toObservable(waiting).subscribe({ error: (reason) => got.push(reason) });
    await idle();
    expect(got).to.deep.equal([1, 'boom', 'late']);
  });

  it('leaves an error of a subscriber to RxJS, and goes on', async () => {
    const channel = new Channel<number>(2);
    const got: number[] = [];
    const errors: unknown[] = [];
    const before = config.onUnhandledError;
    config.onUnhandledError = (error) => errors.push(error);
    try {
      const subscription = toObservable(channel).subscribe((value) => {
        got.push(value);
        if (value === 0) throw new Error('mine');
      });
      channel.trySend(0);
      channel.trySend(1);
      await idle();
      while (errors.length === 0) await new Promise((resolve) => setImmediate(resolve));
      subscription.unsubscribe();
    } finally {
      config.onUnhandledError = before;
    }
    expect(got).to.deep.equal([0, 1]);
    expect(String(errors[0])).to.equal('Error: mine');
  });

  it('competes fairly with an arm of a select', async () => {
    const channel = new Channel<number>();
    const selected = select({ channel });
    const got: number[] = [];
    const subscription = toObservable(channel).subscribe((value) => got.push(value));
    channel.trySend(1);
    channel.trySend(2);
    expect((await selected).value).to.equal(1);
    await idle();
    expect(got).to.deep.equal([2]);
    subscription.unsubscribe();
  });

  it('lets timers run beside an endless sender', async () => {
    const channel = new Channel<number>();
    let stop = false;
    let count = 0;
    const subscription = toObservable(channel).subscribe(() => count++);
    const sender = go(function* () {
      for (let n = 0; !stop; n++) yield* channel.send(n);
    });
    await new Promise((resolve) => setTimeout(resolve, 0));
    stop = true;
    await sender;
    subscription.unsubscribe();
    expect(count).to.be.above(0);
  });

  it('refuses what is no channel', () => {
    for (const bad of [undefined, null, 5, {}, new Channel<number>().onSend(1)]) {
      expect(() => toObservable(bad as never)).to.throw(MisuseError, 'a channel was expected');
    }
  });
});
