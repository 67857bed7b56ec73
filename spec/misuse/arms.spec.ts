import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { Channel, MisuseError, select, trySelect } from 'millrace';
import { lines } from '../goroutine/lines.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';
import { expectError, thrownBy } from './support.ts';

const wanted = 'pass the channel itself, or its onSend(value)';
const wantedRecord = 'select: pass a record or an array of arms, such as { jobs }';

/** What is no arm, and of what type the cause is. */
const noArms: readonly (readonly [string, () => unknown, string])[] = [
  ['a number', () => 5, 'number'],
  ['false', () => false, 'boolean'],
  ['a text', () => 'jobs', 'string'],
  ['an object', () => ({ recv: () => {} }), 'object'],
  ['a method', () => new Channel<number>().recv, 'function'],
  ['a receive instead of its channel', () => new Channel<number>().recv(), 'object'],
  ['a promise', () => Promise.resolve(1), 'object'],
  ['an async iterable', () => (async function* () {})(), 'object'],
];

/** What is no record or array of arms. */
const noRecords: unknown[] = [undefined, null, 5, 'jobs', true];

describe('a select with an arm that is no arm', () => {
  for (const [name, make, called] of noArms) {
    for (const form of forms) {
      it(`fails, and takes no other arm: ${name}, ${form.name} form`, async () => {
        const ready = new Channel<number>(1);
        const room = new Channel<number>(1);
        ready.trySend(1);
        const error = await failure(
          form.start(function* () {
            yield* wait(() => select({ ready, bad: make() as never, room: room.onSend(1) }));
          }),
        );
        const message = `select: arm bad: ${wanted}`;
        expectError(error, MisuseError, 'MISUSE', message);
        expect(typeof (error as Error).cause).to.equal(called);
        expect([ready.length, room.length]).to.deep.equal([1, 0]);
        expect([...lines(ready), ...lines(room)]).to.deep.equal([0, 0, 0, 0]);
        // The next select is as good as any: nothing of the bad one is kept.
        expect(await select([room, ready])).to.deep.equal({ key: 1, value: 1, ok: true });
      });
    }

    it(`throws from trySelect, and takes no other arm: ${name}`, () => {
      const ready = new Channel<number>(1);
      ready.trySend(1);
      const error = thrownBy(() => trySelect([ready, make() as never]));
      expectError(error, MisuseError, 'MISUSE', `select: arm 1: ${wanted}`);
      expect(ready.length).to.equal(1);
      expect(trySelect([ready])).to.deep.equal({ key: 0, value: 1, ok: true });
    });
  }

  it('leaves nobody in a line when it would have had to wait', async () => {
    const quiet = new Channel<number>();
    const error = await failure(select({ quiet, send: quiet.onSend(1), bad: 5 as never }));
    expect(error).to.be.instanceOf(MisuseError);
    expect(lines(quiet)).to.deep.equal([0, 0]);
  });

  for (const arms of noRecords) {
    it(`or that is no record of arms: ${String(arms)}`, async () => {
      expectError(await failure(select(arms as never)), MisuseError, 'MISUSE', wantedRecord);
      const error = thrownBy(() => trySelect(arms as never));
      expectError(error, MisuseError, 'MISUSE', wantedRecord);
    });
  }

  it('or that is a single channel instead of a record', async () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    for (const arm of [channel, channel.onSend(2)]) {
      const error = await failure(select(arm as never));
      expectError(error, MisuseError, 'MISUSE', wantedRecord);
    }
    expect(channel.length).to.equal(1);
  });

  class Arms {}
  const keyless: Record<string, object> = {
    'a map': new Map([['jobs', new Channel<number>()]]),
    'a set': new Set(),
    'a promise': Promise.resolve(),
    'an instance of a class': new Arms(),
    'an iterator': [new Channel<number>()][Symbol.iterator](),
    'a function-like wrapper': new Proxy(new Map(), {}),
  };
  for (const [name, arms] of Object.entries(keyless)) {
    it(`or that has no arms and is no record: ${name}`, async () => {
      const error = await failure(select(arms as never));
      expectError(error, MisuseError, 'MISUSE', wantedRecord);
      expect((error as Error).cause).to.equal(arms);
      expectError(
        thrownBy(() => trySelect(arms as never)),
        MisuseError,
        'MISUSE',
        wantedRecord,
      );
    });
  }

  it('but an empty record of any realm is the select without cases [SEL-08]', async () => {
    const records: object[] = [{}, [], Object.create(null) as object];
    records.push(runInNewContext('({})') as object, runInNewContext('[]') as object);
    for (const arms of records) {
      expect(trySelect(arms as never)).to.equal(undefined);
      expect(await Promise.race([select(arms as never), idle()])).to.equal(undefined);
    }
  });

  it('passes on what a getter among the arms throws, and takes no other arm', async () => {
    const ready = new Channel<number>(1);
    ready.trySend(1);
    const error = new Error('getter');
    const arms = {
      ready,
      get bad(): null {
        throw error;
      },
    };
    expect(await failure(select(arms))).to.equal(error);
    expect(thrownBy(() => trySelect(arms))).to.equal(error);
    expect(ready.length).to.equal(1);
  });
});
