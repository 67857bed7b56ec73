import { Pending } from '../kernel/op.ts';
import { describe } from '../report/describe.ts';
import type { Words } from './rows.ts';

/** What an operation waits for. Who only gave way, or waits no more, can run. */
export function inWords(op: unknown): Words {
  // An async goroutine that waits for what is over already lets others go first.
  const gives = op instanceof Pending && (op.done || (op as { step?: unknown }).step !== undefined);
  if (op === null || gives) return { reason: 'runnable', on: '' };
  const { reason, places } = describe(op, false);
  return { reason, on: places.join(', ') };
}
