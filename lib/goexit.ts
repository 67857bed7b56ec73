/** goexit: ends the goroutine that calls it. */
import { GoexitError } from './kernel/errors.ts';
import { refuse } from './kernel/refuse.ts';
import { kernel } from './kernel/world.ts';

/**
 * Ends the calling goroutine: `finally` blocks and `using` run, who joins it gets a
 * {@link GoexitError}. It is an exception, so a `catch` can swallow it; then the next operation
 * that waits throws it again. For the same reason a `finally` can do no more waiting (GO-11;
 * docs/semantics.md).
 *
 * @throws GoexitError always.
 */
export function goexit(): never {
  const { current } = kernel;
  if (current !== null) {
    current.world.exiting = current;
    current.world.refuse = refuse;
    current.world.budget = 0;
  }
  throw new GoexitError();
}
