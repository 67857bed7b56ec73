/** Random traffic: who sends and receives on which channels, how, and who changes his mind. */
import fc from 'fast-check';
import { gosched, select, type Channel, type Op, type Received } from 'millrace';
import { forms, start, wait, type Form, type Script } from './script.ts';

/** One operation, after a few turns of waiting; `patience` is how many turns until it is aborted. */
export type Job = {
  how: 'plain' | 'try' | 'select' | 'of two';
  on: number;
  rest: number;
  patience: number | null;
};

export type Worker = { form: Form; jobs: Job[] };

export type Traffic = {
  capacities: number[];
  producers: Worker[];
  consumers: Worker[];
  /** After how many turns each channel is closed. */
  closing: number[];
};

const job: fc.Arbitrary<Job> = fc.record({
  how: fc.constantFrom<Job['how']>('plain', 'plain', 'try', 'select', 'of two'),
  on: fc.nat({ max: 2 }),
  rest: fc.nat({ max: 2 }),
  patience: fc.option(fc.nat({ max: 4 })),
});

const worker: fc.Arbitrary<Worker> = fc.record({
  form: fc.constantFrom(...forms),
  jobs: fc.array(job, { maxLength: 10, size: 'max' }),
});

const workers = fc.array(worker, { minLength: 1, maxLength: 5 });

export const traffic: fc.Arbitrary<Traffic> = fc.record({
  capacities: fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 3 }),
  producers: workers,
  consumers: workers,
  closing: fc.array(fc.nat({ max: 60 }), { minLength: 3, maxLength: 3 }),
});

/** What came of it: `at` is the channel, counted from 0. */
export type Sent = { value: number; at: number };
export type Ledger = {
  /** Sends that succeeded. */
  sent: Sent[];
  /** Values whose send failed, was aborted, lost a select, or did not go ahead. */
  kept: number[];
  /** What each consumer received, in its order. */
  received: Sent[][];
};

/** Values tell who sent them, and in which order. */
export const SENDER = 1000;

export function* rest(turns: number): Script<void> {
  for (let i = 0; i < turns; i++) yield* wait(gosched());
}

/** Lets a goroutine abort a signal after so many turns. */
function impatient(form: Form, patience: number | null): { signal?: AbortSignal } {
  if (patience === null) return {};
  const controller = new AbortController();
  start(form, function* () {
    yield* rest(patience);
    controller.abort();
  });
  return { signal: controller.signal };
}

export function* produce(
  channels: readonly Channel<number>[],
  { form, jobs }: Worker,
  who: number,
  ledger: Ledger,
): Script<void> {
  for (const [i, { how, on, rest: turns, patience }] of jobs.entries()) {
    yield* rest(turns);
    const values = [who * SENDER + 2 * i, who * SENDER + 2 * i + 1] as const;
    const to = [channels[on], channels[(on + 1) % channels.length]] as Channel<number>[];
    const [first, second] = to as [Channel<number>, Channel<number>];
    const options = impatient(form, patience);
    let done = -1;
    try {
      if (how === 'try') {
        if (first.trySend(values[0])) done = 0;
      } else if (how === 'plain') {
        yield* wait(first.send(values[0], options));
        done = 0;
      } else {
        const arms = [first.onSend(values[0]), how === 'select' ? null : second.onSend(values[1])];
        done = (yield* wait(select(arms, options))).key;
      }
    } catch {
      // The channel is closed, or the send was aborted: either way it must not have happened.
    }
    for (const [at, value] of values.entries()) {
      if (at === done) ledger.sent.push({ value, at: channels.indexOf(to[at] as Channel<number>) });
      else ledger.kept.push(value);
    }
  }
}

export function* consume(
  channels: readonly Channel<number>[],
  { form, jobs }: Worker,
  list: Sent[],
): Script<void> {
  for (const { how, on, rest: turns, patience } of jobs) {
    yield* rest(turns);
    const second = (on + 1) % channels.length;
    const from = channels[on] as Channel<number>;
    const options = impatient(form, patience);
    let got: Received<number> | { ok: boolean; value: number | undefined } | undefined;
    let at = on;
    try {
      if (how === 'try') got = from.tryRecv();
      else if (how === 'plain') got = yield* wait(from.recv(options));
      else {
        const one = yield* wait(
          select([from, how === 'select' ? null : channels[second]], options),
        );
        if (one.key === 1) at = second;
        got = one;
      }
    } catch {
      // Aborted: it must have received nothing.
    }
    if (got?.ok === true) list.push({ value: got.value as number, at });
  }
}

/** Everything still in a channel, by plain receives until it says that it is closed. */
export function* drain(channel: Channel<number>, at: number, list: Sent[]): Script<void> {
  for (;;) {
    const { value, ok } = yield* wait<Received<number>>(channel.recv() as Op<Received<number>>);
    if (!ok) return;
    list.push({ value, at });
  }
}
