/**
 * Every schedule, depth first, each run from the start.
 *
 * Where it is known what a step touches, sleep sets leave out schedules that only swap neighbours
 * which touch nothing in common: who was tried at a place sleeps below its later brothers, until
 * something is done that touches what it would touch (Godefroid 1996). A run in which everybody
 * sleeps is cut off.
 *
 * Invariant: `#path` is the choices of the run under way, or to come, from the start.
 */
import type { Choice } from '../../kernel/controlled.ts';
import { ownerOf } from '../../kernel/owner.ts';
import type { Goroutine } from '../../kernel/goroutine.ts';
import type { Task } from '../../kernel/world.ts';
import { Chooser } from '../chooser.ts';
import type { Touches } from '../touches.ts';

/** A sleeper: a goroutine by its id, and what its next step touches. */
interface Sleeper {
  readonly id: number;
  readonly touches: number;
}

class Node {
  chosen = 0;
  readonly count: number;
  /** For each that may run: its goroutine's id, what it touches, whether it need not be tried. */
  readonly ids: number[] = [];
  readonly touches: number[] = [];
  readonly asleep: boolean[] = [];
  readonly sleeping: readonly Sleeper[];

  constructor(count: number, sleeping: readonly Sleeper[]) {
    this.count = count;
    this.sleeping = sleeping;
  }
}

export class Tree {
  readonly #path: Node[] = [];
  /** Whether every schedule has been tried. */
  complete = false;
  #depth = 0;
  #touches: Touches | null = null;
  #sleeping: readonly Sleeper[] = [];

  /** The policy of the next run. `touches` is null where that is not known. */
  chooser(touches: Touches | null, mostSteps: number): Chooser {
    this.#touches = touches;
    this.#depth = 0;
    this.#sleeping = [];
    return new Walk(this, mostSteps);
  }

  /** Goes to the next schedule that has not been tried, if there is one. */
  advance(): void {
    for (let at = this.#path.length - 1; at >= 0; at--) {
      const node = this.#path[at] as Node;
      let next = node.chosen + 1;
      if (node.ids.length > 0) {
        node.asleep[node.chosen] = true;
        next = node.asleep.indexOf(false);
        if (next < 0) next = node.count;
      }
      if (next < node.count) {
        node.chosen = next;
        return;
      }
      this.#path.pop();
    }
    this.complete = true;
  }

  pick(what: Choice, count: number, runnable: readonly Task[]): number {
    const reduces = what === 'run' && this.#touches !== null;
    if (count === 1 && !reduces) return 0;
    let node = this.#path[this.#depth];
    if (node === undefined) {
      node = new Node(count, this.#sleeping);
      if (reduces) this.#look(node, runnable);
      node.chosen = reduces ? node.asleep.indexOf(false) : 0;
      if (node.chosen < 0) return -1;
      this.#path.push(node);
    }
    this.#depth++;
    if (reduces) this.#sleeping = below(node);
    return node.chosen;
  }

  #look(node: Node, runnable: readonly Task[]): void {
    for (const task of runnable) {
      const { id } = ownerOf(task) as Goroutine;
      node.ids.push(id);
      node.touches.push((this.#touches as Touches)(task, runnable));
      node.asleep.push(node.sleeping.some((one) => one.id === id));
    }
  }
}

/** Who sleeps below a node, once its choice has been made. */
function below(node: Node): Sleeper[] {
  const touched = node.touches[node.chosen] as number;
  const sleepers: Sleeper[] = [];
  for (let i = 0; i < node.count; i++) {
    const touches = node.touches[i] as number;
    if (node.asleep[i] === true && i !== node.chosen && (touches & touched) === 0) {
      sleepers.push({ id: node.ids[i] as number, touches });
    }
  }
  return sleepers;
}

class Walk extends Chooser {
  readonly #tree: Tree;

  constructor(tree: Tree, mostSteps: number) {
    super(mostSteps);
    this.#tree = tree;
  }

  pick(what: Choice, count: number, runnable: readonly Task[]): number {
    return this.#tree.pick(what, count, runnable);
  }
}
