/** bytesPerCall: what a call allocates, in a process whose nursery holds it all. */
import { go } from '../../go.ts';
import { collect, heapUsed } from './machine.ts';

type Served = { readonly [name: string]: (...args: unknown[]) => unknown };

/** So many calls, or as many as this much memory is enough for. */
const CALLS = 1000;
const WARM = 100;
const MOST_BYTES = 32 * 2 ** 20;

export async function bytesPerCall(
  url: URL,
  name: string,
  args: readonly unknown[],
): Promise<number> {
  const module = (await import(url.href)) as { default?: Served };
  const fn = module.default?.[name];
  if (fn === undefined) throw new Error(`no ${name} in the default export`);
  return Math.max(0, (await bytesOf(fn, args)) - (await bytesOf(nothing, args)));
}

function nothing(): void {}

async function bytesOf(
  fn: (...args: unknown[]) => unknown,
  args: readonly unknown[],
): Promise<number> {
  for (let i = 0; i < WARM; i++) await go(fn, ...args);
  collect();
  const before = heapUsed();
  let calls = 0;
  while (calls < CALLS && heapUsed() - before < MOST_BYTES) {
    await go(fn, ...args);
    calls++;
  }
  return (heapUsed() - before) / calls;
}
