// A lost update, and the mutex that prevents it: who waits between a read and a write needs a lock.
import { run, sleep, WaitGroup } from 'millrace';
import { Mutex } from 'millrace/sync';

await run(function* main() {
  let balance = 0;

  const careless = new WaitGroup();
  for (let i = 0; i < 3; i++) {
    careless.go(function* deposit() {
      const before = balance;
      yield* sleep(1);
      balance = before + 10;
    });
  }
  yield* careless.wait();
  console.log('without a lock', balance);

  balance = 0;
  const lock = new Mutex();
  const careful = new WaitGroup();
  for (let i = 0; i < 3; i++) {
    careful.go(function* deposit() {
      yield* lock.lock();
      const before = balance;
      yield* sleep(1);
      balance = before + 10;
      lock.unlock();
    });
  }
  yield* careful.wait();
  console.log('with a mutex', balance);
});
