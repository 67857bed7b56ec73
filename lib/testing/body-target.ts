/**
 * A function as what is explored: it is the main goroutine of a program of its own.
 *
 * Its outcome is one line, whatever breaks in it: `ok`, with what it returned if that is not undefined; `panic …` if it
 * or a goroutine that nobody joined has failed; `deadlock …` if it never ended, `leak …` if others
 * did not, with who waits for what; `livelock` if there was no end to its steps.
 */
import { go } from '../go.ts';
import { Attempt } from '../kernel/attempt.ts';
import type { Controlled } from '../kernel/controlled.ts';
import { GoexitError } from '../kernel/errors.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { hasFailed, rareOf, type Pending } from '../kernel/op.ts';
import { Selecting, Waiter } from '../kernel/waiter.ts';
import type { Run, Target } from './target.ts';

/** What can be explored beside programs: a goroutine's function, of either form. */
export type Body = () => unknown;

class BodyRun implements Run {
  readonly touches = null;
  readonly #body: Body;
  #main: Goroutine | null = null;

  constructor(body: Body) {
    this.#body = body;
  }

  start(): void {
    this.#main = go(this.#body) as unknown as Goroutine;
    // Whoever runs it looks at its end.
    rareOf(this.#main).observed = true;
  }

  waitsForOthers(world: Controlled): boolean {
    return world.goroutines.some((one) => !one.done && !isOurs(one.wait));
  }

  outcome(world: Controlled, endless: boolean): string {
    const main = this.#main as Goroutine;
    const { goroutines } = world;
    const failed = goroutines.find((one) => hasFailed(one) && isPanic(one, main));
    if (failed !== undefined) return oneLine(`panic ${String(failed.value)}`);
    if (endless) return 'livelock';
    const waiting = goroutines.filter((one) => !one.done);
    const who = waiting.map((one) => `${nameOf(one, main)} [${reason(one.wait)}]`).join(', ');
    if (!main.done) return `deadlock ${who}`;
    if (waiting.length > 0) return `leak ${who}`;
    if (main.value === undefined || hasFailed(main)) return 'ok';
    return oneLine(`ok ${shown(main.value)}`);
  }
}

/** It failed, and nobody who is part of the program has looked at that. */
function isPanic(goroutine: Goroutine, main: Goroutine): boolean {
  if (goroutine.value instanceof GoexitError) return false;
  return goroutine === main || !rareOf(goroutine).observed;
}

function isOurs(wait: unknown): boolean {
  if (wait instanceof Waiter) return wait.queue === null || wait.queue.waitReason !== 'IO wait';
  return wait instanceof Attempt || wait instanceof Goroutine || wait instanceof Selecting;
}

function nameOf(goroutine: Goroutine, main: Goroutine): string {
  if (goroutine === main) return 'main';
  return goroutine.name === '' ? `goroutine ${String(goroutine.id)}` : goroutine.name;
}

/** What it waits for, in Go's words. */
function reason(wait: unknown): string {
  let op = wait as Pending | null;
  if (op instanceof Attempt) op = op.standsFor ?? op.joined;
  if (op instanceof Waiter) return op.queue?.waitReason ?? 'waiting';
  if (op instanceof Selecting) return op.cases === 0 ? 'select (no cases)' : 'select';
  if (op instanceof Goroutine) return `join of ${op.name === '' ? String(op.id) : op.name}`;
  return 'a foreign promise';
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

function shown(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value as symbol));
  } catch {
    return 'a value that cannot be printed';
  }
}

export class BodyTarget implements Target {
  readonly local = false;
  readonly #body: Body;

  constructor(body: Body) {
    this.#body = body;
  }

  run(): BodyRun {
    return new BodyRun(this.#body);
  }
}
