/** Programs of a few goroutines, as data, and how they run: on Go's model, and in earnest. */
import fc from 'fast-check';
import {
  Channel,
  go,
  gosched,
  select,
  trySelect,
  type ArmLike,
  type Op,
  type Routine,
} from 'millrace';
import { valueOf, type ArmOf, type Command } from './command.ts';
import { start, step, type Branch, type Outcome } from './model.ts';

export type Step =
  | { what: 'send' | 'recv' | 'trySend' | 'tryRecv' | 'close' | 'length'; on: number }
  | { what: 'select' | 'trySelect'; arms: ArmOf[] }
  | { what: 'gosched' }
  | { what: 'spawn'; steps: Step[] };

/** A process's steps; operations are numbered through all processes, in the order written down. */
export type Program = { capacities: number[]; processes: Step[][] };

const on = fc.nat({ max: 2 });
const arm: fc.Arbitrary<ArmOf> = fc.record({
  way: fc.constantFrom<'send' | 'recv'>('send', 'recv'),
  on,
});

const simple: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ what: fc.constantFrom<'send' | 'recv'>('send', 'recv'), on }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom<'select' | 'trySelect'>('select', 'select', 'trySelect'),
      arms: fc.array(arm, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom<'trySend' | 'tryRecv' | 'length'>('trySend', 'tryRecv', 'length'),
      on,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant<'close'>('close'), on }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant<'gosched'>('gosched') }) },
);

const steps = fc.array(simple, { maxLength: 8, size: 'max' });
const spawn = fc.record({ what: fc.constant<'spawn'>('spawn'), steps });
const process = fc.array(
  fc.oneof({ weight: 6, arbitrary: simple }, { weight: 1, arbitrary: spawn }),
  {
    maxLength: 8,
    size: 'max',
  },
);

export const program: fc.Arbitrary<Program> = fc.record({
  capacities: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
  processes: fc.array(process, { minLength: 1, maxLength: 6 }),
});

type Numbered = { id: number; one: Step; child: Numbered[] };

function numbered(all: Step[][]): Numbered[][] {
  let last = 0;
  const number = (list: Step[]): Numbered[] =>
    list.map((one) => ({
      id: last++,
      one,
      child: one.what === 'spawn' ? number(one.steps) : [],
    }));
  return all.map(number);
}

/** What each goroutine learns, in the order in which all of them do, on our scheduler. */
export function perform({ capacities, processes }: Program): {
  log: Outcome[];
  channels: Channel<number>[];
} {
  const channels = capacities.map((capacity) => new Channel<number>(capacity));
  const log: Outcome[] = [];
  for (const list of numbered(processes)) go(body, list, channels, log);
  return { log, channels };
}

function* body(list: Numbered[], channels: Channel<number>[], log: Outcome[]): Routine<void> {
  for (const { id, one, child } of list) {
    let text: string;
    try {
      text = yield* act(id, one, child, channels, log);
    } catch (error) {
      text = `P:${(error as { code: string }).code}`;
    }
    log.push([id, text]);
  }
}

function* act(
  id: number,
  one: Step,
  child: Numbered[],
  channels: Channel<number>[],
  log: Outcome[],
): Routine<string> {
  const at = (i: number): Channel<number> => channels[i % channels.length] as Channel<number>;
  const received = ({ value, ok }: { value: unknown; ok: boolean }): string =>
    ok ? `r${String(value)}` : 'rX';
  if (one.what === 'gosched') {
    yield* gosched();
    return 'g';
  }
  if (one.what === 'spawn') {
    go(body, child, channels, log);
    return 'go';
  }
  if ('arms' in one) {
    const arms = one.arms.map(({ way, on: i }, key): ArmLike => {
      return way === 'send' ? at(i).onSend(valueOf(id, key)) : at(i);
    });
    const got = one.what === 'select' ? yield* select(arms) as Op<Chosen> : trySelect(arms);
    if (got === undefined) return '#d';
    return `#${String(got.key)} ${one.arms[got.key]?.way === 'send' ? 's' : received(got)}`;
  }
  const channel = at(one.on);
  switch (one.what) {
    case 'send':
      yield* channel.send(valueOf(id, -1));
      return 's';
    case 'recv':
      return received(yield* channel.recv());
    case 'trySend':
      return channel.trySend(valueOf(id, -1)) ? 's' : '-';
    case 'tryRecv': {
      const got = channel.tryRecv();
      return got === undefined ? '-' : received(got);
    }
    case 'length':
      return `l${String(channel.length)}`;
    case 'close':
      channel.close();
      return 'c';
  }
}

type Chosen = { key: number; value: unknown; ok: boolean };

/**
 * The same by Go's model on one FIFO of those who can run (the order of Go's js/wasm build). Where
 * Go leaves a choice, `chosen` is asked what happened.
 */
export function foretell(
  { capacities, processes }: Program,
  chosen: ReadonlyMap<number, string>,
): Outcome[] {
  type Process = { list: Numbered[]; at: number; news: string | null };
  const log: Outcome[] = [];
  const owners = new Map<number, Process>();
  const own = (list: Numbered[]): Process => ({ list, at: 0, news: null });
  const queue = numbered(processes).map(own);
  let state = start(capacities, 0);
  const agrees = ({ log: lines }: Branch): boolean =>
    lines.every(([id, text]) => (chosen.get(id) ?? text) === text);
  for (let me = queue.shift(); me !== undefined; me = queue.shift()) {
    for (;;) {
      const { id, one, child } = me.list[me.at] ?? {};
      if (id === undefined || one === undefined) break;
      if (me.news === null && one.what === 'gosched') {
        me.news = 'g';
        queue.push(me);
        break;
      }
      if (me.news === null && one.what === 'spawn') {
        queue.push(own(child ?? []));
        me.news = 'go';
      }
      if (me.news === null) {
        owners.set(id, me);
        const command = { ...one, door: 'generator', pace: 'fast', under: null } as Command;
        const next = step(state, command, id).find(agrees);
        if (next === undefined) throw new Error(`operation ${String(id)} did what no model does`);
        state = next.state;
        for (const [who, text] of next.log) {
          const owner = owners.get(who) as Process;
          owner.news = text;
          if (owner !== me) queue.push(owner);
        }
        if (me.news === null) break;
      }
      log.push([id, me.news]);
      me.news = null;
      me.at++;
    }
  }
  return log;
}
