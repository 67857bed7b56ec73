/**
 * Values on their way to another thread. The platform clones them; what it cannot clone, but we can
 * stand for, is taken out, and a table says where it goes.
 *
 * A value is looked at before it is sent, so that one which cannot be cloned fails alone and at once.
 * To clone it for a test would cost as much as to send it; so it is walked, and only what a walk
 * cannot judge is cloned for a test.
 */
import { Transfer, type Movable } from './transfer.ts';

/** Those that are stood for: channels and contexts. */
export interface StandIns {
  /** Whether it is stood for. */
  knows(it: object): boolean;
  /** What to send in its place; throws if that cannot be now. */
  tokenOf(it: object): unknown;
  /** What stands there at this side. */
  standIn(token: unknown): unknown;
}

/** The keys that lead to a place, and the token of what belongs there. */
type Row = readonly [path: readonly (string | number)[], token: unknown];

/** A value without what was taken out of it, and the table. */
export type Parcel = readonly [value: unknown, table: readonly Row[]];

/** A value as it goes out. */
export interface Packed {
  /** Undefined if it goes out as it is. */
  readonly parcel: Parcel | undefined;
  readonly value: unknown;
  readonly moves: readonly Movable[];
}

const CLEAR = 0;
const SPECIAL = 1;
const DOUBT = 2;

/** How many things one walk looks at, at most: behind them there may be a ring. */
const PATIENCE = 10_000;
let patience = 0;

/** Whether a value goes out as it is, and costs nothing to see. */
export function isPrimitive(value: unknown): boolean {
  const type = typeof value;
  return value === null || (type !== 'object' && type !== 'function' && type !== 'symbol');
}

/**
 * Looks whether a value can go to another thread.
 *
 * @throws the platform's DataCloneError, if it can neither be cloned nor be stood for.
 */
export function assertSendable(marked: unknown, standIns: StandIns): void {
  if (isPrimitive(marked)) return;
  const isMarked = marked instanceof Transfer;
  patience = PATIENCE;
  const value = isMarked ? marked.value : marked;
  if ((lookAt(value, standIns) & DOUBT) === 0 || isMarked) return;
  structuredClone(takeOut(value, [], null, standIns));
}

/** @throws as {@link assertSendable} does. */
export function pack(marked: unknown, standIns: StandIns): Packed {
  const isMarked = marked instanceof Transfer;
  const value = isMarked ? marked.value : marked;
  const moves = isMarked ? marked.list : NONE;
  patience = PATIENCE;
  const look = isPrimitive(value) ? CLEAR : lookAt(value, standIns);
  if (look === CLEAR) return { parcel: undefined, value, moves };
  if ((look & SPECIAL) === 0) {
    prove(value, moves);
    return { parcel: undefined, value, moves };
  }
  const table: Row[] = [];
  const rest = takeOut(value, [], table, standIns);
  if ((look & DOUBT) !== 0) prove(rest, moves);
  return { parcel: [rest, table], value, moves };
}

/** The value of a parcel, with everybody in his place. */
export function unpack([value, table]: Parcel, standIns: StandIns): unknown {
  const root = { value };
  for (const [path, token] of table) {
    let at = root as unknown as Record<string | number, never>;
    let last: string | number = 'value';
    for (const key of path) {
      at = at[last] as never;
      last = key;
    }
    at[last] = standIns.standIn(token) as never;
  }
  return root.value;
}

const NONE: readonly Movable[] = [];

/** What moves cannot be cloned, or is spent by a test: it is believed. */
function prove(value: unknown, moves: readonly Movable[]): void {
  if (moves.length === 0) structuredClone(value);
}

function lookAt(value: unknown, standIns: StandIns): number {
  if (isPrimitive(value)) return CLEAR;
  if (typeof value !== 'object' || --patience < 0) return DOUBT;
  const it = value as object;
  if (Array.isArray(it)) return lookInto(it as unknown as Record<string, unknown>, standIns);
  const above = Object.getPrototypeOf(it) as unknown;
  if (above === Object.prototype || above === null)
    return lookInto(it as Record<string, unknown>, standIns);
  if (ArrayBuffer.isView(it) || it instanceof Date) return CLEAR;
  if (standIns.knows(it)) return SPECIAL;
  // Of a class of the user's, say: it arrives as a plain object. What has a name of its own, a
  // promise, a weak map, is the platform's to judge.
  const plain = Object.prototype.toString.call(it) === '[object Object]';
  return plain ? lookInto(it as Record<string, unknown>, standIns) : DOUBT;
}

function lookInto(it: Record<string, unknown>, standIns: StandIns): number {
  let look = CLEAR;
  for (const key in it) {
    const inner = it[key];
    if (!isPrimitive(inner)) look |= lookAt(inner, standIns);
  }
  return look;
}

/** A copy of whatever lies on the way to somebody, without him. */
function takeOut(
  value: unknown,
  path: readonly (string | number)[],
  table: Row[] | null,
  standIns: StandIns,
): unknown {
  if (isPrimitive(value) || typeof value !== 'object') return value;
  const it = value as Record<string, unknown>;
  if (Array.isArray(it)) {
    return it.map((inner, index) => takeOut(inner, [...path, index], table, standIns));
  }
  if (standIns.knows(it)) {
    table?.push([path, standIns.tokenOf(it)]);
    return undefined;
  }
  if (Object.prototype.toString.call(it) !== '[object Object]') return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(it)) {
    copy[key] = takeOut(inner, [...path, key], table, standIns);
  }
  return copy;
}
