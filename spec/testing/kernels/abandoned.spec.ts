import { Channel, gosched, select } from 'millrace';
import * as context from 'millrace/context';
import { kernels, wait, type Script } from './kernel.ts';

function* sending<T>(channel: Channel<T>, ...values: T[]): Script<void> {
  for (const value of values) yield* wait(channel.send(value));
}

kernels('left behind', [
  {
    id: 'B11',
    title: 'a worker answers when its caller has given up',
    kind: 'channel',
    verdict: 'leak',
    *main(go, mended) {
      const timeout = new Channel<never>();
      go(function* () {
        yield* wait(gosched());
        timeout.close();
      });
      const answers = new Channel<number>(mended ? 1 : 0);
      go(sending, answers, 42);
      return (yield* wait(select({ answers, timeout }))).key;
    },
  },
  {
    id: 'B12',
    title: 'workers range over a channel that nobody closes',
    kind: 'channel',
    verdict: 'leak',
    samples: 400,
    *main(go, mended) {
      const jobs = new Channel<number>(2);
      for (let i = 0; i < 2; i++) {
        go(function* () {
          while ((yield* wait(jobs.recv())).ok);
        });
      }
      yield* sending(jobs, 1, 2);
      if (mended) jobs.close();
    },
  },
  {
    id: 'B13',
    title: 'a parent returns on an error before it receives from its child',
    kind: 'channel',
    verdict: 'leak',
    *main(go, mended) {
      const errors = new Channel<string>(1);
      const results = new Channel<number>(mended ? 1 : 0);
      go(sending, results, 1);
      go(sending, errors, 'no');
      const first = yield* wait(select({ results, errors }));
      return first.key === 'errors' ? 'failed' : first.value;
    },
  },
  {
    id: 'B14',
    title: 'the first of three results is enough',
    kind: 'channel',
    verdict: 'leak',
    samples: 400,
    *main(go, mended) {
      const results = new Channel<number>(mended ? 3 : 0);
      for (let n = 0; n < 3; n++) go(sending, results, n);
      return (yield* wait(results.recv())).value;
    },
  },
  {
    id: 'B15',
    title: 'the branch of an error sends, and falls through to send again',
    kind: 'channel',
    verdict: 'leak',
    *main(go, mended) {
      const results = new Channel<string | undefined>();
      go(function* () {
        const text: string | undefined = undefined;
        if (text === undefined) {
          yield* wait(results.send(undefined));
          if (mended) return;
        }
        yield* wait(results.send(text));
      });
      return (yield* wait(results.recv())).value;
    },
  },
  {
    id: 'B16',
    title: 'a cancellation stops the reader, and not who sends to it',
    kind: 'channel and context',
    verdict: 'leak',
    *main(go, mended) {
      const [ctx, cancel] = context.withCancel(context.background());
      const done = ctx.done();
      const lines = new Channel<number>();
      go(function* () {
        for (let n = 0; n < 2; n++) {
          const sent = lines.onSend(n);
          const { key } = yield* wait(select(mended ? { sent, done } : { sent }));
          if (key === 'done') return;
        }
      });
      const reader = go(function* () {
        for (;;) {
          if ((yield* wait(select({ lines, done }))).key === 'done') return;
        }
      });
      cancel();
      yield* wait(reader);
    },
  },
  {
    id: 'B17',
    title: 'a watcher waits for the end of what nobody ends',
    kind: 'channel and context',
    verdict: 'leak',
    *main(go, mended) {
      const [ctx, cancel] = context.withCancel(context.background());
      let isOpen = true;
      go(function* () {
        yield* wait(ctx.done().recv());
        isOpen = false;
      });
      yield* wait(gosched());
      if (mended) cancel();
      return isOpen;
    },
  },
  {
    id: 'B21',
    title: 'somebody asks for the status of a loop that has ended',
    kind: 'channel',
    verdict: 'leak',
    samples: 400,
    *main(go, mended) {
      const requests = new Channel<Channel<string>>();
      const stop = new Channel<never>();
      const ended = new Channel<never>();
      const loop = go(function* () {
        for (;;) {
          const got = yield* wait(select({ requests, stop }));
          if (got.key === 'stop' || !got.ok) break;
          yield* wait(got.value.send('well'));
        }
        ended.close();
      });
      go(function* () {
        const reply = new Channel<string>(1);
        const asked = requests.onSend(reply);
        const { key } = yield* wait(select(mended ? { asked, ended } : { asked }));
        if (key === 'asked') yield* wait(reply.recv());
      });
      yield* wait(gosched());
      stop.close();
      yield* wait(loop);
    },
  },
  {
    id: 'B34',
    title: 'somebody receives from a field that was set to the nil channel',
    kind: 'channel',
    verdict: 'leak',
    *main(go, mended) {
      const events = new Channel<number>();
      const source = { events };
      go(function* () {
        for (;;) if (!(yield* wait(source.events.recv())).ok) return;
      });
      yield* sending(events, 1);
      if (mended) events.close();
      else source.events = Channel.nil<number>();
    },
  },
  {
    id: 'J01',
    title: 'one goroutine fails, and its sibling waits for what it would have sent',
    kind: 'promises',
    verdict: 'leak',
    *main(go, mended) {
      const lines = new Channel<string>();
      const producer = go(function* () {
        try {
          yield* wait(lines.send('first'));
          throw new Error('the file has ended');
        } finally {
          if (mended) lines.close();
        }
      });
      go(function* () {
        while ((yield* wait(lines.recv())).ok);
      });
      try {
        yield* wait(producer);
      } catch {
        return 'failed';
      }
      return undefined;
    },
  },
  {
    id: 'J05',
    title: 'a loop is left early, and who sends to it is not told',
    kind: 'promises',
    verdict: 'leak',
    *main(go, mended) {
      const stop = new Channel<never>();
      const numbers = new Channel<number>();
      go(function* () {
        for (let n = 0; ; n++) {
          const { key } = yield* wait(select({ sent: numbers.onSend(n), stop }));
          if (key === 'stop') return;
        }
      });
      const found = go(function* () {
        for (;;) {
          const { value } = yield* wait(numbers.recv());
          if (value === 2) break;
        }
        if (mended) stop.close();
      });
      yield* wait(found);
    },
  },
]);
