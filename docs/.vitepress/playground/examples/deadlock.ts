// A deadlock: each waits for the other. The report says who waits for what, and on which line.
import { Channel, go, run } from 'millrace';

await run(function* main() {
  const questions = new Channel<string>(0, { name: 'questions' });
  const answers = new Channel<string>(0, { name: 'answers' });

  go(function* oracle() {
    yield* answers.send('42'); // answers before it was asked
    yield* questions.recv();
  });

  yield* questions.send('what is six times seven?');
  console.log((yield* answers.recv()).value);
});
