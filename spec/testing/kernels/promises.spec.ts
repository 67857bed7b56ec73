import { Channel, gosched, select, type Op } from 'millrace';
import { kernels, wait, type Script } from './kernel.ts';

function* sending<T>(channel: Channel<T>, value: T): Script<void> {
  yield* wait(channel.send(value));
}

kernels('promises and signals', [
  {
    id: 'J02',
    title: 'a listener tells of an abort that came after the value',
    kind: 'promises',
    verdict: 'panic Error: settled twice',
    *main(go, mended) {
      const values = new Channel<number>(1);
      const controller = new AbortController();
      const settled: string[] = [];
      const caller = go(function* () {
        const listener = (): void => {
          settled.push('aborted');
        };
        if (!mended) controller.signal.addEventListener('abort', listener, { once: true });
        try {
          yield* wait(values.recv(mended ? { signal: controller.signal } : {}));
          settled.push('value');
        } catch {
          settled.push('aborted');
        }
      });
      go(function* () {
        yield* wait(values.send(1));
        controller.abort();
      });
      yield* wait(caller);
      yield* wait(gosched());
      if (settled.length > 1) throw new Error('settled twice');
    },
  },
  {
    id: 'J03',
    title: 'the loser of a race of promises takes a value with it',
    kind: 'promises',
    verdict: 'panic Error: a value is lost',
    forms: ['async'],
    *main(go, mended) {
      const [values, quit] = [new Channel<number>(1), new Channel<null>(1)];
      go(sending<null>, quit, null);
      const sender = go(sending<number>, values, 1);
      const first = mended
        ? yield* wait(select({ values, quit }))
        : yield* wait(
            Promise.race([values.recv(), quit.recv()]) as unknown as Op<{ value: unknown }>,
          );
      if (first.value !== null) return 'received';
      yield* wait(sender);
      if (values.tryRecv() === undefined) throw new Error('a value is lost');
      return 'left';
    },
  },
]);
