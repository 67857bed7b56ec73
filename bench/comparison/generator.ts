/** millrace, generator goroutines. */
import { go, sleep, WaitGroup, type Routine } from 'millrace';
import { latency, measure } from './measure.ts';

function* query(ms: number): Routine<number> {
  yield* sleep(ms);
  return ms;
}

function* request(i: number): Routine<number> {
  const user = go(query, latency(2 * i));
  const posts = go(query, latency(2 * i + 1));
  return (yield* user) + (yield* posts);
}

function* wait(i: number, group: WaitGroup): Routine<void> {
  yield* sleep(latency(i));
  group.done();
}

let begun = 0;

function* forEver(): Routine<void> {
  begun++;
  yield* sleep(1e8);
}

await measure({
  async requests(n) {
    await go(function* () {
      const all = Array.from({ length: n }, (_, i) => go(request, i));
      for (const one of all) yield* one;
    });
  },
  async waits(n) {
    const group = new WaitGroup();
    group.add(n);
    for (let i = 0; i < n; i++) go(wait, i, group);
    await group.wait();
  },
  async park(n) {
    for (let i = 0; i < n; i++) go(forEver);
    while (begun < n) await sleep(10);
  },
});
