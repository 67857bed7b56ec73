/** What a killer and whoever started it tell one another. */
import type { Failure, Question } from './failure.ts';
import type { Ordered } from './order.ts';
import type { Kill } from './suite.ts';

export type Job =
  | { does: 'suite'; seed: number; rounds: number; ordered: readonly Ordered[] }
  | { does: 'replay'; failure: Failure; times: number };

export type ToKiller = { tells: 'job'; job: Job } | { tells: 'answer'; id: number; text: string };

export type FromKiller =
  | { tells: 'question'; id: number; question: Question }
  | { tells: 'kill'; kill: Kill | null }
  | { tells: 'failed'; times: number }
  | { tells: 'error'; text: string };
