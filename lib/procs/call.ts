/** A call of a function that a module serves in another thread: the operation that joins it. */
import { GoexitError, PanicError } from '../kernel/errors.ts';
import * as host from '../kernel/host.ts';
import { fail, Pending, rareOf } from '../kernel/op.ts';

export class Call extends Pending {
  /** The function's name. */
  readonly name: string;
  /** None any more once it has been sent. */
  args: readonly unknown[];

  constructor(name: string, args: readonly unknown[]) {
    super(undefined);
    this.name = name;
    this.args = args;
  }

  /** Its function has thrown. */
  refuse(error: unknown): void {
    // Ending by goexit is no failure: only who joins is told of it.
    if (error instanceof GoexitError) rareOf(this).observed = true;
    fail(this, error);
  }

  /** Nobody joined a call that failed: the same as of a goroutine. */
  override surface(): void {
    host.raise(new PanicError(`call of ${this.name}`, this.value));
  }
}
