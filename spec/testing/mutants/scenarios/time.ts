/** What is due, and when: in virtual time. */
import { after, go, gosched, sleep } from 'millrace';
import { Ticker, Timer } from 'millrace/time';
import { timersOf } from '../../../../lib/kernel/timers.ts';
import { here } from '../../../../lib/kernel/world.ts';
import type { Scenario } from './scenario.ts';

const only = 'controlled';

export const timeScenarios: readonly Scenario[] = [
  {
    name: 'sleepers wake when they are due',
    *body() {
      const log: number[] = [];
      const all = [3, 5, 4, 1, 2].map((ms) =>
        go(function* () {
          yield* sleep(ms);
          log.push(ms);
        }),
      );
      for (const one of all) yield* one;
      return log.join(' ');
    },
    permitted: ['ok 1 2 3 4 5'],
    only,
  },
  {
    name: 'a sleep takes its time',
    *body() {
      const start = here().now();
      yield* sleep(10);
      return here().now() - start;
    },
    permitted: ['ok 10'],
    only,
  },
  {
    name: 'an abort leaves no timer',
    *body() {
      const controller = new AbortController();
      const sleeper = go(function* () {
        try {
          yield* sleep(1000, { signal: controller.signal });
        } catch {
          return 'aborted';
        }
        return 'slept';
      });
      yield* gosched();
      controller.abort();
      return `${yield* sleeper}, next ${String(timersOf(here()).nextMs)}`;
    },
    permitted: ['ok aborted, next Infinity'],
    only,
  },
  {
    name: 'a time comes once',
    *body() {
      const time = after(5);
      yield* time.recv();
      yield* sleep(5);
      return time.tryRecv() === undefined ? 'once' : 'twice';
    },
    permitted: ['ok once'],
    only,
  },
  {
    name: 'a ticker keeps its phase',
    *body() {
      const { c } = new Ticker(10);
      const start = here().now();
      yield* sleep(35);
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        yield* c.recv();
        times.push(here().now() - start);
      }
      return times.join(' ');
    },
    permitted: ['ok 35 40 50'],
    only,
  },
  {
    name: 'a timer that was stopped gives nothing',
    *body() {
      const timer = new Timer(5);
      timer.stop();
      yield* sleep(10);
      return timer.c.tryRecv() === undefined ? 'nothing' : 'a time';
    },
    permitted: ['ok nothing'],
    only,
  },
  {
    name: 'a timer that is set anew counts from then',
    *body() {
      const start = here().now();
      const timer = new Timer(5);
      yield* sleep(3);
      timer.reset(5);
      yield* timer.c.recv();
      return here().now() - start;
    },
    permitted: ['ok 8'],
    only,
  },
];
