/** Calls of what a module serves: typed by its record. */
import { Channel } from 'millrace';
import type { Op, Receiver, Routine, Sender } from 'millrace';
import { background, type Context } from 'millrace/context';
import { Procs, serve, transfer, type HostURL } from 'millrace/procs';
import { describe, expect, it } from 'tstyche';

const work = serve({
  add: (a: number, b: number) => a + b,
  async later(text: string) {
    return [text];
  },
  *worker(jobs: Receiver<number>, results: Sender<string>, ctx?: Context): Routine<boolean> {
    for (;;) {
      const { value, ok } = yield* jobs.recv();
      if (!ok) return ctx !== undefined;
      yield* results.send(String(value));
    }
  },
  bytes: (bytes: Uint8Array) => bytes,
  none() {},
});

interface Declared {
  add(a: number, b: number): number;
}

declare const procs: Procs<typeof work>;

describe('serve', () => {
  it('gives the record as it is', () => {
    expect(serve({ add: (a: number) => a })).type.toBe<{ add: (a: number) => number }>();
    expect(serve).type.not.toBeCallableWith({ add: 1 });
    expect(serve).type.not.toBeCallableWith();
  });
});

describe('Procs', () => {
  it('takes what makes the threads', () => {
    expect(new Procs<typeof work>(new URL('file:///work.js'))).type.toBe<Procs<typeof work>>();
    expect<HostURL>().type.toBe<URL>();
    expect(new Procs<Declared>('file:///work.js', { procs: 2 })).type.toBe<Procs<Declared>>();
    expect(Procs<Declared>).type.toBeConstructableWith(
      (options: WorkerOptions) => new Worker('work.js', options),
    );
    expect(Procs<Declared>).type.not.toBeConstructableWith(1);
    expect(Procs<Declared>).type.not.toBeConstructableWith('x', { proc: 1 });
  });

  it('gives what the function returns, awaited, as an operation', () => {
    expect(procs.go('add', 1, 2)).type.toBe<Op<number>>();
    expect(procs.go('later', 'a')).type.toBe<Op<string[]>>();
    expect(procs.go('none')).type.toBe<Op<void>>();
    expect(procs.go('bytes', transfer(new Uint8Array(1), []))).type.toBe<Op<Uint8Array>>();
  });

  it('takes channels, their ends and contexts where the function does', () => {
    const [jobs, results] = [new Channel<number>(), new Channel<string>()];
    expect(procs.go('worker', jobs, results)).type.toBe<Op<boolean>>();
    const receiver: Receiver<number> = jobs;
    expect(procs.go('worker', receiver, results, background())).type.toBe<Op<boolean>>();
    expect(procs.go).type.not.toBeCallableWith('worker', results, jobs);
  });

  it('knows the names and the arguments', () => {
    expect(procs.go).type.not.toBeCallableWith('hash');
    expect(procs.go).type.not.toBeCallableWith('add', 1);
    expect(procs.go).type.not.toBeCallableWith('add', 1, '2');
    expect(procs.go).type.not.toBeCallableWith('none', 1);
  });

  it('is disposed of, and closed', () => {
    expect(procs.close()).type.toBe<Op<void>>();
    expect<AsyncDisposable>().type.toBeAssignableFrom<Procs<typeof work>>();
  });
});
