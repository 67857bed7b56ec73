import { Channel, ChannelSizeError, MisuseError, select, trySelect } from 'millrace';
import { fromObservable, OverflowError, type Feed } from 'millrace/rxjs';
import { expect } from 'chai';
import { concat, EMPTY, NEVER, Observable, of, range, Subject, throwError } from 'rxjs';
import type { Intake } from '../../lib/bridge/intake.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';
import { CountingController } from '../support/counting-signal.ts';

const boom = new Error('boom');

/** What can be received without waiting, and how it ends. */
function drained<T>(feed: Feed<T>): unknown[] {
  const all: unknown[] = [];
  try {
    for (let r = feed.tryRecv(); ; r = feed.tryRecv()) {
      if (r === undefined) return all;
      if (!r.ok) return [...all, 'closed'];
      all.push(r.value);
    }
  } catch (error) {
    return [...all, error];
  } finally {
    (feed as Intake<T>).check();
  }
}

describe('fromObservable', () => {
  it('subscribes at once, and keeps what comes in the meantime', () => {
    const subject = new Subject<number>();
    const feed = fromObservable(subject);
    for (const n of [1, 2, 3]) subject.next(n);
    expect([feed.length, feed.capacity, feed.dropped]).to.deep.equal([3, Infinity, 0]);
    expect((feed as Intake<number>).name, 'in reports').to.equal('fromObservable');
    expect(drained(feed)).to.deep.equal([1, 2, 3]);
    subject.complete();
    expect(drained(feed)).to.deep.equal(['closed']);
  });

  for (const form of forms) {
    it(`gives an error after what came before, in every way to receive: ${form.name} form`, async () => {
      const fails = (): Feed<number> =>
        fromObservable(
          concat(
            of(1),
            throwError(() => boom),
          ),
        );
      const caught: unknown[] = [];
      await form.start(function* () {
        const feed = fails();
        expect((yield* wait(() => feed.recv())).value).to.equal(1);
        for (const ask of [
          () => feed.recv(),
          () => feed.recv({ signal: new AbortController().signal }),
          () => select({ feed, never: new Channel() }),
        ]) {
          try {
            yield* wait<unknown>(ask);
          } catch (error) {
            caught.push(error);
          }
        }
        expect(() => feed.tryRecv()).to.throw(boom);
        expect(() => trySelect([feed])).to.throw(boom);
      });
      expect(caught).to.deep.equal([boom, boom, boom]);
    });

    it(`wakes whoever waits, with a value, the end or the error: ${form.name} form`, async () => {
      const subject = new Subject<number>();
      const feed = fromObservable(subject);
      const other = new Channel<number>();
      const got: unknown[] = [];
      const readers = [() => feed.recv(), () => select({ feed, other }), () => feed.recv()].map(
        (ask) =>
          form.start(function* () {
            try {
              got.push((yield* wait<{ value: unknown }>(ask)).value);
            } catch (error) {
              got.push(error);
            }
          }),
      );
      await idle();
      subject.next(7);
      subject.error(boom);
      await Promise.all(readers);
      expect(got).to.deep.equal([7, boom, boom]);
      expect(other.receivers.first, 'no arm is left').to.equal(null);
      (feed as Intake<number>).check();
    });
  }

  it('ends a loop as the observable ends', async () => {
    const list: number[] = [];
    for await (const n of fromObservable(range(0, 5))) list.push(n);
    expect(list).to.deep.equal([0, 1, 2, 3, 4]);
    const failing = fromObservable(
      concat(
        of(1),
        throwError(() => boom),
      ),
    );
    const loop = async (): Promise<void> => {
      for await (const n of failing) list.push(n);
    };
    expect(await failure(loop())).to.equal(boom);
    expect(list).to.deep.equal([0, 1, 2, 3, 4, 1]);
    for await (const n of fromObservable(EMPTY)) list.push(n);
  });

  it('leaves no unhandled rejection behind when nobody receives an error', async () => {
    fromObservable(throwError(() => boom));
    await idle();
  });

  describe('when there is no room', () => {
    const table: [string, object, unknown[], number][] = [
      ['keeps all', {}, [0, 1, 2, 3, 4], 0],
      ['keeps all', { capacity: 2, overflow: 'buffer' }, [0, 1, 2, 3, 4], 0],
      ['drops the oldest', { capacity: 2, overflow: 'drop-oldest' }, [3, 4], 3],
      ['drops the newest', { capacity: 2, overflow: 'drop-newest' }, [0, 1], 3],
      ['drops all without room', { overflow: 'drop-oldest' }, [], 5],
      ['drops all without room', { overflow: 'drop-newest' }, [], 5],
    ];
    for (const [does, options, left, dropped] of table) {
      it(`${does}: ${JSON.stringify(options)}`, () => {
        const subject = new Subject<number>();
        const feed = fromObservable(subject, options);
        for (let n = 0; n < 5; n++) subject.next(n);
        expect(drained(feed)).to.deep.equal(left);
        expect(feed.dropped).to.equal(dropped);
        subject.complete();
        expect(drained(feed)).to.deep.equal(['closed']);
      });
    }

    it('fails: the source is let go of, what was there comes first', () => {
      const subject = new Subject<number>();
      const feed = fromObservable(subject, { capacity: 2, overflow: 'error' });
      for (let n = 0; n < 5; n++) subject.next(n);
      expect(subject.observed).to.equal(false);
      const [one, two, error] = drained(feed) as [number, number, OverflowError];
      expect([one, two]).to.deep.equal([0, 1]);
      expect(error).to.be.instanceOf(OverflowError).with.property('code', 'OVERFLOW');
      expect(error.cause).to.equal(2);
    });

    it('stops a source that never ends while it is subscribed to', () => {
      const feed = fromObservable(range(0, Infinity), { capacity: 2, overflow: 'error' });
      expect(drained(feed).slice(0, 2)).to.deep.equal([0, 1]);
    });

    it('hands over to those who wait all the same', async () => {
      const subject = new Subject<number>();
      const feed = fromObservable(subject, { overflow: 'error' });
      const ops = [feed.recv(), feed.recv()];
      subject.next(1);
      subject.next(2);
      expect((await Promise.all(ops)).map((r) => r.value)).to.deep.equal([1, 2]);
    });
  });

  it('takes values in the order in which a subject sends them that is called back', () => {
    const subject = new Subject<number>();
    const seen: number[] = [];
    subject.subscribe((n) => {
      if (n < 3) subject.next(n + 1);
    });
    const feed = fromObservable(subject);
    subject.subscribe((n) => seen.push(n));
    subject.next(0);
    expect(drained(feed)).to.deep.equal(seen);
  });

  it('gives back the room of a crowd that is gone', () => {
    const subject = new Subject<number>();
    const feed = fromObservable(subject);
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 5000; n++) subject.next(n);
      expect(drained(feed).length).to.equal(5000);
      expect((feed as Intake<number>).buffer.slots.length).to.be.below(1025);
    }
  });

  describe('lets go of its source', () => {
    it('when it is disposed of; what it holds can still be received', async () => {
      const subject = new Subject<number>();
      const feed = fromObservable(subject);
      subject.next(1);
      expect(subject.observed).to.equal(true);
      feed[Symbol.dispose]();
      expect(subject.observed).to.equal(false);
      subject.next(2);
      expect(drained(feed)).to.deep.equal([1, 'closed']);
      feed[Symbol.dispose]();
    });

    it('when it is disposed of while somebody waits', async () => {
      const feed = fromObservable(NEVER);
      const waiting = [feed.recv(), feed.recv()];
      feed[Symbol.dispose]();
      expect((await Promise.all(waiting)).map((r) => r.ok)).to.deep.equal([false, false]);
    });

    it('when its signal aborts; then it fails with the reason', async () => {
      const controller = new CountingController();
      const subject = new Subject<number>();
      const feed = fromObservable(subject, { signal: controller.signal });
      expect(controller.listeners).to.equal(1);
      subject.next(1);
      controller.abort('enough');
      expect([controller.listeners, subject.observed]).to.deep.equal([0, false]);
      expect(drained(feed)).to.deep.equal([1, 'enough']);
    });

    it('and of its signal when it has ended, in whichever way', () => {
      for (const end of [
        (subject: Subject<number>) => subject.complete(),
        (subject: Subject<number>) => subject.error(boom),
        (_subject: Subject<number>, feed: Feed<number>) => feed[Symbol.dispose](),
      ]) {
        const controller = new CountingController();
        const subject = new Subject<number>();
        end(subject, fromObservable(subject, { signal: controller.signal }));
        expect([controller.listeners, subject.observed]).to.deep.equal([0, false]);
      }
    });

    it('and is not even subscribed when the signal has aborted before', async () => {
      let subscribed = false;
      const source = new Observable<number>(() => void (subscribed = true));
      const feed = fromObservable(source, { signal: AbortSignal.abort('before') });
      expect(subscribed).to.equal(false);
      expect(await failure(feed.recv())).to.equal('before');
    });

    it('before the teardown runs, which may call back', () => {
      const feed: Feed<number> = fromObservable(
        new Observable<number>((subscriber) => {
          subscriber.next(1);
          return () => {
            subscriber.next(2);
            feed[Symbol.dispose]();
          };
        }),
      );
      feed[Symbol.dispose]();
      expect(drained(feed)).to.deep.equal([1, 'closed']);
    });

    it('but not when a loop is left, or a select lost', async () => {
      const subject = new Subject<number>();
      const feed = fromObservable(subject);
      subject.next(1);
      subject.next(2);
      for await (const n of feed) {
        expect(n).to.equal(1);
        break;
      }
      expect(subject.observed).to.equal(true);
      expect((await feed.recv()).value).to.equal(2);
      const ready = new Channel<number>();
      const selected = select({ feed, ready });
      ready.trySend(0);
      expect((await selected).key).to.equal('ready');
      subject.next(3);
      expect(drained(feed)).to.deep.equal([3]);
    });
  });

  it('refuses options that are none, and subscribes to nothing', () => {
    const subject = new Subject<number>();
    const bad: [unknown, unknown, string][] = [
      [{ overflow: 'block' }, MisuseError, 'cannot be made to wait'],
      [{ overflow: 'drop' }, MisuseError, 'one of buffer'],
      [{ capacity: -1 }, ChannelSizeError, 'makechan'],
      [{ capacity: 1.5, overflow: 'error' }, ChannelSizeError, 'makechan'],
      [{ size: 5 }, MisuseError, 'unknown option: size'],
      [new AbortController().signal, MisuseError, 'unknown option'],
      [{ signal: {} }, MisuseError, 'an AbortSignal was expected'],
      [5, MisuseError, 'an object was expected'],
    ];
    for (const [options, kind, text] of bad) {
      expect(() => fromObservable(subject, options as never)).to.throw(kind as never, text);
    }
    expect(subject.observed).to.equal(false);
  });

  it('refuses what is no observable', () => {
    for (const wrong of [undefined, null, 5, [1], new Channel()]) {
      expect(() => fromObservable(wrong as never)).to.throw(MisuseError, 'an observable was');
    }
  });
});
