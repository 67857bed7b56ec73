/** Contexts that are never over: background, todo, and what withoutCancel makes. */
import { Channel } from '../channel.ts';
import type { Receiver } from '../ends.ts';
import type { Context, HostSignal } from './context.ts';
import { CANCELER } from './canceler-key.ts';
import { checkParent, nameOf, Ours } from './ours.ts';

let never: HostSignal | undefined;

/** One signal for all that never abort. It keeps nobody who listens: there is nothing to hear. */
function neverSignal(): HostSignal {
  if (never === undefined) {
    const { signal } = new AbortController();
    signal.addEventListener = () => {};
    never = signal as HostSignal;
  }
  return never;
}

abstract class Endless extends Ours {
  get source(): Context {
    return this;
  }

  done(): Receiver<never> {
    return Channel.nil();
  }

  deadline(): undefined {
    return undefined;
  }

  err(): undefined {
    return undefined;
  }

  get signal(): HostSignal {
    return neverSignal();
  }
}

class Root extends Endless {
  readonly #name: string;

  constructor(name: string) {
    super(null);
    this.#name = name;
  }

  answers(): boolean {
    return false;
  }

  toString(): string {
    return this.#name;
  }
}

/** Keeps the values of its parent and nothing else. */
class Detached extends Endless {
  answers(key: unknown): boolean {
    return key === CANCELER;
  }

  toString(): string {
    return `${nameOf(this.parent as Context)}.WithoutCancel`;
  }
}

const BACKGROUND = /* @__PURE__ */ new Root('context.Background');
const TODO = /* @__PURE__ */ new Root('context.TODO');

/**
 * The context of main, and the ancestor of all others: never over, without a deadline and without
 * values (CX-02).
 *
 * @example
 * ```ts
 * import { background, withCancel } from 'millrace/context';
 *
 * const [ctx, cancel] = withCancel(background());
 * console.log(String(ctx)); //=> context.Background.WithCancel
 * cancel();
 * console.log(ctx.err()?.message); //=> context canceled
 * ```
 */
export function background(): Context {
  return BACKGROUND;
}

/** The same for where it is not yet clear which context should be used (CX-02). */
export function todo(): Context {
  return TODO;
}

/**
 * A context with the values of its parent that is not over when the parent is: for work that must
 * come to its end, such as cleaning up. It has no deadline and no cause (CX-20).
 *
 * @throws NilParentError without a parent.
 */
export function withoutCancel(parent: Context): Context {
  checkParent(parent);
  return new Detached(parent);
}
