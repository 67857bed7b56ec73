/**
 * A program whose processes live at different threads: at the trunk and at leaves that share its
 * channels. In one thread, with batches that arrive and steps that begin in a random order.
 */
import { Channel, go, type Op } from 'millrace';
import type { Program } from 'millrace/testing';
import { macrotask } from '../../../lib/kernel/host.ts';
import { kernel, World } from '../../../lib/kernel/world.ts';
import { TwoSides } from '../../support/two-sides.ts';
import { Proc } from './steps.ts';

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
  const pause = (): Op<unknown> => {
    const gate = new Channel<never>();
    gates.push(() => gate.close());
    return gate.recv();
  };
  const procs = program.procs.map((steps, p) => {
    const ends = chans.map((at) => at[spread.procs[p] as number] as Channel<number>);
    return new Proc(steps, ends, pause);
  });
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
