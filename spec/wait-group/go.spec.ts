import { expect } from 'chai';
import { FatalError, go, goexit, gosched, numGoroutine, WaitGroup } from 'millrace';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure, idle } from '../goroutine/script.ts';

/** A task of either form. */
const tasks: Record<string, (log: string[]) => () => unknown> = {
  generator: (log) =>
    function* () {
      yield* gosched();
      log.push('task');
    },
  async: (log) => async () => {
    await gosched();
    log.push('task');
  },
  plain: (log) => () => log.push('task'),
};

const failing: Record<string, (error: Error) => () => unknown> = {
  generator: (error) =>
    function* () {
      yield* gosched();
      throw error;
    },
  async: (error) => async () => {
    await gosched();
    throw error;
  },
  plain: (error) => () => {
    throw error;
  },
};

describe('WaitGroup.go', () => {
  for (const [name, task] of Object.entries(tasks)) {
    it(`adds one, starts it, and is done when it returns: ${name} [WG-08]`, async () => {
      const group = new WaitGroup();
      const log: string[] = [];
      for (let i = 0; i < 3; i++) group.go(task(log));
      log.push('started');
      await group.wait();
      expect(log).to.deep.equal(['started', 'task', 'task', 'task']);
      group.check();
    });
  }

  for (const [name, task] of Object.entries(failing)) {
    it(`of a task that fails is never done; the host gets the error: ${name} [WG-09]`, async () => {
      const group = new WaitGroup();
      const error = new Error('task');
      let over = false;
      const heard = await hostErrors(async () => {
        group.go(task(error));
        group.wait().then(
          () => (over = true),
          () => {},
        );
        await idle();
      });
      expect(heard.rejections).to.deep.equal([]);
      expect(heard.exceptions.map((one) => one.cause)).to.deep.equal([error]);
      expect(over).to.equal(false);
      group.done();
      await idle();
      expect(over).to.equal(true);
    });
  }

  it('is done when its task ends by goexit [WG-08]', async () => {
    const group = new WaitGroup();
    const heard = await hostErrors(async () => {
      group.go(function* () {
        goexit();
      });
      group.go(async () => goexit());
      await group.wait();
    });
    expect(heard).to.deep.equal({ rejections: [], exceptions: [] });
  });

  it('takes part in numGoroutine [GO-10]', async () => {
    const before = numGoroutine();
    const group = new WaitGroup();
    group.go(function* () {
      yield* gosched();
    });
    expect(numGoroutine()).to.equal(before + 1);
    await group.wait();
    expect(numGoroutine()).to.equal(before);
  });

  it('started from many goroutines counts them all [WG-06]', async () => {
    const group = new WaitGroup();
    let ran = 0;
    function* tree(depth: number): Generator<never, void, void> {
      ran++;
      if (depth === 0) return;
      for (let i = 0; i < 3; i++) group.go(() => tree(depth - 1));
    }
    group.go(() => tree(4));
    await group.wait();
    expect(ran).to.equal(121);
  });

  for (const nothing of [undefined, null, 5, 'task', {}]) {
    it(`refuses ${String(nothing)}: nothing is added, nothing starts [GO-04]`, async () => {
      const group = new WaitGroup();
      const before = numGoroutine();
      const error = await failure(
        go(function* () {
          group.go(nothing as never);
        }),
      );
      expect(error).to.be.instanceOf(FatalError);
      expect(error).to.include({ code: 'GO_OF_NIL_FUNC_VALUE', message: 'go of nil func value' });
      expect(numGoroutine()).to.equal(before);
      await group.wait();
    });
  }
});
