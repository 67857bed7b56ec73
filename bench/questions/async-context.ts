import { AsyncLocalStorage } from 'node:async_hooks';

import { go } from 'millrace';
import { carryContext } from 'millrace/async-context';

import { timed } from '../harness/question.ts';
import type { Question, Timed } from '../harness/question.ts';
import { roundTrips } from './ping-pong.ts';
import { starter } from './start-finish.ts';

const storage = new AsyncLocalStorage<number>();

/** The same in a context of AsyncLocalStorage, carried by goroutines or not. */
function inContext(carried: boolean, run: (n: number) => PromiseLike<void>): Timed {
  return timed(async (n) => {
    const undo = carried ? carryContext() : undefined;
    await storage.run(1, () => run(n));
    undo?.();
  });
}

const question: Question = {
  name: 'AsyncContext',
  what: 'a ping-pong round trip, and a start and finish, where AsyncLocalStorage is in use',
  group: 'speed',
  sides: {
    'pingpong-off': inContext(false, roundTrips),
    'pingpong-on': inContext(true, roundTrips),
    'start-off': inContext(false, (n) => go(starter, n)),
    'start-on': inContext(true, (n) => go(starter, n)),
  },
  bounds: [],
};
export default question;
