// Apart, since it is JavaScript.
import './for-browsers.mjs';
import { channel, move, shutdown, spawn } from 'multithreading';

/**
 * So many values through its channel into another thread; the time it took, in milliseconds, from
 * when that thread waits.
 * @param {unknown} value @param {number} count @param {number} capacity
 */
export async function through(value, count, capacity) {
  const [values, received] = channel(capacity);
  const [ready, begun] = channel(1);
  const over = spawn(move(received, ready, count), async (from, begins, wanted) => {
    await begins.send(0);
    let got = 0;
    for (; got < wanted; got++) if (!(await from.recv()).ok) break;
    return got;
  }).join();
  await begun.recv();
  const started = performance.now();
  for (let i = 0; i < count; i++) {
    const sent = await values.send(value);
    if (!sent.ok) throw sent.error;
  }
  const result = await over;
  if (!result.ok || result.value !== count)
    throw new Error(`not all came: ${String(result.value)}`);
  return performance.now() - started;
}

export function end() {
  shutdown();
}
