// A select with a time-out: an answer that takes too long is not waited for.
import { after, Channel, go, run, select, sleep } from 'millrace';

await run(function* main() {
  for (const delayMs of [5, 500]) {
    const answers = new Channel<string>(1, { name: 'answers' });
    go(function* server() {
      yield* sleep(delayMs);
      yield* answers.send('here it is');
    });
    const got = yield* select({ answers, timeout: after(100) });
    console.log(got.key === 'answers' ? got.value : 'too late');
  }
});
