/** What the steps of a program act on, made of this library, and how each step is done and told. */
import { Channel } from '../channel.ts';
import { Cond } from '../sync/cond.ts';
import { Mutex } from '../sync/mutex.ts';
import { Once } from '../sync/once.ts';
import { RWMutex } from '../sync/rw-mutex.ts';
import { WaitGroup } from '../sync/wait-group.ts';
import { GoError } from '../kernel/errors.ts';
import type { Op } from '../kernel/op.ts';
import type { Received } from '../kernel/waiter.ts';
import { select, trySelect } from '../select.ts';
import type { CaseStep, Program, Step } from './program.ts';

interface Chosen {
  key: number;
  value: unknown;
  ok: boolean;
}

/** Whether a step can wait. */
export function waits(step: Step): boolean {
  switch (step[0]) {
    case 'send':
    case 'recv':
    case 'lock':
    case 'rlock':
    case 'wlock':
    case 'wait':
    case 'once':
    case 'cwait':
      return true;
    case 'select':
      return !step[2];
    default:
      return false;
  }
}

const words: Partial<Record<Step[0], string>> = {
  send: 's',
  close: 'c',
  lock: 'L',
  unlock: 'U',
  rlock: 'RL',
  runlock: 'RU',
  wlock: 'WL',
  wunlock: 'WU',
  add: 'a',
  wait: 'W',
  spawn: 'g',
  cwait: 'C',
  signal: 'n',
  broadcast: 'N',
};

export class Things {
  readonly #channels: Channel<number>[];
  readonly #closed: boolean[];
  readonly #mutexes: Mutex[];
  readonly #rwMutexes: RWMutex[];
  readonly #groups: WaitGroup[];
  readonly #onces: Once[];
  readonly #conds: Cond[];

  /** Made in the world of whoever calls. */
  constructor(program: Program) {
    this.#channels = program.chans.map((capacity) => new Channel<number>(capacity));
    this.#closed = program.chans.map(() => false);
    this.#mutexes = many(program.mutexes, () => new Mutex());
    this.#rwMutexes = many(program.rwmutexes, () => new RWMutex());
    this.#groups = (program.waitGroups ?? []).map((counter) => {
      const group = new WaitGroup();
      group.add(counter);
      return group;
    });
    this.#onces = many(program.onces, () => new Once());
    this.#conds = (program.conds ?? []).map((m) => new Cond(this.#mutexes[m] as Mutex));
  }

  /** Starts a step that can wait. */
  begin(step: Step): Op<unknown> {
    switch (step[0]) {
      case 'send':
        return this.#channel(step[1]).send(step[2]);
      case 'recv':
        return this.#channel(step[1]).recv();
      case 'select':
        return select(this.#arms(step[1]));
      case 'lock':
        return (this.#mutexes[step[1]] as Mutex).lock();
      case 'rlock':
        return (this.#rwMutexes[step[1]] as RWMutex).rLock();
      case 'wlock':
        return (this.#rwMutexes[step[1]] as RWMutex).lock();
      case 'wait':
        return (this.#groups[step[1]] as WaitGroup).wait();
      case 'cwait':
        return (this.#conds[step[1]] as Cond).wait();
      default:
        throw new Error(`${step[0]} never waits`);
    }
  }

  /** Starts a once with that for its body. */
  once(step: Step, body: () => unknown): Op<void> {
    return (this.#onces[step[1] as number] as Once).do(body);
  }

  /** Does a step that cannot wait; a spawn is its caller's business. */
  perform(step: Step): unknown {
    switch (step[0]) {
      case 'close':
        this.#channel(step[1]).close();
        if (step[1] >= 0) this.#closed[step[1]] = true;
        return undefined;
      case 'len':
        return this.#channel(step[1]).length;
      case 'select':
        return trySelect(this.#arms(step[1]));
      case 'unlock':
        (this.#mutexes[step[1]] as Mutex).unlock();
        return undefined;
      case 'runlock':
        (this.#rwMutexes[step[1]] as RWMutex).rUnlock();
        return undefined;
      case 'wunlock':
        (this.#rwMutexes[step[1]] as RWMutex).unlock();
        return undefined;
      case 'signal':
        (this.#conds[step[1]] as Cond).signal();
        return undefined;
      case 'broadcast':
        (this.#conds[step[1]] as Cond).broadcast();
        return undefined;
      case 'add':
        (this.#groups[step[1]] as WaitGroup).add(step[2]);
        return undefined;
      default:
        throw new Error(`${step[0]} waits`);
    }
  }

  /** What a step is written as, once it is done. */
  told(step: Step, result: unknown): string {
    switch (step[0]) {
      case 'recv':
        return received(result as Received<number>);
      case 'len':
        return `l${String(result)}`;
      case 'select': {
        if (result === undefined) return '#d';
        const { key, value, ok } = result as Chosen;
        const [kind] = step[1][key] as CaseStep;
        return `#${key} ${kind === 'send' ? 's' : received({ value, ok } as Received<number>)}`;
      }
      default:
        return words[step[0]] as string;
    }
  }

  /**
   * What a step is written as that has failed. Nobody can tell which arm of a select has panicked:
   * by convention it is the first that sends on a closed channel.
   */
  toldFailed(step: Step, error: unknown): string {
    if (!(error instanceof GoError) || error.code === 'MISUSE') throw error;
    if (step[0] !== 'select') return `P:${error.code}`;
    const arm = step[1].findIndex(([kind, c]) => kind === 'send' && this.#closed[c] === true);
    return `#${arm} P:${error.code}`;
  }

  #channel(c: number): Channel<number> {
    return c < 0 ? Channel.nil<number>() : (this.#channels[c] as Channel<number>);
  }

  #arms(cases: CaseStep[]): Channel<number>[] {
    return cases.map((one) => {
      const channel = this.#channel(one[1]);
      return one[0] === 'send' ? channel.onSend(one[2]) : channel;
    }) as Channel<number>[];
  }

  /** @internal */
  check(): void {
    CHECK: {
      for (const channel of this.#channels) channel.check();
      for (const mutex of [...this.#mutexes, ...this.#rwMutexes]) mutex.check();
      for (const group of this.#groups) group.check();
      for (const once of this.#onces) once.check();
      for (const cond of this.#conds) cond.check();
    }
  }
}

function received({ value, ok }: Received<number>): string {
  return ok ? `r${String(value)}` : 'rX';
}

function many<T>(count: number | undefined, make: () => T): T[] {
  return Array.from({ length: count ?? 0 }, make);
}
