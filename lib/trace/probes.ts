/**
 * Probes: while something is recorded a few methods of the kernel are others, which tell a sink and
 * then do what the kernel's do. While nothing is, they are not there at all, and cost nothing.
 *
 * Invariant: a method is replaced exactly while there is a sink.
 */
import { OPEN } from '../channel-state.ts';
import { Channel } from '../channel.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { microtask } from '../kernel/host.ts';
import { addObserver, removeObserver } from '../kernel/observers.ts';
import { stretch } from '../kernel/stretch.ts';
import type { Waiter } from '../kernel/waiter.ts';
import { kernel, type Observer, type Task } from '../kernel/world.ts';

/** Whom the probes tell. A goroutine of null is somebody who is none. */
export interface Sink {
  started(goroutine: Goroutine, by: Goroutine | null): void;
  /** It runs now; `follows` if nobody else of the program's could run since the last one rested. */
  runs(goroutine: Goroutine, follows: boolean): void;
  rests(goroutine: Goroutine, op: unknown): void;
  wakes(goroutine: Goroutine, by: Goroutine | null): void;
  ended(goroutine: Goroutine, error: unknown): void;
  /** It puts a value into a buffer. */
  stores(channel: Channel<unknown>, by: Goroutine | null): void;
  /** It takes the oldest value out of a buffer, or will at once. */
  fetches(channel: Channel<unknown>, by: Goroutine | null, value: unknown): void;
  /** It gives a value to somebody who waits for one, or takes one from somebody who waits with it. */
  gives(channel: Channel<unknown>, by: Goroutine | null, to: Goroutine | null, v: unknown): void;
  takes(channel: Channel<unknown>, from: Goroutine | null, by: Goroutine | null, v: unknown): void;
  /** Afterwards nothing that happens belongs to the last thing that was told. */
  settles(): void;
  closes(channel: Channel<unknown>, by: Goroutine | null): void;
}

let sink: Sink | null = null;

/** Whose step is under way: the id, since V8 notes each young object that is put into an old one. */
let stepping = 0;

/** The async goroutine whose stretch of code is running, as far as that can be known. */
let running: Goroutine | null = null;

/** Since the last step ended nothing but the kernel has run. */
let follows = false;

/** Which async goroutine waits with an operation, and with which it waits. */
let waiters = new WeakMap<object, Goroutine>();
let latest = new WeakMap<Goroutine, unknown>();

function current(): Goroutine | null {
  return (kernel.current ?? kernel.entered ?? running) as Goroutine | null;
}

/** What a goroutine waits for; one that is not stepped by us does not know that itself. */
function waitOf(one: Goroutine): unknown {
  return one.body === null ? latest.get(one) : one.wait;
}

/** Who waits, if it is a goroutine. */
function waiting(waiter: Waiter): Goroutine | null {
  const op = waiter.select ?? waiter;
  const { task } = op;
  // Bridges wait for channels as well, and are nobody.
  if (task !== null) return 'body' in task ? (task as Goroutine) : null;
  return waiters.get(op) ?? null;
}

const goroutine = Goroutine.prototype as Goroutine;
const channel = Channel.prototype as Channel<unknown>;
const { step: keptStep, ready: keptReady } = goroutine;
const { offer: keptOffer, poll: keptPoll, close: keptClose } = channel;
const keptOfGoroutines = { step: keptStep, ready: keptReady };
const keptOfChannels = { offer: keptOffer, poll: keptPoll, close: keptClose };
/** The drains of the default world; another copy of this library has it too. */
const { home } = kernel;
const { drain, endSlice } = home;

function step(this: Goroutine): void {
  stepOf(this);
}

function stepOf(one: Goroutine): void {
  const told = sink;
  // A new one steps itself once more, when its function has made a generator.
  if (told === null || one.body === null || stepping === one.id || one.world !== home) {
    keptStep.call(one);
    return;
  }
  pause();
  const outer = stepping;
  stepping = one.id;
  told.runs(one, follows);
  try {
    keptStep.call(one);
  } finally {
    stepping = outer;
    follows = true;
    if (sink !== null && !one.done) told.rests(one, waitOf(one));
  }
}

