/** Carries out commands on real channels, and notes who is through with what. */
import { getEventListeners } from 'node:events';
import { Channel, go, select, trySelect, type ArmLike, type Op, type Received } from 'millrace';
import { kernel } from '../../../lib/kernel/world.ts';
import { SIGNALS, valueOf, type ArmOf, type Command, type Pace } from './command.ts';
import type { Outcome } from './model.ts';

type Chosen = { key: string | number; value: unknown; ok: boolean };

export class Rig {
  readonly channels: Channel<number>[];
  /** Who is through, in the order in which they learnt of it. */
  readonly log: Outcome[] = [];
  readonly #signals: AbortController[];

  constructor(capacities: readonly number[]) {
    this.channels = capacities.map((capacity) => new Channel<number>(capacity));
    this.#signals = Array.from({ length: SIGNALS }, () => new AbortController());
  }

  /** Starts a command. What waits goes on waiting; the log tells when it is through. */
  start(command: Command, op: number): void {
    const { door } = command;
    const note = (text: string): number => this.log.push([op, text]);
    const ended = (result: unknown): number => note(textOf(command, result));
    const failed = (error: unknown): number => note(failureOf(error));
    const begin = (): Op<unknown> | undefined => {
      hurry(command.pace);
      try {
        const result = this.#do(command, op);
        if (result instanceof Waits) return result.op;
        ended(result);
      } catch (error) {
        failed(error);
      }
      return undefined;
    };
    switch (door) {
      case 'promise':
        void begin()?.then(ended, failed);
        break;
      case 'out':
        go(function* () {
          yield* [];
          void begin()?.then(ended, failed);
        });
        break;
      case 'async':
        go(async () => {
          try {
            const waiting = begin();
            if (waiting !== undefined) ended(await waiting);
          } catch (error) {
            failed(error);
          }
        });
        break;
      case 'generator':
      case 'in': {
        const early = door === 'in' ? begin() : undefined;
        // The goroutine may start only after the slice: until then somebody has to look at it.
        early?.catch(() => {});
        go(function* () {
          try {
            const waiting = door === 'in' ? early : begin();
            if (waiting !== undefined) ended(yield* waiting);
          } catch (error) {
            failed(error);
          }
        });
      }
    }
  }

  /** How many listeners each signal has. */
  listeners(): number[] {
    return this.#signals.map(({ signal }) => getEventListeners(signal, 'abort').length);
  }

  #do(command: Command, op: number): unknown {
    if (command.what === 'abort') {
      this.#signals[command.signal]?.abort(new Error('abort'));
      if (command.renew) this.#signals[command.signal] = new AbortController();
      return 'a';
    }
    const { under } = command;
    const options = under === null ? undefined : { signal: this.#signalOf(under) };
    if ('arms' in command) {
      const arms = this.#arms(command.arms, op, command.record);
      return command.what === 'select'
        ? new Waits(select(arms, options))
        : (trySelect(arms) ?? '#d');
    }
    const channel = this.channels[command.on % this.channels.length] as Channel<number>;
    const value = valueOf(op, -1);
    switch (command.what) {
      case 'send':
        return new Waits(channel.send(value, options));
      case 'recv':
        return new Waits(channel.recv(options));
      case 'trySend':
        return channel.trySend(value) ? 's' : '-';
      case 'tryRecv':
        return channel.tryRecv() ?? '-';
      case 'length':
        return `l${String(channel.length)}`;
      case 'close':
        channel.close();
        return 'c';
    }
  }

  #signalOf(under: number): AbortSignal {
    return (this.#signals[under] as AbortController).signal;
  }

  #arms(arms: readonly ArmOf[], op: number, record: boolean): ArmLike[] {
    const list = arms.map(({ way, on }, i): ArmLike => {
      const channel = this.channels[on % this.channels.length] as Channel<number>;
      if (way === 'nil') return i % 2 === 0 ? null : Channel.nil<number>();
      return way === 'send' ? channel.onSend(valueOf(op, i)) : channel;
    });
    return record ? (Object.fromEntries(list.entries()) as unknown as ArmLike[]) : list;
  }
}

class Waits {
  readonly op: Op<unknown>;
  constructor(op: Op<unknown>) {
    this.op = op;
  }
}

/** Puts the scheduler where an operation finds it in a hurry, or at the end of a slice. */
export function hurry(pace: Pace): void {
  const world = kernel.home;
  if (pace === 'fast' || world.spent) return;
  if (pace === 'late') {
    // Asks for the macrotask that ends the slice, then lets the slice be over.
    world.turn();
    world.sliceStart = -Infinity;
  }
  world.budget = 0;
}

function textOf(command: Command, result: unknown): string {
  if (typeof result === 'string') return result;
  if (command.what === 'send') return result === undefined ? 's' : 'a send gave something';
  if (command.what !== 'select' && command.what !== 'trySelect') {
    return received(result as Received<number>);
  }
  const { key, value, ok } = result as Chosen;
  const sent = command.arms[Number(key)]?.way === 'send';
  if (sent) return value === undefined && ok ? `#${key} s` : 'a send arm gave something';
  return `#${key} ${ok ? `r${String(value)}` : value === undefined ? 'rX' : 'a close gave a value'}`;
}

function received({ value, ok, done }: Received<number>): string {
  if (ok === done) return 'ok and done are alike';
  return ok ? `r${value}` : value === undefined ? 'rX' : 'a close gave a value';
}

function failureOf(error: unknown): string {
  if (error instanceof Error && error.message === 'abort') return 'abort';
  return `P:${(error as { code?: string }).code ?? String(error)}`;
}
