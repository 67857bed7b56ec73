/** Prints the numbers of goroutines, and how many there are, in a process of its own. */
import { Channel, go, gosched, numGoroutine, run, sleep } from 'millrace';

const print = (...numbers: number[]): void => console.log(numbers.join(' '));

print(numGoroutine());
await run(function* main() {
  print(numGoroutine());
  const idle = new Channel<void>();
  const ids = [1, 2].map(() =>
    go(function* () {
      yield* idle.recv();
    }),
  );
  print(numGoroutine(), ...ids.map(({ id }) => id));
  yield* gosched();
  print(numGoroutine());
  idle.close();
  for (const one of ids) yield* one;
  print(numGoroutine());
  go(async () => {
    await sleep(1_800_000);
  });
  go(function* () {
    yield* sleep(1_800_000);
  });
  yield* gosched();
  print(numGoroutine());
});
print(numGoroutine());