function ready(this: Goroutine): void {
  if (this.world === home) sink?.wakes(this, current());
  keptReady.call(this);
}

function offer(this: Channel<unknown>, value: unknown): boolean {
  if (this.world !== home) return keptOffer.call(this, value);
  const receiver = this.receivers.first;
  if (receiver === null) {
    const sent = keptOffer.call(this, value);
    if (sent) sink?.stores(this, current());
    return sent;
  }
  sink?.gives(this, current(), waiting(receiver), value);
  keptOffer.call(this, value);
  sink?.settles();
  return true;
}

function poll(this: Channel<unknown>): ReturnType<Channel<unknown>['poll']> {
  if (this.world !== home) return keptPoll.call(this);
  const sender = this.senders.first;
  if (this.buffer.length > 0) {
    const from = sender === null ? null : waiting(sender);
    // The value is told before anybody is woken by its going.
    sink?.fetches(this, current(), this.buffer.slots[this.buffer.head]);
    if (sender !== null) sink?.stores(this, from);
    const received = keptPoll.call(this);
    sink?.settles();
    return received;
  }
  if (sender === null) return keptPoll.call(this);
  sink?.takes(this, waiting(sender), current(), sender.value);
  const received = keptPoll.call(this);
  sink?.settles();
  return received;
}

function close(this: Channel<unknown>): void {
  // A close that throws has closed nothing, and wakes nobody.
  if (this.state === OPEN && this.world === home) sink?.closes(this, current());
  try {
    keptClose.call(this);
  } finally {
    sink?.settles();
  }
}

const observer: Observer = {
  started(task: Task): void {
    sink?.started(task as Goroutine, current());
  },
  ended(task: Task, error: unknown): void {
    const over = task as Goroutine;
    if (running === over) running = null;
    sink?.ended(over, error);
  },
  waits(op: unknown, promise: Promise<unknown>): void {
    const own = (kernel.entered as Goroutine | null) ?? running;
    if (own === null) return;
    if (op !== null) waiters.set(op as object, own);
    latest.set(own, op);
    stretch(
      promise,
      () => enter(own),
      () => leave(own),
    );
  },
  holder: () => null,
};

/** It goes on. Whoever was taken to run until now has waited, or has ended, without a word. */
function enter(own: Goroutine): void {
  if (sink === null || own.done || running === own) return;
  pause();
  running = own;
  latest.delete(own);
  sink.runs(own, false);
}

function leave(own: Goroutine): void {
  if (running === own) pause();
}

/** Nobody is taken to run any more. */
function pause(): void {
  if (running === null) return;
  if (!running.done) sink?.rests(running, waitOf(running));
  running = null;
}

/** The kernel drains anew: whatever ran before was not the end of a step. */
function anew(then: () => void): () => void {
  return () => {
    follows = false;
    then();
  };
}

/** Puts the probes in, perhaps in the middle of a step. Precondition: there is no sink. */
export function attachProbes(to: Sink): void {
  sink = to;
  follows = false;
  Object.assign(goroutine, { step, ready });
  Object.assign(channel, { offer, poll, close });
  home.drain = anew(drain);
  home.endSlice = anew(endSlice);
  addObserver(observer);
  running = (kernel.current ?? kernel.entered) as Goroutine | null;
  if (running === null) return;
  to.runs(running, false);
  // Its step ends without a word, but before this.
  microtask(pause);
}

/**
 * V8 takes what a prototype has for constant until it is given another value, and looks it up at each
 * call from then on: a tenth of what a message costs. So what is put back is made anew.
 */
function putBack<T extends object>(prototype: T, methods: Partial<T>): void {
  for (const name of Object.keys(methods) as (keyof T)[]) {
    const value = methods[name];
    delete (prototype as Partial<T>)[name];
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}

/** Takes them out again. */
export function detachProbes(): void {
  sink = null;
  stepping = 0;
  running = null;
  waiters = new WeakMap();
  latest = new WeakMap();
  putBack(goroutine, keptOfGoroutines);
  putBack(channel, keptOfChannels);
  home.drain = drain;
  home.endSlice = endSlice;
  removeObserver(observer);
}
