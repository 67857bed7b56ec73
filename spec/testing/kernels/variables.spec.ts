import { Channel, gosched } from 'millrace';
import { Mutex } from 'millrace/sync';
import { kernels, wait, type Script } from './kernel.ts';

kernels('variables between two operations', [
  {
    id: 'N07',
    title: 'a counter is read, and written after somebody else has had a turn',
    kind: 'data race',
    verdict: 'panic Error: an update is lost',
    *main(go, mended) {
      const mutex = new Mutex();
      const log = new Channel<null>(2);
      let count = 0;
      function* add(): Script<void> {
        if (mended) yield* wait(mutex.lock());
        const before = count;
        yield* wait(log.send(null));
        count = before + 1;
        if (mended) mutex.unlock();
      }
      const both = [go(add), go(add)];
      for (const one of both) yield* wait(one);
      if (count !== 2) throw new Error('an update is lost');
    },
  },
  {
    id: 'N08',
    title: 'what a sibling makes is used before it is there',
    kind: 'order violation',
    verdict: 'panic TypeError',
    *main(go, mended) {
      let client: { get(): string } | undefined;
      const ready = new Channel<never>();
      go(function* () {
        yield* wait(gosched());
        client = { get: () => 'page' };
        ready.close();
      });
      const user = go(function* () {
        if (mended) yield* wait(ready.recv());
        else yield* wait(gosched());
        return (client as { get(): string }).get();
      });
      return yield* wait(user);
    },
  },
  {
    id: 'N10',
    title: 'goroutines share the variable of a loop',
    kind: 'captured variable',
    verdict: 'panic Error: somebody was served twice',
    *main(go, mended) {
      const served = new Channel<number>(2);
      let next = 0;
      for (; next < 2; next++) {
        const own = next;
        go(function* () {
          yield* wait(served.send(mended ? own : next));
        });
        if (!mended) yield* wait(gosched());
      }
      const [one, other] = [yield* wait(served.recv()), yield* wait(served.recv())];
      if (one.value === other.value) throw new Error('somebody was served twice');
    },
  },
  {
    id: 'N11',
    title: 'a list is gone through while another takes from it',
    kind: 'data race',
    verdict: 'panic Error: passed over',
    *main(go, mended) {
      const sessions = ['a', 'b', 'c'];
      const notified = new Channel<string>(3);
      const notifier = go(function* () {
        for (const one of mended ? [...sessions] : sessions) yield* wait(notified.send(one));
      });
      const leaving = go(function* () {
        yield* wait(gosched());
        sessions.shift();
      });
      yield* wait(notifier);
      yield* wait(leaving);
      notified.close();
      const all: unknown[] = [];
      for (;;) {
        const got = yield* wait(notified.recv());
        if (!got.ok) break;
        all.push(got.value);
      }
      for (const one of ['b', 'c']) if (!all.includes(one)) throw new Error('passed over');
    },
  },
  {
    id: 'N12',
    title: 'three others have to come in one order for it to be used when it has expired',
    kind: 'order violation',
    verdict: 'panic Error: used what has expired',
    runs: 1_000,
    samples: 400,
    *main(go, mended) {
      const [connected, authorised, expired] = [1, 2, 3];
      let state = 0;
      function* become(next: number): Script<void> {
        yield* wait(gosched());
        if (state === next - 1) state = next;
      }
      const user = go(function* () {
        yield* wait(gosched());
        if (mended && state === expired) return 'refused';
        if (state === expired) throw new Error('used what has expired');
        return state === authorised ? 'used' : 'refused';
      });
      const others = [expired, authorised, connected].map((next) => go(become, next as number));
      for (const one of others) yield* wait(one);
      return yield* wait(user);
    },
  },
]);
