/** One run of a target under a policy, to its end. */
import { Controlled } from '../kernel/controlled.ts';
import { macrotask } from '../kernel/host.ts';
import type { Chooser } from './chooser.ts';
import type { Run, Target } from './target.ts';

/** How many macrotasks a run waits for something foreign before it counts as blocked. */
const PATIENCE = 200;

/** What has come of it; null if the policy cut it off before the end. */
export function runOnce(
  target: Target,
  run: Run,
  chooser: Chooser,
): string | null | Promise<string | null> {
  const world = new Controlled(chooser, target.local);
  const over = world.run(() => {
    run.start();
  });
  if (!over || run.waitsForOthers(world)) return later(world, run, chooser, over);
  return verdict(world, run, chooser);
}

/** The rest of a run that has async goroutines or waits for something foreign. */
async function later(
  world: Controlled,
  run: Run,
  chooser: Chooser,
  over: boolean,
): Promise<string | null> {
  if (!over) await world.goOn();
  for (let i = 0; i < PATIENCE && !world.stopped && run.waitsForOthers(world); i++) {
    await new Promise<void>((resolve) => {
      macrotask(resolve);
    });
    await world.goOn();
  }
  return verdict(world, run, chooser);
}

function verdict(world: Controlled, run: Run, chooser: Chooser): string | null {
  if (world.stopped && !chooser.endless) return null;
  return run.outcome(world, chooser.endless);
}
