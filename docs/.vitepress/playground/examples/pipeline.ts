// A pipeline: one goroutine makes numbers, one squares them, and main prints what comes out.
import { Channel, go, run, type Receiver, type Sender } from 'millrace';

function* numbers(out: Sender<number>) {
  for (let n = 1; n <= 3; n++) yield* out.send(n);
  out.close();
}

function* squares(source: Receiver<number>, out: Sender<number>) {
  for (let r = yield* source.recv(); r.ok; r = yield* source.recv()) {
    yield* out.send(r.value * r.value);
  }
  out.close();
}

await run(async function main() {
  const source = new Channel<number>(0, { name: 'source' });
  const squared = new Channel<number>(0, { name: 'squared' });
  go(numbers, source);
  go(squares, source, squared);
  for await (const n of squared) console.log(n);
});
