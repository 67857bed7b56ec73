/** afterFunc: something to do once a context is over. */
import { noFunction } from '../kernel/errors.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { scopeNow, type Scope } from '../kernel/scope.ts';
import type { WaitQueue } from '../kernel/wait-queue.ts';
import { here, type World } from '../kernel/world.ts';
import { Canceler } from './canceler.ts';
import type { Child } from './child.ts';
import type { Context } from './context.ts';
import { Derived } from './derived.ts';
import { checkParent, Ours, sourceOf } from './ours.ts';

/** Invariant: the call is to come exactly while it hangs on a context. */
class Call implements Child {
  declare before: Child | null;
  declare after: Child | null;
  declare queue: WaitQueue | null;
  declare readonly world: World;
  declare readonly fn: () => unknown;
  declare readonly scope: Scope;

  constructor(world: World, fn: () => unknown) {
    this.before = null;
    this.after = null;
    this.queue = null;
    this.world = world;
    this.fn = fn;
    this.scope = scopeNow();
  }

  end(): void {
    this.world.ready(this.scope(() => new Goroutine(this.world, this.fn, [])));
  }
}

/**
 * Runs a function, in a goroutine of its own, once the context is over; at once if it is. Who ends
 * the context does not wait for it. It may be a plain, an async or a generator function.
 *
 * `stop` takes it back and says whether it came in time: false if the function has started, which it
 * has as soon as the context is over, or if `stop` was called before. It waits for nothing (CX-21).
 *
 * @throws NilParentError without a context. FatalError `go of nil func value` if it is no function.
 *
 * @example
 * ```ts
 * import { Channel } from 'millrace';
 * import { afterFunc, background, withCancel } from 'millrace/context';
 *
 * const [ctx, cancel] = withCancel(background());
 * const closed = new Channel<string>(2);
 * afterFunc(ctx, () => closed.send('connection'));
 * const stop = afterFunc(ctx, () => closed.send('file'));
 * console.log(stop()); //=> true
 * cancel();
 * console.log((await closed.recv()).value); //=> connection
 * ```
 */
export function afterFunc(ctx: Context, fn: () => unknown): () => boolean {
  checkParent(ctx);
  if (typeof fn !== 'function') throw noFunction(fn);
  const source = sourceOf(ctx);
  if (source instanceof Canceler) return hang(source, new Call(here(), fn), null);
  if (source instanceof Ours) return once();
  const own = new Derived(source, undefined);
  return hang(own, new Call(here(), fn), own);
}

/** @param own a context that was made for this call alone. */
function hang(source: Canceler, call: Call, own: Canceler | null): () => boolean {
  source.look(false);
  if (source.error !== undefined) {
    call.end();
    return () => false;
  }
  source.adopt(call);
  return () => {
    source.look(false);
    const { queue } = call;
    queue?.remove(call as never);
    if (queue !== null) own?.stop(undefined);
    return queue !== null;
  };
}

/** Nothing is ever called: the first to stop it prevents that. */
function once(): () => boolean {
  let pending = true;
  return () => {
    const first = pending;
    pending = false;
    return first;
  };
}
