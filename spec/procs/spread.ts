/**
 * A program whose processes live at different threads: at the trunk and at leaves that share its
 * channels. In one thread, with batches that arrive and steps that begin in a random order.
 */
import { Channel, go, select } from 'millrace';
import type { Program } from 'millrace/testing';
import { GoError } from '../../lib/kernel/errors.ts';
import { macrotask } from '../../lib/kernel/host.ts';
import { kernel, World } from '../../lib/kernel/world.ts';
import type { Received } from '../../lib/kernel/waiter.ts';
import { TwoSides } from '../support/two-sides.ts';

type Step = Program['procs'][number][number];
type CaseStep = ['send', number, number] | ['recv', number];

/** Where each process lives and each channel is made: 0 is the trunk, others are leaves. */
export interface Places {
  readonly procs: readonly number[];
  readonly chans: readonly number[];
}

export interface Spread extends Places {
  readonly form: 'generator' | 'async';
  readonly seed: number;
  readonly counters: boolean;
}

/** Runs it to the end and tells its outcome as the model does. */
export async function runSpread(program: Program, spread: Spread): Promise<string> {
  const { home } = kernel;
  const random = generator(spread.seed);
  const lots = generator(spread.seed + 1);
  home.choose = (_what, count) => Math.floor(lots() * count);
  try {
    return await run(program, spread, random);
  } finally {
    home.choose = World.prototype.choose;
  }
}

async function run(program: Program, spread: Spread, random: () => number): Promise<string> {
  const leaves = [1, 2].map(() => new TwoSides(spread.counters));
  const chans = await Promise.all(
    program.chans.map(async (capacity, c) => {
      const made = new Channel<number>(capacity, { name: `c${String(c)}` });
      const home = spread.chans[c] as number;
      const trunk = home === 0 ? made : await (leaves[home - 1] as TwoSides).up(made);
      return [0, 1, 2].map((place) => {
        if (place === 0) return trunk;
        return place === home ? made : (leaves[place - 1] as TwoSides).down(trunk);
      });
    }),
  );
  const gates: (() => void)[] = [];
  const world = { chans, gates, closed: new Set<number>() };
  const procs = program.procs.map((steps, p) => new Proc(steps, spread.procs[p] as number, world));
  for (const proc of procs) {
    if (spread.form === 'async') go(() => proc.runAsync());
    else go(() => proc.run());
  }
  const moves = leaves.flatMap((leaf) => [() => leaf.arrive(true), () => leaf.arrive(false)]);
  for (let idle = 0, turns = 0; idle < 4; turns++) {
    if (turns > 5000)
      throw new Error(`never rests: ${procs.map((proc) => proc.told()).join(' | ')}`);
    await new Promise<void>((resolve) => {
      macrotask(resolve);
    });
    for (const leaf of leaves) leaf.check();
    for (const ends of chans) for (const channel of ends) channel.check();
    // Some at a time, in any order; then goroutines run.
    let moved = false;
    for (let tries = 1 + Math.floor(random() * 3); tries > 0; tries--) {
      const n = Math.floor(random() * (moves.length + gates.length));
      const move = moves[n];
      if (move !== undefined) {
        if (move()) moved = true;
      } else {
        const [gate] = gates.splice(n - moves.length, 1);
        gate?.();
        moved = true;
      }
    }
    if (moved || gates.length > 0) idle = 0;
    else if (!moves.some((move) => move())) idle++;
    else idle = 0;
  }
  return procs.map((proc) => proc.told()).join(' | ');
}

interface Shared {
  readonly chans: Channel<number>[][];
  readonly gates: (() => void)[];
  readonly closed: Set<number>;
}

class Proc {
  readonly #steps: readonly Step[];
  readonly #place: number;
  readonly #shared: Shared;
  #at = 0;
  #trace: string[] = [];
  #over = false;

  constructor(steps: readonly Step[], place: number, shared: Shared) {
    this.#steps = steps;
    this.#place = place;
    this.#shared = shared;
  }

  *run() {
    for (const step of this.#steps) {
      try {
        const gate = new Channel<never>();
        this.#shared.gates.push(() => gate.close());
        yield* gate.recv();
        this.#trace.push(this.#tell(step, yield* this.#begin(step)));
      } catch (error) {
        this.#failed(step, error);
        return;
      }
      this.#at++;
    }
    this.#over = true;
  }

  async runAsync(): Promise<void> {
    for (const step of this.#steps) {
      try {
        await new Promise<void>((resolve) => {
          this.#shared.gates.push(resolve);
        });
        this.#trace.push(this.#tell(step, await this.#begin(step)));
      } catch (error) {
        this.#failed(step, error);
        return;
      }
      this.#at++;
    }
    this.#over = true;
  }

  told(): string {
    const tokens = this.#over ? this.#trace : [...this.#trace, `B@${String(this.#at)}`];
    return tokens.join(' ');
  }

  #begin(step: Step) {
    switch (step[0]) {
      case 'send':
        return this.#channel(step[1]).send(step[2]);
      case 'recv':
        return this.#channel(step[1]).recv();
      case 'select':
        return select(
          step[1].map((one: CaseStep) => {
            const channel = this.#channel(one[1]);
            return one[0] === 'send' ? channel.onSend(one[2]) : channel;
          }),
        );
      case 'close':
        this.#channel(step[1]).close();
        if (step[1] >= 0) this.#shared.closed.add(step[1]);
        return select([closedChannel]);
      default:
        throw new Error(`no step of these programs: ${step[0]}`);
    }
  }

  #tell(step: Step, result: unknown): string {
    switch (step[0]) {
      case 'send':
        return 's';
      case 'close':
        return 'c';
      case 'recv':
        return received(result as Received<number>);
      default: {
        const { key, ...got } = result as { key: number } & Received<number>;
        const [kind] = (step[1] as CaseStep[])[key] as CaseStep;
        return `#${String(key)} ${kind === 'send' ? 's' : received(got)}`;
      }
    }
  }

  #failed(step: Step, error: unknown): void {
    if (!(error instanceof GoError) || error.code === 'MISUSE') throw error;
    this.#over = true;
    if (step[0] !== 'select') {
      this.#trace.push(`P:${error.code}`);
      return;
    }
    const { closed } = this.#shared;
    const arm = step[1].findIndex(([kind, c]) => kind === 'send' && closed.has(c));
    this.#trace.push(`#${String(arm)} P:${error.code}`);
  }

  #channel(c: number): Channel<number> {
    return c < 0
      ? Channel.nil<number>()
      : ((this.#shared.chans[c] as Channel<number>[])[this.#place] as Channel<number>);
  }
}

const closedChannel = new Channel<number>();
closedChannel.close();

function received({ value, ok }: Received<number>): string {
  return ok ? `r${String(value)}` : 'rX';
}

/** Numbers from 0 to 1: the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
