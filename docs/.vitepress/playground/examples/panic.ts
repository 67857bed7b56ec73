// A panic that nobody joins: the error is raised as an uncaught one, and the program ends.
import { go, run, sleep } from 'millrace';

await run(function* main() {
  go(function* careless() {
    throw new Error('nobody looks at me');
  });
  yield* sleep(50);
  console.log('never printed');
});
