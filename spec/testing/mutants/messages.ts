/** What a killer and whoever started it tell one another. */
import type { Failure, Question } from './failure.ts';
import type { Kill, Setting } from './suite.ts';

export type Job =
  ({ does: 'suite' } & Omit<Setting, 'ask'>) | { does: 'replay'; failure: Failure; times: number };

export type ToKiller = { tells: 'job'; job: Job } | { tells: 'answer'; id: number; text: string };

export type FromKiller =
  | { tells: 'question'; id: number; question: Question }
  | { tells: 'kill'; kill: Kill | null }
  | { tells: 'failed'; times: number }
  | { tells: 'error'; text: string };
