/** Carries numbers over a bridge, and looks at what arrives and at the heap. */
import { turn, type Carrier } from './carriers.ts';

export interface Carried {
  readonly arrived: number;
  /** How many were lost or came out of turn. */
  readonly wrong: number;
  /** The most that were made and had not arrived. */
  readonly ahead: number;
  /** The most that the live heap has grown by, in bytes; NaN if garbage cannot be collected. */
  readonly grown: number;
  readonly ms: number;
}

/** How often the heap is looked at, in numbers that arrive. */
const LOOK = 20_000;

export async function carried({ carry }: Carrier, count: number): Promise<Carried> {
  const collect = (globalThis as { gc?: () => void }).gc;
  const live = (): number => {
    collect?.();
    return collect === undefined ? Number.NaN : process.memoryUsage().heapUsed;
  };
  let made = 0;
  let arrived = 0;
  let wrong = 0;
  let ahead = 0;
  let next = 0;
  const base = live();
  let peak = base;
  const started = performance.now();
  await carry({
    count,
    made: () => void made++,
    async take(n) {
      if (n !== next) wrong++;
      next = n + 1;
      arrived++;
      ahead = Math.max(ahead, made - arrived);
      if (arrived % LOOK === 0) peak = Math.max(peak, live());
      for (let i = 0; i < 10; i++) await turn();
    },
  });
  const ms = performance.now() - started;
  return { arrived, wrong: wrong + (count - arrived), ahead, grown: peak - base, ms };
}
