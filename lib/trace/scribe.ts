/**
 * The scribe: what probes tell becomes rows of a log.
 *
 * All of this is on the path of every operation while something is recorded. So it keeps numbers;
 * what they stand for is in tables beside the log. The clock is looked at once where a goroutine
 * rests, and once for each message of those that are not quick.
 *
 * Invariants:
 *  - no row of a run, a rest or an end comes while somebody is `#untold`;
 *  - `#ms[LAST]` is the time of the last row; times never go back;
 *  - what happens while `#fresh` happens at `#ms[LAST]`;
 *  - a line of `#inside` has as many entries as its channel's buffer when it is used, the oldest first.
 */
import type { Channel } from '../channel.ts';
import { GoexitError } from '../kernel/errors.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import * as host from '../kernel/host.ts';
import { putBack } from '../kernel/put-back.ts';
import { Ring } from '../kernel/ring.ts';
import type { WaitQueue } from '../kernel/wait-queue.ts';
import { Waiter } from '../kernel/waiter.ts';
import { kernel } from '../kernel/world.ts';
import { nameOf } from '../report/describe.ts';
import { brief, errorText } from './brief.ts';
import { Codes, NONE } from './codes.ts';
import type { TraceEvent } from './event.ts';
import { inWords } from './in-words.ts';
import { Log } from './log.ts';
import { Pace, QUICK_MS } from './pace.ts';
import { Pile } from './pile.ts';
import type { Sink } from './probes.ts';
import * as rows from './rows.ts';
import { transcript } from './transcript.ts';

/** A value in a buffer: whose it is, and since when it is there. */
interface Stored {
  readonly from: number;
  readonly sentMs: number;
}

const NOBODY: Stored = { from: 0, sentMs: NaN };

// Times in the cells of an array: a field would be given a new box for each.
const LAST = 0;
const RESUMED = 1;

