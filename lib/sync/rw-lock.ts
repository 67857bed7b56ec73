/**
 * The inside of an RWMutex: a lock among writers, a number of readers, and a gate that writers
 * close. These are its phases, and what leads from one to the next (RW-02, RW-03):
 *
 *   phase     gate    who is in           on to
 *   reading   open    any number of       pending: a writer has the writers' lock, readers are in
 *                     readers             writing: a writer has the writers' lock, nobody is in
 *   pending   closed  the readers of      writing: the last of them has left
 *                     before, ever fewer  reading: the writer has given up
 *   writing   closed  one writer          reading: the writer unlocks
 *
 * A closed gate makes new readers wait. When it opens all of them are in at once, and only then the
 * writers' lock is free for the next writer.
 *
 * Invariants:
 *  - the phase is reading exactly while nobody has the writers' lock;
 *  - nobody waits at the gate while it is open;
 *  - one writer stands in `drain` while pending, nobody at other times;
 *  - there are readers while pending, and none while writing.
 */
import { Arm } from '../kernel/arm.ts';
import { FatalError } from '../kernel/errors.ts';
import { WaitQueue, type Place } from '../kernel/wait-queue.ts';
import type { Waiter } from '../kernel/waiter.ts';
import type { World } from '../kernel/world.ts';
import { arrive, Lock } from './lock.ts';

const READING = 0;
const PENDING = 1;
const WRITING = 2;

/** The write lock. Writers stand in the line of the lock they exclude each other with (RW-04). */
export class WriteLock extends Lock {
  declare readonly reading: ReadLock;
  declare readonly drain: WaitQueue<Waiter>;
  declare phase: number;

  constructor(world: World) {
    super(world);
    this.reading = new ReadLock(this);
    this.drain = new WaitQueue<Waiter>(new Drain(this), 'sync.RWMutex.Lock');
    this.phase = READING;
  }

  override ready(): boolean {
    return !this.held && this.reading.readers === 0;
  }

  override commit(): void {
    this.held = true;
    this.phase = WRITING;
  }

  override enqueue(waiter: Waiter): void {
    if (this.held) {
      super.enqueue(waiter);
    } else {
      // Readers are in, and no other writer: it announces itself, and they are the last.
      this.held = true;
      this.pass(waiter, false);
    }
  }

  /** A writer has got the writers' lock: it writes, or waits until the readers have left. */
  override pass(waiter: Waiter, now: boolean): void {
    if (this.reading.readers === 0) {
      this.phase = WRITING;
      arrive(waiter, now);
    } else {
      this.phase = PENDING;
      this.drain.push(waiter);
    }
  }

  override unlock(): void {
    if (this.phase !== WRITING) {
      throw new FatalError('sync: Unlock of unlocked RWMutex', 'UNLOCK_OF_UNLOCKED_RWMUTEX');
    }
    this.open();
  }

  /** Opens the gate: everyone who waits there is in before the next writer has a chance. */
  open(): void {
    this.phase = READING;
    const { waiters } = this.reading;
    while (waiters.first !== null) {
      this.reading.readers++;
      arrive(waiters.shift(), false);
    }
    this.release();
  }

  /** The last reader has left. */
  drained(): void {
    this.phase = WRITING;
    arrive(this.drain.shift(), false);
  }

  /** @internal */
  override check(): void {
    CHECK: {
      const { held, phase, drain, reading } = this;
      const { readers, waiters } = reading;
      super.check();
      drain.check();
      waiters.check();
      if (held !== (phase !== READING)) throw new Error('rwmutex: phase');
      if (phase === READING && waiters.first !== null)
        throw new Error('rwmutex: reader at the gate');
      if ((drain.first !== null) !== (phase === PENDING)) throw new Error('rwmutex: pending');
      if (drain.first !== drain.last) throw new Error('rwmutex: two pending');
      if (phase === PENDING && readers === 0) throw new Error('rwmutex: waits for nobody');
      if (phase === WRITING && readers !== 0) throw new Error('rwmutex: reader beside a writer');
      if (readers < 0) throw new Error('rwmutex: readers');
    }
  }
}

/** The read lock; its line is the one at the gate. */
export class ReadLock extends Arm<void> implements Place {
  declare readonly world: World;
  declare readonly writing: WriteLock;
  declare readonly waiters: WaitQueue<Waiter>;
  declare readers: number;

  constructor(writing: WriteLock) {
    super();
    this.world = writing.world;
    this.writing = writing;
    this.waiters = new WaitQueue<Waiter>(this, 'sync.RWMutex.RLock');
    this.readers = 0;
  }

  ready(): boolean {
    return this.writing.phase === READING;
  }

  commit(): void {
    this.readers++;
  }

  enqueue(waiter: Waiter): void {
    this.waiters.push(waiter);
  }

  unlock(): void {
    if (this.readers === 0) {
      throw new FatalError('sync: RUnlock of unlocked RWMutex', 'RUNLOCK_OF_UNLOCKED_RWMUTEX');
    }
    this.readers--;
    if (this.readers === 0 && this.writing.phase === PENDING) this.writing.drained();
  }
}

/** Where a pending writer waits. */
class Drain implements Place {
  declare readonly world: World;
  declare readonly writing: WriteLock;

  constructor(writing: WriteLock) {
    this.world = writing.world;
    this.writing = writing;
  }

  /** The writer has given up: whoever it kept out comes in. */
  deserted(): void {
    this.writing.open();
  }
}
