/** What the sweep says, in words: where the time goes, and what to set. */
import { perSecond, type Point } from './point.ts';

/** Of the time, with the fewest procs. */
const COMPUTES = 0.7;
const WAITS = 0.3;
/** As good as the best: no machine measures the same twice. */
const NEAR = 0.85;

/** Precondition: at least one point; the first has the fewest procs. */
export function verdict(points: readonly Point[], allowed: number): string {
  const first = points[0] as Point;
  // Beyond what is allowed they take turns on the CPUs: what seems gained there is noise.
  const within = points.filter((point) => point === first || point.procs <= allowed);
  const most = Math.max(...within.map(perSecond));
  const best = within.find((point) => perSecond(point) >= NEAR * most) as Point;
  const gain = (perSecond(best) / perSecond(first)).toFixed(1);
  const { busy } = first;
  const percent = `${String(Math.round(busy * 100))} %`;
  const has = `with ${count(first.procs)} it computes ${percent} of the time`;
  const faster =
    best === first
      ? 'more gain nothing'
      : `${count(best.procs)} do ${gain} times as much, and more gain nothing`;
  if (busy < WAITS) {
    return `It waits on I/O: ${has}. Threads are not what it lacks: set GOMAXPROCS=1, and have more calls in flight.`;
  }
  const what = busy >= COMPUTES ? 'It is CPU bound' : 'It computes and waits by turns';
  return `${what}: ${has}; ${faster}. Set GOMAXPROCS=${String(best.procs)}${beside(best.procs, allowed)}.`;
}

function beside(best: number, allowed: number): string {
  if (best === allowed) return ', which is what it is here if nothing is set';
  return `; if nothing is set it is ${String(allowed)} here`;
}

function count(procs: number): string {
  return procs === 1 ? 'one proc' : `${String(procs)} procs`;
}
