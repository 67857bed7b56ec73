import { expect } from 'chai';
import { Channel, ChannelSizeError, MisuseError } from 'millrace';
import { forms, wait } from '../goroutine/script.ts';
import { expectError, thrownBy } from './support.ts';

const sizes: unknown[] = [
  NaN,
  -1,
  1.5,
  Infinity,
  -Infinity,
  2 ** 53,
  -0.5,
  '3',
  null,
  true,
  {},
  [1],
  5n,
  () => 1,
];

describe('a channel of no size', () => {
  for (const size of sizes) {
    const name =
      typeof size === 'string'
        ? `'${size}'`
        : typeof size === 'function'
          ? 'a function'
          : String(size);
    it(`is refused: ${name} [CH-03, CH-05]`, () => {
      const error = thrownBy(() => new Channel<number>(size as number));
      expectError(
        error,
        ChannelSizeError,
        'MAKECHAN_SIZE_OUT_OF_RANGE',
        'makechan: size out of range',
      );
      expect((error as Error).cause, 'what was given').to.deep.equal(size);
    });
  }

  it('is not what these are: they make channels that work', async () => {
    for (const size of [0, -0, 1, 2 ** 20, Number.MAX_SAFE_INTEGER, undefined]) {
      const channel = new Channel<number>(size);
      expect(channel.capacity).to.equal(size ?? 0);
      const receive = channel.recv();
      await channel.send(1);
      expect((await receive).value).to.equal(1);
    }
  });

  for (const form of forms) {
    it(`ends no goroutine that catches it: ${form.name} form`, async () => {
      const value = await form.start(function* () {
        thrownBy(() => new Channel<number>(NaN));
        const channel = new Channel<number>(1);
        yield* wait(() => channel.send(1));
        return (yield* wait(() => channel.recv())).value;
      });
      expect(value).to.equal(1);
    });
  }
});

describe('an unknown option of a channel', () => {
  it('is named', () => {
    const error = thrownBy(() => new Channel<number>(1, { nam: 'jobs' } as never));
    expectError(error, MisuseError, 'MISUSE', 'unknown option: nam');
    const both = thrownBy(() => new Channel<number>(1, { name: 'jobs', size: 2 } as never));
    expectError(both, MisuseError, 'MISUSE', 'unknown option: size');
  });

  for (const options of [null, 'jobs', 5, true]) {
    it(`is what is no object of options: ${JSON.stringify(options)}`, () => {
      const error = thrownBy(() => new Channel<number>(1, options as never));
      expectError(error, MisuseError, 'MISUSE', 'options: an object was expected');
    });
  }

  it('is not the absence of options', () => {
    expect(new Channel<number>(1, undefined).name).to.equal(undefined);
    expect(new Channel<number>(1, {}).name).to.equal(undefined);
    expect(new Channel<number>(1, { name: 'jobs' }).name).to.equal('jobs');
  });
});
