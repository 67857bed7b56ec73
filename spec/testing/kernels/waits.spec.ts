import { Channel, gosched, select, WaitGroup } from 'millrace';
import { kernels, wait, type Script } from './kernel.ts';

kernels('waiting for one another', [
  {
    id: 'B18',
    title: 'one stop is sent, and two workers wait for one each',
    kind: 'channel',
    verdict: 'deadlock',
    *main(go, mended) {
      const stop = new Channel<null>();
      const workers = [1, 2].map(() =>
        go(function* () {
          yield* wait(stop.recv());
        }),
      );
      if (mended) stop.close();
      else yield* wait(stop.send(null));
      for (const one of workers) yield* wait(one);
    },
  },
  {
    id: 'B19',
    title: 'two loops send to each other',
    kind: 'channel',
    verdict: 'deadlock',
    samples: 300,
    *main(go, mended) {
      const events = new Channel<string>();
      const callbacks = new Channel<string>();
      const loop = go(function* () {
        for (let i = 0; i < 4; i++) {
          const { value } = yield* wait(events.recv());
          if (value === 'event') yield* wait(callbacks.send(value));
        }
      });
      go(function* () {
        for (let i = 0; i < 2; i++) {
          yield* wait(callbacks.recv());
          if (mended) {
            go(function* () {
              yield* wait(events.send('called'));
            });
          } else {
            yield* wait(events.send('called'));
          }
        }
      });
      for (let i = 0; i < 2; i++) yield* wait(events.send('event'));
      yield* wait(loop);
    },
  },
  {
    id: 'B20',
    title: 'a loop starts by sending to its own queue, which others have filled',
    kind: 'channel',
    verdict: 'deadlock',
    *main(go, mended) {
      const queue = new Channel<string>(mended ? 2 : 1);
      const loop = go(function* () {
        yield* wait(queue.send('start'));
        for (let i = 0; i < 2; i++) yield* wait(queue.recv());
      });
      const other = go(function* () {
        yield* wait(queue.send('job'));
      });
      yield* wait(loop);
      yield* wait(other);
    },
  },
  {
    id: 'B22',
    title: 'a loop handles the message that stops it, and waits for its own end',
    kind: 'channel',
    verdict: 'deadlock',
    *main(go, mended) {
      const messages = new Channel<string>();
      const quit = new Channel<never>();
      const ended = new Channel<never>();
      function* stop(isLoop: boolean): Script<void> {
        quit.close();
        if (!isLoop) yield* wait(ended.recv());
      }
      go(function* () {
        for (;;) {
          const got = yield* wait(select({ messages, quit }));
          if (got.key === 'quit') break;
          yield* stop(mended);
        }
        ended.close();
      });
      yield* wait(messages.send('stop'));
      yield* wait(ended.recv());
    },
  },
  {
    id: 'B23',
    title: 'who cancels tells one after the other, and the first is not listening',
    kind: 'channel',
    verdict: 'deadlock',
    samples: 400,
    *main(go, mended) {
      const inputs = [new Channel<string>(1), new Channel<string>(1)] as const;
      const [first, second] = inputs;
      yield* wait(first.send('job'));
      const other = go(function* () {
        yield* wait(second.recv());
      });
      // It has a job to do, for which it needs the other.
      const busy = go(function* () {
        yield* wait(other);
        for (let i = 0; i < 2; i++) yield* wait(first.recv());
      });
      for (const input of inputs) {
        const cancel = function* (): Script<void> {
          yield* wait(input.send('cancel'));
        };
        if (mended) go(cancel);
        else yield* cancel();
      }
      yield* wait(busy);
    },
  },
  {
    id: 'B30',
    title: 'a group is waited for in the loop that starts its tasks',
    kind: 'channel and wait group',
    verdict: 'deadlock main [sync.WaitGroup.Wait]',
    *main(go, mended) {
      const group = new WaitGroup();
      group.add(2);
      for (let i = 0; i < 2; i++) {
        go(function* () {
          yield* wait(gosched());
          group.done();
        });
        if (!mended) yield* wait(group.wait());
      }
      yield* wait(group.wait());
    },
  },
  {
    id: 'B31',
    title: 'results are received only after all have sent theirs',
    kind: 'channel and wait group',
    verdict: 'deadlock main [sync.WaitGroup.Wait]',
    samples: 400,
    *main(go, mended) {
      const group = new WaitGroup();
      const results = new Channel<number>();
      for (let n = 0; n < 2; n++) {
        group.add(1);
        go(function* () {
          yield* wait(results.send(n));
          group.done();
        });
      }
      const closing = function* (): Script<void> {
        yield* wait(group.wait());
        results.close();
      };
      if (mended) go(closing);
      else yield* closing();
      let sum = 0;
      for (;;) {
        const { value, ok } = yield* wait(results.recv());
        if (!ok) return sum;
        sum += value;
      }
    },
  },
  {
    id: 'B33',
    title: 'who stops a timer takes away its tick, which somebody has received',
    kind: 'channel',
    verdict: 'deadlock main [chan receive]',
    *main(go, mended) {
      const timer = { ticks: new Channel<null>(1), fired: false };
      const stop = (): boolean => !timer.fired;
      go(function* () {
        yield* wait(gosched());
        timer.fired = timer.ticks.trySend(null);
      });
      go(function* () {
        yield* wait(gosched());
        timer.ticks.tryRecv();
      });
      yield* wait(gosched());
      if (stop()) return 'stopped';
      if (mended) timer.ticks.tryRecv();
      else yield* wait(timer.ticks.recv());
      return 'too late';
    },
  },
]);
