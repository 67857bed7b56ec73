/** millrace, async functions as goroutines. */
import { go, sleep, WaitGroup } from 'millrace';
import { latency, measure } from './measure.ts';

async function query(ms: number): Promise<number> {
  await sleep(ms);
  return ms;
}

async function request(i: number): Promise<number> {
  const user = go(query, latency(2 * i));
  const posts = go(query, latency(2 * i + 1));
  return (await user) + (await posts);
}

async function wait(i: number, group: WaitGroup): Promise<void> {
  await sleep(latency(i));
  group.done();
}

let begun = 0;

async function forEver(): Promise<void> {
  begun++;
  await sleep(1e8);
}

await measure({
  async requests(n) {
    await Promise.all(Array.from({ length: n }, (_, i) => go(request, i)));
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
