import { checkOptions } from './check.ts';
import { communicate } from './model/channel-moves.ts';
import * as code from './model/code.ts';
import { useCond } from './model/cond-moves.ts';
import { useGroup } from './model/group-moves.ts';
import { useMutex, useRWMutex } from './model/lock-moves.ts';
import { doOnce } from './model/once-moves.ts';
import { Space } from './model/space.ts';
import { checkProgram, type Program } from './program.ts';

/** How far `model` looks, and at what. */
export interface ModelOptions {
  /** How many states it looks at, at most. Default: 1,000,000. */
  limit?: number;
  /**
   * Whether wait groups may notice that they are used again too early, as Go's may. This library's
   * never do (WG-05). Default: false.
   */
  reuse?: boolean;
}

/** What a program can come to. */
export interface Outcomes {
  /** Every outcome once. */
  outcomes: Set<string>;
  /** Whether these are all. */
  complete: boolean;
}

/**
 * All outcomes that Go permits a program to have.
 *
 * An outcome says of each proc what its steps did and, if it cannot go on, where it stands: procs in
 * their order with ` | ` between them, steps with a blank.
 *
 * @throws MisuseError if it is no program, with the path of the bad part, or for options that are
 *   not what they have to be.
 *
 * @example
 * ```ts
 * import { model } from 'millrace/testing';
 *
 * const { outcomes, complete } = model({
 *   chans: [0],
 *   procs: [[['send', 0, 1]], [['close', 0]], [['recv', 0]]],
 * });
 * for (const outcome of [...outcomes].sort()) console.log(outcome);
 * console.log(complete);
 * // Output:
 * // P:SEND_ON_CLOSED_CHANNEL | c | rX
 * // s | c | r1
 * // true
 * ```
 */
export function model(program: Program, options: ModelOptions = {}): Outcomes {
  checkOptions('model', options, { limit: 1, reuse: 'boolean' });
  const { limit = 1_000_000, reuse = false } = options;
  const space = new Space(checkProgram(program), reuse);
  const { open, table } = space;
  const outcomes = new Set<string>();
  while (open.length > 0 && table.size <= limit) {
    space.visit();
    for (let p = 0; p < space.procs; p++) move(space, p);
    if (space.moves === 0) outcomes.add(space.outcome());
  }
  return { outcomes, complete: open.length === 0 && table.size <= limit };
}

/** Every move that a proc can make now. */
function move(space: Space, p: number): void {
  const at = space.at(p);
  const op = space.code.op[at] as number;
  switch (op) {
    case code.unborn:
    case code.end:
      return;
    case code.send:
    case code.recv:
    case code.select:
      return communicate(space, p, at);
    case code.close:
    case code.len:
      return inspect(space, p, at);
    case code.lock:
    case code.unlock:
      return useMutex(space, p, at);
    case code.add:
    case code.wait:
      return useGroup(space, p, at);
    case code.spawn: {
      const child = space.code.thing[at] as number;
      const to = space.step(p, 0);
      space.table.rows[to + child] = child;
      return space.arrive();
    }
    case code.once:
      return doOnce(space, p, at);
    case code.parked:
      return;
    case code.cwait:
    case code.relock:
    case code.signal:
    case code.broadcast:
      return useCond(space, p, at);
    default:
      return useRWMutex(space, p, at);
  }
}

/** Close and len: they never wait. */
function inspect(space: Space, p: number, at: number): void {
  const channel = space.code.thing[at] as number;
  const cell = space.layout.channels + channel;
  const isClose = space.code.op[at] === code.close;
  if (channel < 0) {
    if (isClose) space.fall(p, 1);
    else space.step(p, 0);
    return space.arrive();
  }
  const state = space.table.rows[space.here + cell] as number;
  if (!isClose) space.step(p, space.buffers.length[state >> 1] as number);
  else if ((state & 1) === 1) space.fall(p, 2);
  else space.table.rows[space.step(p, 0) + cell] = state | 1;
  space.arrive();
}
