/** Joins, turns, draws, failures and what is left behind. */
import { Channel, go, gosched, select, trySelect, WaitGroup } from 'millrace';
import { kernel } from '../../../../lib/kernel/world.ts';
import type { Scenario } from './scenario.ts';

/** What a select of four ready arms draws from this number. */
function drawn(random: number): unknown {
  const arms = [1, 2, 3, 4].map(() => new Channel<void>(1).onSend(undefined));
  const original = Math.random;
  Math.random = () => random;
  try {
    return trySelect(arms)?.key;
  } finally {
    Math.random = original;
  }
}

export const kernelScenarios: readonly Scenario[] = [
  {
    name: 'two join one',
    *body() {
      const gate = new Channel<void>();
      const one = go(function* () {
        yield* gate.recv();
        return 7;
      });
      const joins = [1, 2].map(() =>
        go(function* () {
          return yield* one;
        }),
      );
      yield* gosched();
      yield* gate.send();
      let sum = 0;
      for (const join of joins) sum += yield* join;
      return sum;
    },
    permitted: ['ok 14'],
  },
  {
    name: 'who joins what fails',
    *body() {
      const failing = go(function* () {
        yield* gosched();
        throw new Error('no');
      });
      try {
        yield* failing;
      } catch {
        return 'caught';
      }
      return 'missed';
    },
    permitted: ['ok caught'],
  },
  {
    name: 'gosched lets the others run',
    *body() {
      const log: string[] = [];
      const all = ['a', 'b'].map((name) =>
        go(function* () {
          log.push(`${name}1`);
          yield* gosched();
          log.push(`${name}2`);
        }),
      );
      for (const one of all) yield* one;
      return log.join(' ');
    },
    permitted: ['ok a1 b1 a2 b2'],
    only: 'default world',
  },
  {
    name: 'every ready arm is drawn by some number',
    body: () => [0, 0.25, 0.5, 0.75].map(drawn).join(' '),
    permitted: ['ok 0 1 2 3'],
    only: 'default world',
  },
  {
    name: 'the host has its turn beside those who never rest',
    *body() {
      let turned = false;
      setImmediate(() => {
        turned = true;
      });
      // The clock is looked at soon, and not after the operations of a whole run.
      kernel.home.budget = 0;
      for (let i = 0; i < 400_000; i++) {
        yield* gosched();
        if (turned) return 'has its turn';
      }
      return 'waits';
    },
    permitted: ['ok has its turn'],
    only: 'default world',
  },
  {
    name: 'who leaves a loop takes nothing',
    *body() {
      const channel = new Channel<number>();
      const iterator = channel[Symbol.asyncIterator]();
      void iterator.next();
      void iterator.return?.();
      return channel.trySend(1) ? 'somebody receives' : 'nobody receives';
    },
    permitted: ['ok nobody receives'],
    only: 'default world',
  },
  {
    name: 'a task counts from when it is given',
    *body() {
      const group = new WaitGroup();
      let done = false;
      group.go(function* () {
        yield* gosched();
        done = true;
      });
      yield* group.wait();
      return done ? 'done' : 'too early';
    },
    permitted: ['ok done'],
  },
  {
    name: 'a task that fails is never done',
    *body() {
      const group = new WaitGroup();
      group.add(1);
      // Of two that fail the one that was started first is named.
      go(function* () {
        yield* group.wait();
        throw new Error('through');
      });
      group.go(function* () {
        throw new Error('no');
      });
      group.done();
      yield* group.wait();
    },
    permitted: ['panic Error: no'],
    only: 'controlled',
  },
  {
    name: 'an abort takes one of two waits for a group',
    *body() {
      const group = new WaitGroup();
      const controller = new AbortController();
      group.add(1);
      const patient = go(function* () {
        yield* group.wait();
        return 'through';
      });
      const impatient = go(function* () {
        try {
          yield* group.wait({ signal: controller.signal });
          return 'through';
        } catch {
          return 'aborted';
        }
      });
      yield* gosched();
      controller.abort();
      const first = yield* impatient;
      group.done();
      return `${first}, ${yield* patient}`;
    },
    permitted: ['ok aborted, through'],
  },
  {
    name: 'a buffer that grows keeps its order',
    *body() {
      const channel = new Channel<number>(40);
      const taken: number[] = [];
      for (let value = 0; value < 40; value++) {
        channel.trySend(value);
        if (value < 5) taken.push(channel.tryRecv()?.value as number);
      }
      while (channel.length > 0) taken.push((yield* channel.recv()).value as number);
      return taken.every((value, i) => value === i) ? 'in order' : taken.join(' ');
    },
    permitted: ['ok in order'],
  },
  {
    name: 'a close finds who waits on both sides among the receivers',
    *body() {
      const channel = new Channel<number>();
      const both = go(function* () {
        const { key, ok } = yield* select({ send: channel.onSend(1), recv: channel });
        return `${key} ${String(ok)}`;
      });
      yield* gosched();
      channel.close();
      try {
        return yield* both;
      } catch {
        return 'refused';
      }
    },
    permitted: ['ok recv false'],
    only: 'default world',
  },
];
