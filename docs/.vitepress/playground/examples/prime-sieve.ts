// The prime sieve: a goroutine for each prime takes out its multiples.
import { Channel, go, run, type Receiver, type Sender } from 'millrace';

function* generate(out: Sender<number>) {
  for (let n = 2; ; n++) yield* out.send(n);
}

function* filter(source: Receiver<number>, out: Sender<number>, prime: number) {
  for (let r = yield* source.recv(); r.ok; r = yield* source.recv()) {
    if (r.value % prime !== 0) yield* out.send(r.value);
  }
}

await run(function* main() {
  let source = new Channel<number>();
  go(generate, source);
  for (let i = 0; i < 10; i++) {
    const prime = (yield* source.recv()).value!;
    console.log(prime);
    const rest = new Channel<number>();
    go(filter, source, rest, prime);
    source = rest;
  }
});