export class Scribe implements Sink {
  readonly startMs: number = host.now();
  readonly #values = new Pile<unknown>();
  readonly #tables: rows.Tables = {
    names: new Map(),
    // Who is older has not told its name.
    oldest: kernel.home.lastGoroutine,
    older: [],
    words: [],
    channels: [],
    values: this.#values,
    errors: [],
  };
  readonly #log: Log;
  readonly #pace = new Pace();
  readonly #oldest = this.#tables.oldest;
  readonly #olderCodes = new Map<number, number>();
  readonly #wordCodes = new Map<string, number>();
  readonly #lines = new Codes<WaitQueue>();
  readonly #channels = new Codes<Channel<unknown>>();
  readonly #inside = new WeakMap<object, Ring<Stored>>();
  readonly #ms: Float64Array = new Float64Array(2).fill(this.startMs);
  #fresh = false;
  /** Who runs right since the last rest, without a row that says so; 0 if nobody. */
  #untold = 0;
  /** How many rows there were after the last rest or end. */
  #rested = -1;
  /** Whom the message that is under way wakes: its id, since V8 notes each young object in an old. */
  #woken = 0;
  /** When who runs was resumed, and whether rows since the last look have no time of their own. */
  #vague = false;

  /** @param full called once, when there are as many rows as the limit says. */
  constructor(limit: number, full: () => void) {
    this.#log = new Log(rows.extras, rows.MESSAGE, limit, full);
  }

  get names(): ReadonlyMap<number, string> {
    return this.#tables.names;
  }

  events(): TraceEvent[] {
    this.#tell();
    return transcript(this.#log, this.#tables, this.startMs);
  }

  /** Nothing more will be told. */
  close(): void {
    this.#tell();
    this.#lines.forget();
    this.#channels.forget();
  }

  #look(): void {
    const nowMs = host.now();
    // Somebody was quick until now. Most long turns end with the message, and not before they are over.
    if (this.#vague && nowMs - (this.#ms[LAST] as number) >= QUICK_MS) this.#log.postpone(nowMs);
    this.#vague = false;
    this.#log.time(nowMs);
    this.#ms[LAST] = nowMs;
  }

  /** For a message: who is quick is not asked for the time. */
  #glance(by: Goroutine | null): void {
    if (by !== null && this.#pace.isQuick(by.id)) this.#vague = true;
    else this.#look();
    this.#fresh = true;
  }

  /** Its code in rows. */
  #codeOf(goroutine: Goroutine | null): number {
    if (goroutine === null) return 0;
    const code = goroutine.id - this.#oldest;
    return code > 0 ? code : this.#olderCodeOf(goroutine);
  }

  #olderCodeOf({ id, name }: Goroutine): number {
    let code = this.#olderCodes.get(id);
    if (code === undefined) {
      code = -this.#tables.older.push(id);
      this.#olderCodes.set(id, code);
      this.#tables.names.set(id, name);
    }
    return code;
  }

  started(goroutine: Goroutine, by: Goroutine | null): void {
    this.#look();
    this.#tables.names.set(goroutine.id, goroutine.name);
    this.#log.row1(rows.GO, this.#codeOf(goroutine), this.#codeOf(by));
  }

  runs(goroutine: Goroutine, follows: boolean): void {
    const code = this.#codeOf(goroutine);
    if (follows && this.#log.length === this.#rested) {
      this.#ms[RESUMED] = this.#ms[LAST] as number;
      this.#untold = code;
      this.#log.reserve();
      return;
    }
    this.#tell();
    if (!follows) this.#look();
    this.#ms[RESUMED] = this.#ms[LAST] as number;
    this.#log.row0(rows.RUN, code);
  }

  /** It is not to be told any more by how somebody rests. */
  #tell(): void {
    if (this.#untold === 0) return;
    this.#log.unreserve();
    this.#log.row0(rows.RAN, this.#untold);
    this.#untold = 0;
  }

  rests(goroutine: Goroutine, op: unknown): void {
    const who = this.#codeOf(goroutine);
    const ran = who === this.#untold;
    if (ran) this.#untold = 0;
    else this.#tell();
    this.#look();
    this.#pace.note(
      goroutine.id,
      (this.#ms[LAST] as number) - (this.#ms[RESUMED] as number) < QUICK_MS,
    );
    // Most wait in one line, and always in the same words.
    const queue = (op as { queue?: WaitQueue | null } | null | undefined)?.queue;
    let code = queue ? this.#lines.get(queue) : NONE;
    if (code === NONE) code = this.#codeOfWait(op);
    this.#log.row1(ran ? rows.RAN_AND_WAITS : rows.WAIT, who, code);
    this.#rested = this.#log.length;
  }

  wakes(goroutine: Goroutine, by: Goroutine | null): void {
    if (goroutine.id === this.#woken) return;
    if (!this.#fresh) this.#look();
    this.#log.row1(rows.WAKE, this.#codeOf(goroutine), this.#codeOf(by));
  }

  ended(goroutine: Goroutine, error: unknown): void {
    this.#tell();
    this.#look();
    // Who exits has not failed.
    const failed = error !== undefined && !(error instanceof GoexitError);
    const code = !failed ? -1 : this.#tables.errors.push(errorText(error)) - 1;
    this.#log.row1(rows.END, this.#codeOf(goroutine), code);
    this.#rested = this.#log.length;
  }

  gives(channel: Channel<unknown>, by: Goroutine | null, to: Goroutine | null, v: unknown): void {
    this.#glance(by);
    this.#woken = to === null ? 0 : to.id;
    this.#message(rows.MESSAGE_WAKES_RECEIVER, channel, this.#codeOf(by), to, v, 0);
  }

  takes(channel: Channel<unknown>, from: Goroutine | null, by: Goroutine | null, v: unknown): void {
    this.#glance(by);
    this.#woken = from === null ? 0 : from.id;
    this.#message(rows.MESSAGE_WAKES_SENDER, channel, this.#codeOf(from), by, v, 0);
  }

  stores(channel: Channel<unknown>, by: Goroutine | null): void {
    if (!this.#fresh) this.#look();
    // It is inside already, or takes the place of one that is not out yet.
    this.#insideOf(channel, channel.buffer.length - 1).push({
      from: this.#codeOf(by),
      sentMs: this.#ms[LAST] as number,
    });
  }

  fetches(channel: Channel<unknown>, by: Goroutine | null, value: unknown): void {
    this.#glance(by);
    const { from, sentMs } = this.#insideOf(channel, channel.buffer.length).shift();
    const since = Number.isNaN(sentMs) ? (this.#ms[LAST] as number) : sentMs;
    this.#message(rows.MESSAGE, channel, from, by, value, since);
  }

  settles(): void {
    this.#fresh = false;
    this.#woken = 0;
  }

  closes(channel: Channel<unknown>, by: Goroutine | null): void {
    this.#look();
    this.#fresh = true;
    this.#log.row1(rows.CLOSE, this.#codeOf(by), this.#channelOf(channel));
  }

  #message(
    kind: number,
    channel: Channel<unknown>,
    from: number,
    to: Goroutine | null,
    value: unknown,
    sentMs: number,
  ): void {
    let code = 2 * this.#channelOf(channel);
    let number = 0;
    if (typeof value === 'number' && (value | 0) === value) {
      code++;
      number = value;
    } else this.#values.push(brief(value));
    const toCode = this.#codeOf(to);
    if (kind === rows.MESSAGE) this.#log.row5(kind, from, toCode, code, number, sentMs);
    else this.#log.row3(kind, from, toCode, code, number);
  }

  /** Whose values are in the buffer, of so many. Of those that nobody has told of nothing is known. */
  #insideOf(channel: Channel<unknown>, count: number): Ring<Stored> {
    let inside = this.#inside.get(channel);
    if (inside === undefined) this.#inside.set(channel, (inside = new Ring<Stored>(8)));
    // The oldest may be gone, from a feed that has no room; or come back, or from another thread.
    while (inside.length > count) inside.shift();
    while (inside.length < count) putBack(inside, NOBODY);
    return inside;
  }

  #channelOf(channel: Channel<unknown>): number {
    const code = this.#channels.get(channel);
    if (code !== NONE) return code;
    return this.#channels.set(channel, this.#tables.channels.push(nameOf(channel)) - 1);
  }

  #codeOfWait(op: unknown): number {
    if (op instanceof Goroutine) return 2 * this.#codeOf(op) + 1;
    const code = 2 * this.#codeOfWords(inWords(op));
    return op instanceof Waiter && op.queue !== null ? this.#lines.set(op.queue, code) : code;
  }

  #codeOfWords(words: rows.Words): number {
    const all = `${words.reason}\n${words.on}`;
    let code = this.#wordCodes.get(all);
    if (code === undefined) {
      code = this.#tables.words.push(words) - 1;
      this.#wordCodes.set(all, code);
    }
    return code;
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.#log.check();
      let beforeMs = this.startMs;
      for (const { atMs } of this.#log.rows()) {
        if (atMs < beforeMs) throw new Error('scribe: time goes back');
        beforeMs = atMs;
      }
      if (beforeMs !== (this.#ms[LAST] as number) && this.#log.length > 0)
        throw new Error('scribe: last');
    }
  }
}
