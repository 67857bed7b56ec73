/** A failure as data: what ran, how, and what was wrong. So another process can run it again. */
import type { Form } from '../../../lib/testing/execution.ts';
import type { Program } from '../../../lib/testing/program.ts';
import type { Replay } from '../../../lib/testing/schedule.ts';
import type { Commands } from './commands.ts';

/** A program, the name of a scenario, or a sequence of commands. */
export type Subject = Program | Commands | { scenario: string };

/**
 * What is wrong. `outside`: an outcome that is not permitted, in a controlled world or, `outside in
 * the default world`, there. `never`: the replay leads to an outcome in the kernel as it is, which
 * this one never has. `order`: another default order than Go's. `commands`: what no model does.
 */
export type Kind = 'outside' | 'outside in the default world' | 'never' | 'order' | 'commands';

export interface Failure {
  readonly kind: Kind;
  /** Smallest, as far as shrinking goes. */
  readonly subject: Subject;
  readonly form: Form;
  readonly replay: Replay;
  /** The outcome that should not be, or that never is; the order that should be. */
  readonly outcome: string;
}

/** What the kernel as it is can be asked. */
export type Question =
  | { what: 'order'; program: Program }
  | { what: 'witness'; subject: Subject; form: Form; outcome: string };

export type Ask = (question: Question) => Promise<string>;
