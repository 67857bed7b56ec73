/** What all contexts of this package have in common: a parent, and values that are looked up. */
import type { Receiver } from '../ends.ts';
import { MisuseError } from '../kernel/errors.ts';
import { NilParentError } from './errors.ts';
import type { Context, HostSignal } from './context.ts';
import type { Key } from './key.ts';

export abstract class Ours implements Context {
  declare readonly parent: Context | null;

  constructor(parent: Context | null) {
    this.parent = parent;
  }

  /** Whether a look-up ends here; then `held` is what it finds. */
  abstract answers(key: unknown): boolean;

  get held(): unknown {
    return undefined;
  }

  /** The nearest that can be over on its own: itself, or one above. It answers all but values. */
  abstract get source(): Context;

  abstract done(): Receiver<never>;
  abstract deadline(): number | undefined;
  abstract err(): Error | undefined;
  abstract get signal(): HostSignal;
  abstract toString(): string;

  value<T>(key: Key<T>): T | undefined {
    return lookUp(this, key);
  }
}

/** Walks up in a loop: chains may be long. */
function lookUp<T>(from: Context, key: Key<T>): T | undefined {
  let ctx = from;
  while (ctx instanceof Ours) {
    if (ctx.answers(key)) return ctx.held as T | undefined;
    if (ctx.parent === null) return undefined;
    ctx = ctx.parent;
  }
  return ctx.value(key);
}

/** Refuses what is no context: none at all in Go's words. */
export function checkParent(parent: Context): void {
  if (parent === null || parent === undefined) throw new NilParentError();
  if (typeof parent.deadline !== 'function')
    throw new MisuseError('a context was expected', parent);
}

/** Who answers for a context. */
export function sourceOf(ctx: Context): Context {
  return ctx instanceof Ours ? ctx.source : ctx;
}

/** A context written out, as it begins the text of those derived from it (CX-23). */
export function nameOf(ctx: Context): string {
  return ctx instanceof Ours ? ctx.toString() : textOf(ctx);
}

/**
 * A key or a value written out: a text as it is, what has words for itself in its own words,
 * anything else by its type, so that no secret is printed (CX-23).
 */
export function textOf(it: unknown): string {
  if (typeof it === 'string') return it;
  if (it === null || it === undefined) return '<nil>';
  if (typeof it !== 'object') return typeof it;
  const words = wordsOf(it);
  if (words !== undefined) return String(words.call(it));
  const { constructor } = it as { constructor?: { name?: unknown } };
  return typeof constructor?.name === 'string' && constructor.name !== ''
    ? constructor.name
    : 'object';
}

/** How it writes itself out, if it has a way of its own. */
function wordsOf(it: { toString?: unknown }): (() => unknown) | undefined {
  const { toString: words } = it;
  if (typeof words !== 'function' || Array.isArray(it) || it instanceof Error) return undefined;
  return words === Object.prototype.toString ? undefined : (words as () => unknown);
}
