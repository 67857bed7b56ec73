import { inspect } from 'node:util';
import { expect } from 'chai';
import {
  background,
  key,
  withCancel,
  withCancelCause,
  withTimeout,
  withValue,
} from 'millrace/context';
import { Group } from 'millrace/errgroup';
import { Cond, Mutex, RWMutex } from 'millrace/sync';
import { Ticker, Timer } from 'millrace/time';

describe('What console.log shows', () => {
  it('of a lock is whether it is locked, and who waits', async () => {
    const mutex = new Mutex();
    expect(inspect(mutex)).to.equal('Mutex { unlocked }');
    await mutex.lock();
    const second = mutex.lock();
    expect(inspect(mutex)).to.equal('Mutex { locked, waiting: 1 }');
    mutex.unlock();
    await second;
    const cond = new Cond(mutex);
    const waits = cond.wait();
    expect(inspect(cond)).to.equal('Cond { l: Mutex { unlocked }, waiting: 1 }');
    cond.signal();
    await waits;
    expect(inspect(cond)).to.equal('Cond { l: Mutex { locked } }');
  });

  it('of a read-write lock is who is in and who waits', async () => {
    const lock = new RWMutex();
    expect(inspect(lock)).to.equal('RWMutex { unlocked }');
    await lock.rLock();
    await lock.rLock();
    const writes = lock.lock();
    const reads = lock.rLock();
    expect(inspect(lock)).to.equal(
      'RWMutex { readers: 2, waiting to read: 1, waiting to write: 1 }',
    );
    lock.rUnlock();
    lock.rUnlock();
    await writes;
    expect(inspect(lock)).to.equal('RWMutex { locked, waiting to read: 1 }');
    lock.unlock();
    await reads;
    lock.rUnlock();
  });

  it('of a context is how it was made, and why it is over', () => {
    const [ctx, cancel] = withCancel(background());
    const [value, [timed, stop]] = [
      withValue(ctx, key('user'), { secret: 1 }),
      withTimeout(ctx, 50_000),
    ];
    expect(inspect({ ctx })).to.equal('{ ctx: context.Background.WithCancel }');
    expect(inspect(value)).to.equal('context.Background.WithCancel.WithValue(user, Object)');
    expect(inspect(timed)).to.match(/^context\.Background\.WithCancel\.WithDeadline\(.*\)$/);
    stop();
    expect(inspect(timed)).to.match(/\) \[context canceled\]$/);
    cancel();
    expect(inspect(value)).to.match(/Object\) \[context canceled\]$/);
    const [other, because] = withCancelCause(background());
    because(new Error('why'));
    expect(inspect(other)).to.equal('context.Background.WithCancel [context canceled]');
  });

  it('of a context is the same however late it is: to look changes nothing', () => {
    const [timed] = withTimeout(background(), 1);
    let told = 0;
    timed.signal.addEventListener('abort', () => told++);
    const over = performance.now() + 2;
    while (performance.now() < over);
    inspect(timed);
    expect(told).to.equal(0);
    expect(timed.err()?.message).to.equal('context deadline exceeded');
    expect(told).to.equal(1);
    expect(inspect(timed)).to.match(/\[context deadline exceeded\]$/);
  });

  it('of a timer is when it is due', () => {
    const [timer, ticker] = [new Timer(50_000), new Ticker(50_000)];
    expect(inspect(timer)).to.match(/^Timer \{ c: TimerChannel \{ due in \d+ ms \} \}$/);
    expect(inspect(ticker)).to.match(
      /^Ticker \{ c: TimerChannel \{ due in \d+ ms, every 50000 ms \} \}$/,
    );
    timer.stop();
    ticker.stop();
    expect(inspect(timer)).to.equal('Timer { c: TimerChannel { stopped } }');
  });

  it('of an error group is what is under way', async () => {
    const group = new Group();
    void group.go(() => {});
    expect(inspect(group)).to.equal('Group { tasks: Tasks { active: 1 } }');
    await group.wait();
    expect(inspect(group)).to.equal('Group { tasks: Tasks { active: 0 } }');
  });
});
