import { EventEmitter } from 'node:events';
import { ChannelSizeError, MisuseError, select } from 'millrace';
import { fromEvent, OverflowError, type Feed } from 'millrace/streams';
import { expect } from 'chai';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure, idle } from '../goroutine/script.ts';
import { CountingController } from '../support/counting-signal.ts';

const boom = new Error('boom');

class CustomEvent<T> extends Event {
  readonly detail: T;

  constructor(type: string, detail: T) {
    super(type);
    this.detail = detail;
  }
}

/** An event target that counts its listeners. */
class Target extends EventTarget {
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

function drained(feed: Feed<unknown>): unknown[] {
  const all: unknown[] = [];
  try {
    for (let r = feed.tryRecv(); r !== undefined; r = feed.tryRecv()) {
      if (!r.ok) return [...all, 'closed'];
      all.push(r.value);
    }
  } catch (error) {
    all.push(error);
  }
  return all;
}

describe('fromEvent', () => {
  it('gives the events of a target, in order', async () => {
    const target = new Target();
    const feed = fromEvent<CustomEvent<number>>(target, 'count');
    for (const n of [1, 2, 3]) target.dispatchEvent(new CustomEvent('count', n));
    target.dispatchEvent(new Event('other'));
    const [one, two] = [(await feed.recv()).value, (await select({ feed })).value];
    expect([one?.detail, two?.detail, feed.length]).to.deep.equal([1, 2, 1]);
  });

  it('gives the first argument of an emitter, or what pick makes of them', () => {
    const emitter = new EventEmitter();
    const first = fromEvent(emitter, 'pair');
    const both = fromEvent(emitter, 'pair', { pick: (a: string, b: string) => a + b });
    emitter.emit('pair', 'a', 'b');
    emitter.emit('pair');
    expect(drained(first)).to.deep.equal(['a', undefined]);
    expect(drained(both)[0]).to.equal('ab');
  });

  it('fails with what pick throws, and is heard of no more', () => {
    const emitter = new EventEmitter();
    const feed = fromEvent(emitter, 'x', {
      pick: () => {
        throw boom;
      },
    });
    emitter.emit('x');
    expect(drained(feed)).to.deep.equal([boom]);
    expect(emitter.eventNames()).to.deep.equal([]);
  });

  it('is closed by an event, or fails with one, and listens to none of them then', () => {
    for (const [name, end] of [
      ['close', 'closed'],
      ['finish', 'closed'],
      ['error', boom],
    ] as const) {
      const emitter = new EventEmitter();
      const feed = fromEvent(emitter, 'data', { closeOn: ['close', 'finish'] });
      emitter.emit('data', 1);
      emitter.emit(name, boom);
      emitter.emit('data', 2);
      expect(drained(feed), name).to.deep.equal([1, end]);
      expect(emitter.eventNames()).to.deep.equal([]);
    }
    const target = new Target();
    const feed = fromEvent(target, 'message', { closeOn: 'close', failOn: 'error' });
    expect(target.listeners).to.equal(3);
    target.dispatchEvent(Object.assign(new Event('error'), { error: boom }));
    expect(drained(feed)).to.deep.equal([boom]);
    expect(target.listeners).to.equal(0);
    const bare = new Event('error');
    const other = fromEvent(target, 'message', { failOn: 'error' });
    target.dispatchEvent(bare);
    expect(drained(other)).to.deep.equal([bare]);
  });

  it('gives the event that closes it, if that is one it listens for', () => {
    const controller = new AbortController();
    const { signal } = controller;
    const once = fromEvent<Event>(signal, 'abort', { closeOn: 'abort' });
    controller.abort();
    const [event, end] = drained(once) as [Event, unknown];
    expect([event.type, end]).to.deep.equal(['abort', 'closed']);
  });

  it('is closed, and does not fail, by an error that is named as what closes it', () => {
    const emitter = new EventEmitter();
    const feed = fromEvent(emitter, 'data', { closeOn: 'error' });
    emitter.emit('error', boom);
    expect(drained(feed)).to.deep.equal(['closed']);
    expect(emitter.eventNames()).to.deep.equal([]);
  });

  it('leaves no listener where it could not listen to everything', async () => {
    const names = new Set<string>();
    const picky = {
      addEventListener(name: string): void {
        if (name === 'message') throw boom;
        names.add(name);
      },
      removeEventListener: (name: string): void => void names.delete(name),
    };
    const controller = new CountingController();
    const options = { failOn: 'error', closeOn: 'close', signal: controller.signal };
    expect(() => fromEvent(picky, 'message', options)).to.throw(boom);
    expect([...names]).to.deep.equal([]);
    expect(controller.listeners).to.equal(0);
  });

  it('can listen for errors as such', () => {
    const emitter = new EventEmitter();
    const feed = fromEvent(emitter, 'error');
    emitter.emit('error', boom);
    expect(drained(feed)).to.deep.equal([boom]);
    feed[Symbol.dispose]();
    expect(emitter.eventNames()).to.deep.equal([]);
    const unheard = new EventEmitter();
    fromEvent(unheard, 'data', { failOn: [] });
    expect(() => unheard.emit('error', boom)).to.throw(boom);
  });

  it('stops listening when it is stopped, and leaves nothing on its signal', async () => {
    const target = new Target();
    const feed = fromEvent(target, 'x');
    const waiting = feed.recv();
    feed[Symbol.dispose]();
    expect(target.listeners).to.equal(0);
    expect((await waiting).ok).to.equal(false);
    const controller = new CountingController();
    const aborted = fromEvent(target, 'x', { signal: controller.signal });
    expect([target.listeners, controller.listeners]).to.deep.equal([1, 1]);
    controller.abort('enough');
    expect([target.listeners, controller.listeners]).to.deep.equal([0, 0]);
    expect(await failure(aborted.recv())).to.equal('enough');
    fromEvent(target, 'x', { signal: controller.signal });
    expect(target.listeners).to.equal(0);
  });

  it('shares one listener on its signal with all the feeds under it', async () => {
    const target = new Target();
    const controller = new CountingController();
    const { signal } = controller;
    const [first, ...rest] = Array.from({ length: 10 }, () => fromEvent(target, 'x', { signal }));
    expect([target.listeners, controller.listeners]).to.deep.equal([10, 1]);
    first?.[Symbol.dispose]();
    expect([target.listeners, controller.listeners]).to.deep.equal([9, 1]);
    for (const feed of rest) feed[Symbol.dispose]();
    expect([target.listeners, controller.listeners]).to.deep.equal([0, 0]);
  });

  it('is stopped in its turn by a signal, whatever the others do then', async () => {
    const controller = new CountingController();
    const { signal } = controller;
    const log: string[] = [];
    const targets = ['a', 'b', 'c', 'd'].map((name) => ({
      addEventListener: () => {},
      removeEventListener: () => {
        log.push(name);
        if (name === 'a') feeds[2]?.[Symbol.dispose]();
        if (name === 'b') throw boom;
      },
    }));
    const feeds: Feed<unknown>[] = targets.map((target) => fromEvent(target, 'x', { signal }));
    const { exceptions } = await hostErrors(() => controller.abort('enough'));
    expect(log).to.deep.equal(['a', 'c', 'b', 'd']);
    expect(feeds.map(drained)).to.deep.equal([['enough'], ['enough'], ['closed'], ['enough']]);
    expect(exceptions).to.deep.equal([boom]);
    expect(controller.listeners).to.equal(0);
  });

  it('goes by the overflow rule', () => {
    const emitter = new EventEmitter();
    const latest = fromEvent(emitter, 'n', { capacity: 1, overflow: 'drop-oldest' });
    const strict = fromEvent(emitter, 'n', { capacity: 1, overflow: 'error' });
    for (const n of [1, 2, 3]) emitter.emit('n', n);
    expect(drained(latest)).to.deep.equal([3]);
    expect(latest.dropped).to.equal(2);
    const [one, error] = drained(strict);
    expect(one).to.equal(1);
    expect(error).to.be.instanceOf(OverflowError);
    expect(emitter.listenerCount('n')).to.equal(1);
  });

  it('may be stopped by who emits, in the middle of an emission', async () => {
    const emitter = new EventEmitter();
    const feed = fromEvent(emitter, 'n');
    emitter.on('n', () => feed[Symbol.dispose]());
    emitter.emit('n', 1);
    emitter.emit('n', 2);
    await idle();
    expect(drained(feed)).to.deep.equal([1, 'closed']);
  });

  it('refuses what cannot be listened to, and options that are none', () => {
    const emitter = new EventEmitter();
    expect(() => fromEvent({} as never, 'x')).to.throw(MisuseError, 'an EventTarget or');
    expect(() => fromEvent(undefined as never, 'x')).to.throw(MisuseError);
    expect(() => fromEvent(emitter, 'x', { overflow: 'block' as never })).to.throw(
      'cannot be made',
    );
    expect(() => fromEvent(emitter, 'x', { capacity: -1, overflow: 'error' })).to.throw(
      ChannelSizeError,
    );
    expect(() => fromEvent(emitter, 'x', { once: true } as never)).to.throw('unknown option');
    expect(emitter.eventNames()).to.deep.equal([]);
  });
});
