import { expect } from 'chai';
import { go, gosched } from 'millrace';
import { kernel, type Task } from '../../lib/kernel/world.ts';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure } from '../goroutine/script.ts';

describe('The default world', () => {
  it('goes on with the others when a step throws, which none of ours does', async () => {
    const error = new Error('a step');
    const task: Task = {
      world: kernel.home,
      wait: null,
      ready: () => kernel.home.ready(task),
      step: () => {
        throw error;
      },
    };
    const seen: string[] = [];
    const heard = await hostErrors(async () => {
      const first = go(() => void seen.push('first'));
      task.ready();
      const last = go(function* () {
        yield* gosched();
        seen.push('last');
      });
      await Promise.all([first, last]);
    });
    expect(seen).to.deep.equal(['first', 'last']);
    // A drain is a microtask: that is how the host hears of it.
    expect(heard).to.deep.equal({ rejections: [error], exceptions: [] });
    kernel.home.check();
  });

  it('knows nobody who runs once a goroutine has failed, wherever it did', async () => {
    const error = new Error('fails');
    const bodies: (() => unknown)[] = [
      () => {
        throw error;
      },
      async () => {
        throw error;
      },
      function* () {
        yield* gosched();
        throw error;
      },
      () => ({
        // oxlint-disable-next-line unicorn/no-thenable -- that is what it is about
        get then() {
          throw error;
        },
      }),
    ];
    for (const body of bodies) {
      expect(await failure(go(body))).to.equal(error);
      expect([kernel.current, kernel.entered]).to.deep.equal([null, null]);
    }
  });
});
