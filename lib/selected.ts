/** The types of a select: what may be an arm, and what comes of it. */
import type { Arm } from './kernel/arm.ts';
import type { Receiver } from './ends.ts';

/** What may stand as an arm: `null` and `undefined` are arms that are never ready. */
export type ArmLike = Receiver<unknown> | Arm | null | undefined;

/** A record or an array of arms. */
export type ArmsOf<A> = object & { readonly [K in keyof A]: ArmLike };

/** What one arm gives under its key. */
type Of<K, A> = A extends null | undefined
  ? never
  : A extends Receiver<infer T>
    ? { key: K; value: T; ok: true } | { key: K; value: undefined; ok: false }
    : { key: K; value: undefined; ok: true };

/**
 * What a select over `A` gives: a union tagged by `key`. The keys of an array are numbers.
 */
export type Selected<A> = A extends readonly unknown[]
  ? number extends A['length']
    ? Of<number, A[number]>
    : { [K in keyof A]: K extends `${infer N extends number}` ? Of<N, A[K]> : never }[number]
  : { [K in keyof A]-?: Of<K, A[K]> }[keyof A];
