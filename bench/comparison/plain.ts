/** Plain Node: async functions, setTimeout and Promise.all. */
import { latency, measure } from './measure.ts';

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function query(ms: number): Promise<number> {
  await sleep(ms);
  return ms;
}

async function request(i: number): Promise<number> {
  const [user, posts] = await Promise.all([query(latency(2 * i)), query(latency(2 * i + 1))]);
  return user + posts;
}

await measure({
  async requests(n) {
    await Promise.all(Array.from({ length: n }, (_, i) => request(i)));
  },
  async waits(n) {
    await Promise.all(Array.from({ length: n }, (_, i) => query(latency(i))));
  },
  async park(n) {
    for (let i = 0; i < n; i++) void query(1e8);
    await sleep(50);
  },
});
