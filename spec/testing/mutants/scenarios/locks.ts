/** Locks that are tried, held for a block, given up, and waited for too long. */
import { go, gosched, sleep } from 'millrace';
import { Mutex, RWMutex } from 'millrace/sync';
import type { Scenario } from './scenario.ts';

/** Locks, unless the signal fires first. */
function* patiently(lock: Mutex | RWMutex, signal: AbortSignal) {
  try {
    yield* lock.lock({ signal });
  } catch {
    return 'gave up';
  }
  lock.unlock();
  return 'locked';
}

export const lockScenarios: readonly Scenario[] = [
  {
    name: 'a mutex is tried',
    *body() {
      const mutex = new Mutex();
      const tries = [mutex.tryLock(), mutex.tryLock()];
      mutex.unlock();
      return [...tries, mutex.tryLock()].join(' ');
    },
    permitted: ['ok true false true'],
  },
  {
    name: 'an RWMutex is tried',
    *body() {
      const mutex = new RWMutex();
      const tries = [mutex.tryRLock(), mutex.tryRLock(), mutex.tryLock()];
      mutex.rUnlock();
      mutex.rUnlock();
      return [...tries, mutex.tryLock(), mutex.tryRLock(), mutex.tryLock()].join(' ');
    },
    permitted: ['ok true true false true false false'],
  },
  {
    name: 'a hold is let go of once',
    *body() {
      const mutex = new Mutex();
      const hold = yield* mutex.acquire();
      hold[Symbol.dispose]();
      yield* mutex.lock();
      hold[Symbol.dispose]();
      return mutex.tryLock() ? 'let go of twice' : 'held';
    },
    permitted: ['ok held'],
  },
  {
    name: 'who waits too long is not passed over',
    *body() {
      const mutex = new Mutex();
      let served = false;
      yield* mutex.lock();
      const waiter = go(function* () {
        yield* mutex.lock();
        served = true;
        mutex.unlock();
      });
      let rounds = 0;
      for (; rounds < 10 && !served; rounds++) {
        yield* sleep(1);
        mutex.unlock();
        yield* mutex.lock();
      }
      mutex.unlock();
      yield* waiter;
      return rounds < 10 ? 'served' : 'passed over';
    },
    permitted: ['ok served'],
    only: 'controlled',
  },
  {
    name: 'who gives up leaves the line of a mutex',
    *body() {
      const mutex = new Mutex();
      const controller = new AbortController();
      yield* mutex.lock();
      const first = go(patiently, mutex, controller.signal);
      const second = go(patiently, mutex, new AbortController().signal);
      yield* gosched();
      controller.abort();
      const how = yield* first;
      mutex.unlock();
      return `${how}, ${yield* second}`;
    },
    permitted: ['ok gave up, locked'],
  },
  {
    name: 'a writer that gives up lets readers in',
    *body() {
      const mutex = new RWMutex();
      const controller = new AbortController();
      yield* mutex.rLock();
      const writer = go(patiently, mutex, controller.signal);
      const reader = go(function* () {
        yield* mutex.rLock();
        mutex.rUnlock();
        return 'read';
      });
      yield* gosched();
      controller.abort();
      const [how, read] = [yield* writer, yield* reader];
      mutex.rUnlock();
      return `${how}, ${read}`;
    },
    permitted: ['ok gave up, read'],
  },
  {
    name: 'to unlock is not to give away',
    *body() {
      const mutex = new Mutex();
      yield* mutex.lock();
      const waiter = go(function* () {
        yield* mutex.lock();
        mutex.unlock();
      });
      yield* gosched();
      mutex.unlock();
      const passed = mutex.tryLock();
      if (passed) mutex.unlock();
      yield* waiter;
      return passed ? 'passed' : 'given away';
    },
    permitted: ['ok passed'],
    only: 'default world',
  },
  {
    name: 'readers who wait go before the next writer',
    *body() {
      const mutex = new RWMutex();
      const log: string[] = [];
      function* write(name: string) {
        yield* mutex.lock();
        log.push(name);
        yield* gosched();
        mutex.unlock();
      }
      function* read(name: string) {
        yield* mutex.rLock();
        log.push(name);
        yield* gosched();
        mutex.rUnlock();
      }
      const all = [go(write, 'w1'), go(write, 'w2'), go(read, 'r1'), go(read, 'r2')];
      for (const one of all) yield* one;
      return log.join(' ');
    },
    permitted: ['ok w1 r1 r2 w2'],
    only: 'default world',
  },
];
