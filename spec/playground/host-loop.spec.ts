import { expect } from 'chai';
import { HostLoop } from '../../docs/.vitepress/playground/host-loop.ts';

/** A host whose timers and tasks run when the spec says so. */
function host(patience = 1): {
  loop: HostLoop;
  fire(): void;
  step(): void;
  tasks(): void;
  idle: () => number;
} {
  const timers = new Map<number, () => void>();
  const tasks: (() => void)[] = [];
  let last = 0;
  let idle = 0;
  const start = (callback: () => void): number => {
    timers.set(++last, callback);
    return last;
  };
  const stop = (timer: unknown): void => void timers.delete(timer as number);
  const loop = new HostLoop(
    {
      setTimeout: start,
      clearTimeout: stop,
      setInterval: start,
      clearInterval: stop,
      task: (callback) => void tasks.push(callback),
      tick: (callback) => void tasks.push(callback),
      patience: () => patience,
    },
    () => idle++,
  );
  const run = (): void => {
    while (tasks.length > 0) tasks.shift()?.();
  };
  const fire = (): void => {
    for (const callback of timers.values()) callback();
    run();
  };
  const step = (): void => tasks.shift()?.();
  return { loop, fire, step, tasks: run, idle: () => idle };
}

describe('the end of a program in the playground', () => {
  it('comes when nothing is left that could call back, and once', () => {
    const { loop, fire, tasks, idle } = host();
    loop.setTimeout(() => {});
    loop.look();
    tasks();
    expect(idle()).to.equal(0);
    fire();
    expect(idle()).to.equal(1);
    loop.look();
    tasks();
    expect(idle()).to.equal(1);
  });

  it('is not held by a timer that was stopped or let go', () => {
    for (const undo of ['clear', 'unref'] as const) {
      const { loop, tasks, idle } = host();
      const timer = loop.setTimeout(() => {});
      if (undo === 'clear') loop.clearTimeout(Number(timer));
      else timer.unref();
      tasks();
      expect(idle(), undo).to.equal(1);
    }
  });

  it('is held by an interval, an immediate and a promise of the host', async () => {
    const { loop, fire, tasks, idle } = host();
    const interval = loop.setInterval(() => {});
    fire();
    fire();
    let ran = 0;
    loop.setImmediate((n) => (ran += n as number), 2);
    const held = loop.hold(Promise.resolve());
    loop.clearTimeout(interval);
    tasks();
    expect([ran, idle()]).to.deep.equal([2, 0]);
    await held;
    tasks();
    expect(idle()).to.equal(1);
  });

  it('comes when nothing has happened for some ticks on end', () => {
    const { loop, step, idle } = host(3);
    loop.look();
    step();
    step();
    loop.look(); // of what the page does not tell
    step();
    step();
    expect(idle()).to.equal(0);
    step();
    expect(idle()).to.equal(1);
  });

  it('asks before it, and again when that brought something to do', () => {
    const { loop, fire, tasks, idle } = host();
    let asked = 0;
    const ask = (): void => {
      if (++asked === 1) loop.setTimeout(() => {});
    };
    loop.on('beforeExit', ask);
    loop.look();
    tasks();
    expect([asked, idle()]).to.deep.equal([1, 0]);
    fire();
    expect([asked, idle()]).to.deep.equal([2, 1]);
  });

  it('does not ask who took his question back, nor after the end', () => {
    const { loop, tasks, idle } = host();
    const ask = (): void => expect.fail('asked');
    loop.on('beforeExit', ask);
    loop.off('beforeExit', ask);
    loop.look();
    tasks();
    expect(idle()).to.equal(1);
    const ended = host();
    ended.loop.look();
    ended.loop.end();
    ended.tasks();
    expect(ended.idle()).to.equal(0);
  });
});
