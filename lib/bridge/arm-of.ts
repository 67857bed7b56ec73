/** armOf: a receiver as what it is to the kernel. */
import type { Receiver } from '../ends.ts';
import { isArm, type Arm } from '../kernel/arm.ts';
import { MisuseError } from '../kernel/errors.ts';
import type { Received } from '../kernel/waiter.ts';

/** @throws MisuseError if it is no receiver. */
export function armOf<T>(receiver: Receiver<T>, who: string): Arm<Received<T>> {
  if (isArm(receiver) && typeof (receiver as { recv?: unknown }).recv === 'function')
    return receiver as Arm<Received<T>>;
  throw new MisuseError(`${who}: a channel was expected`, receiver);
}
