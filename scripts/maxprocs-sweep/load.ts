/**
 * One cell of the sweep: so many worker threads that only compute, and a main thread whose timer is
 * due every 5 ms. Prints how many operations were done, in what time, and how late the timer was.
 */
import { Worker } from 'node:worker_threads';

const WARM_UP_MS = 300;
const TICK_MS = 5;
const [workers = 1, ms = 1000] = process.argv.slice(2).map(Number);

const source = `const { workerData: done, parentPort } = require('node:worker_threads');
  const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
  parentPort.postMessage('ready');
  for (;;) { fib(27); Atomics.add(done, 0, 1); }`;

/** How late a timer of 5 ms was, each time. */
function watch(): { lags: number[]; stop: () => void } {
  const lags: number[] = [];
  let dueMs = performance.now() + TICK_MS;
  let timer = setTimeout(tick, TICK_MS);
  function tick(): void {
    const now = performance.now();
    lags.push(now - dueMs);
    dueMs = now + TICK_MS;
    timer = setTimeout(tick, TICK_MS);
  }
  return { lags, stop: () => clearTimeout(timer) };
}

const done = new Int32Array(new SharedArrayBuffer(4));
const all = Array.from(
  { length: workers },
  () => new Worker(source, { eval: true, workerData: done }),
);
await Promise.all(all.map((one) => new Promise((ready) => one.once('message', ready))));
await new Promise((warm) => setTimeout(warm, WARM_UP_MS));
const [before, start, { lags, stop }] = [Atomics.load(done, 0), performance.now(), watch()];
await new Promise((over) => setTimeout(over, ms));
const [ops, elapsedMs] = [Atomics.load(done, 0) - before, performance.now() - start];
stop();
lags.sort((a, b) => a - b);
const p99 = lags[Math.min(lags.length - 1, Math.floor(lags.length * 0.99))] ?? NaN;
console.log(JSON.stringify({ usPerOp: (elapsedMs * 1000) / ops, p99 }));
// Workers that never yield are ended with the process.
process.exit();
