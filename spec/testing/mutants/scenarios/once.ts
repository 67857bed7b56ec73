/** What is done once, and who waits for news of what a lock guards. */
import { Channel, go, gosched, type Routine } from 'millrace';
import { Cond, Mutex, Once } from 'millrace/sync';
import type { Scenario } from './scenario.ts';

/** Waits for news; gives its name, and whether it had the lock then. */
function* listen(
  cond: Cond,
  mutex: Mutex,
  ready: Channel<void>,
  told: Channel<string>,
  name: string,
) {
  yield* mutex.lock();
  yield* ready.send();
  yield* cond.wait();
  const alone = !mutex.tryLock();
  mutex.unlock();
  yield* told.send(alone ? name : `${name} without the lock`);
}

function* give(mutex: Mutex, news: () => void): Routine<void> {
  yield* mutex.lock();
  news();
  mutex.unlock();
}

export const onceScenarios: readonly Scenario[] = [
  {
    name: 'all wait for what one does',
    *body() {
      const once = new Once();
      const log: string[] = [];
      function* work() {
        log.push('begins');
        yield* gosched();
        log.push('ends');
      }
      function* ask() {
        yield* once.do(work);
        log.push('through');
      }
      const all = [go(ask), go(ask)];
      for (const one of all) yield* one;
      return log.join(' ');
    },
    permitted: ['ok begins ends through through'],
  },
  {
    name: 'a failure is that of who came first',
    *body() {
      const once = new Once();
      function* ask() {
        try {
          yield* once.do(function* () {
            yield* gosched();
            throw new Error('no');
          });
          return 'through';
        } catch {
          return 'failed';
        }
      }
      const all = [go(ask), go(ask)];
      const ends: string[] = [];
      for (const one of all) ends.push(yield* one);
      return ends.sort().join(' ');
    },
    permitted: ['ok failed through'],
  },
  {
    name: 'news reaches who waits, in order and with the lock',
    *body() {
      const mutex = new Mutex();
      const cond = new Cond(mutex);
      const ready = new Channel<void>(1);
      const told = new Channel<string>(3);
      for (const name of ['a', 'b', 'c']) {
        go(listen, cond, mutex, ready, told, name);
        yield* ready.recv();
        // Once the lock is to be had, he waits for news.
        yield* give(mutex, () => {});
      }
      yield* give(mutex, () => cond.signal());
      const first = (yield* told.recv()).value ?? '';
      yield* gosched();
      const more = told.length;
      yield* give(mutex, () => cond.broadcast());
      const rest = [(yield* told.recv()).value ?? '', (yield* told.recv()).value ?? ''];
      return `${first}, ${String(more)}, ${rest.sort().join(' ')}`;
    },
    permitted: ['ok a, 0, b c'],
  },
];
