/** Lanes, spans and arrows: what writers draw, made of the events of a recording. */
import type { Trace, TraceEvent } from './event.ts';

/** A time in which a goroutine did one thing. */
export interface Span {
  readonly what: 'run' | 'wait' | 'ready';
  readonly fromMs: number;
  readonly toMs: number;
  /** Of a wait: for what, in Go's words, and on what. */
  readonly reason: string;
  readonly on: string;
}

/** A goroutine; 0 stands for whatever is none. */
export interface Lane {
  readonly id: number;
  readonly title: string;
  readonly spans: readonly Span[];
  readonly by: number;
  readonly error: string | undefined;
}

/** A start, or a value that travels: from a time in one lane to a time in another. */
export interface Arrow {
  readonly what: 'go' | 'message';
  readonly from: number;
  readonly fromMs: number;
  readonly to: number;
  readonly toMs: number;
  readonly title: string;
}

export interface Timeline {
  readonly durationMs: number;
  readonly lanes: readonly Lane[];
  readonly arrows: readonly Arrow[];
}

/** What is being drawn of one goroutine. */
class Draft {
  readonly id: number;
  readonly title: string;
  readonly spans: Span[] = [];
  /** Arrows whose end is its next turn. */
  readonly due: ((atMs: number) => void)[] = [];
  by = 0;
  error: string | undefined = undefined;
  #open: Omit<Span, 'toMs'> | null = null;

  constructor(id: number, title: string) {
    this.id = id;
    this.title = title;
  }

  get runs(): boolean {
    return this.#open?.what === 'run';
  }

  /** From now on it does something else. */
  turns(atMs: number, what: Span['what'] | null, reason = '', on = ''): void {
    if (this.#open !== null) this.spans.push({ ...this.#open, toMs: atMs });
    this.#open = what === null ? null : { what, fromMs: atMs, reason, on };
    if (what === 'run' || what === null) for (const arrive of this.due.splice(0)) arrive(atMs);
  }
}

class Drafts {
  readonly #names: Trace['names'];
  readonly lanes = new Map<number, Draft>();
  readonly arrows: Arrow[] = [];

  constructor(names: Trace['names']) {
    this.#names = names;
  }

  of(id: number): Draft {
    let lane = this.lanes.get(id);
    if (lane === undefined) {
      const name = this.#names[id] || 'anonymous';
      lane = new Draft(id, id === 0 ? 'outside of goroutines' : `goroutine ${String(id)} ${name}`);
      this.lanes.set(id, lane);
    }
    return lane;
  }

  /** One that ends when the lane runs next, or now if it runs or is no goroutine. */
  arrow(arrow: Omit<Arrow, 'toMs'>, nowMs: number): void {
    this.of(arrow.from);
    const to = this.of(arrow.to);
    const arrive = (toMs: number): void => void this.arrows.push({ ...arrow, toMs });
    if (to.runs || to.id === 0) arrive(nowMs);
    else to.due.push(arrive);
  }

  add(event: TraceEvent): void {
    const { at } = event;
    switch (event.kind) {
      case 'go': {
        const lane = this.of(event.goroutine);
        lane.by = event.by;
        lane.turns(at, 'ready');
        if (event.by === 0) return;
        const title = `starts ${lane.title}`;
        this.arrow({ what: 'go', from: event.by, fromMs: at, to: lane.id, title }, at);
        return;
      }
      case 'run':
        this.of(event.goroutine).turns(at, 'run');
        return;
      case 'wait': {
        const able = event.reason === 'runnable';
        this.of(event.goroutine).turns(at, able ? 'ready' : 'wait', event.reason, event.on);
        return;
      }
      case 'wake':
        this.of(event.goroutine).turns(at, 'ready');
        return;
      case 'message': {
        const { from, to, sentAt, channel, value } = event;
        const title = `${value} through ${channel}`;
        this.arrow({ what: 'message', from, fromMs: sentAt, to, title }, at);
        return;
      }
      case 'end': {
        const lane = this.of(event.goroutine);
        lane.turns(at, null);
        lane.error = event.error;
        return;
      }
      case 'close':
    }
  }
}

/** Draws up a recording. */
export function timeline({ durationMs, names, events }: Trace): Timeline {
  const drafts = new Drafts(names);
  for (const event of events) drafts.add(event);
  for (const lane of drafts.lanes.values()) lane.turns(durationMs, null);
  const lanes = [...drafts.lanes.values()].sort((a, b) => a.id - b.id);
  return { durationMs, lanes, arrows: drafts.arrows };
}
