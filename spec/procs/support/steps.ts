/** One process of a program, at some thread: it does its steps on the ends it is given. */
import { Channel, select } from 'millrace';
import type { Op, Routine } from 'millrace';
import type { Program } from 'millrace/testing';
import { GoError } from '../../../lib/kernel/errors.ts';
import type { Received } from '../../../lib/kernel/waiter.ts';

export type Step = Program['procs'][number][number];
export type CaseStep = ['send', number, number] | ['recv', number];

/** Before each step: it may let others go first. */
export type Pause = () => Op<unknown>;

export class Proc {
  /** How many steps it has done. */
  at = 0;
  readonly #steps: readonly Step[];
  readonly #channels: readonly Channel<number>[];
  readonly #pause: Pause;
  readonly #trace: string[] = [];
  #over = false;

  constructor(steps: readonly Step[], channels: readonly Channel<number>[], pause: Pause) {
    this.#steps = steps;
    this.#channels = channels;
    this.#pause = pause;
  }

  *run(): Routine<void> {
    for (const step of this.#steps) {
      try {
        yield* this.#pause();
        this.#trace.push(tell(step, yield* this.#begin(step)));
      } catch (error) {
        this.#failed(step, error);
        return;
      }
      this.at++;
    }
    this.#over = true;
  }

  async runAsync(): Promise<void> {
    for (const step of this.#steps) {
      try {
        await this.#pause();
        this.#trace.push(tell(step, await this.#begin(step)));
      } catch (error) {
        this.#failed(step, error);
        return;
      }
      this.at++;
    }
    this.#over = true;
  }

  /** What it has done, as the model tells it. */
  told(): string {
    const tokens = this.#over ? this.#trace : [...this.#trace, `B@${String(this.at)}`];
    return tokens.join(' ');
  }

  #begin(step: Step): Op<unknown> {
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
        return select([closedChannel]);
      default:
        throw new Error(`no step of these programs: ${step[0]}`);
    }
  }

  #failed(step: Step, error: unknown): void {
    if (!(error instanceof GoError) || error.code === 'MISUSE') throw error;
    this.#over = true;
    // Nobody can tell which arm of a select has panicked: whoever judges may try each.
    this.#trace.push(step[0] === 'select' ? `#? P:${error.code}` : `P:${error.code}`);
  }

  #channel(c: number): Channel<number> {
    return c < 0 ? Channel.nil<number>() : (this.#channels[c] as Channel<number>);
  }
}

function tell(step: Step, result: unknown): string {
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

const closedChannel: Channel<number> = new Channel<number>();
closedChannel.close();

function received({ value, ok }: Received<number>): string {
  return ok ? `r${String(value)}` : 'rX';
}
