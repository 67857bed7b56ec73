/** The same for piscina's: each has one argument. */
export { fib } from './fib.ts';

export function add([a, b]: readonly [number, number]): number {
  return a + b;
}
