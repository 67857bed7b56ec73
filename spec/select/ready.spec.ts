import { expect } from 'chai';
import { after, Channel, select, trySelect } from 'millrace';
import {
  generators,
  idle,
  inBothForms,
  inBothFormsOver,
  leavesNobodyBehind,
  on,
  receiving,
  sending,
  type Body,
} from '../channel/forms.ts';

describe('select: ready arms', () => {
  leavesNobodyBehind();

  inBothFormsOver([0, 1, 2], (form, capacity) => {
    it('a receive arm is ready for a waiting sender, a buffered value or a close [SEL-14]', async () => {
      const channel = new Channel<number>(capacity);
      expect(trySelect({ channel })).to.equal(undefined);
      const senders = [1, 2, 3].map((value) => form.start(sending, channel, value));
      await idle();
      for (const value of [1, 2, 3]) {
        expect(await select({ channel })).to.deep.equal({ key: 'channel', value, ok: true });
      }
      await Promise.all(senders);
      expect(trySelect({ channel })).to.equal(undefined);
      channel.close();
      const closed = { key: 'channel', value: undefined, ok: false };
      expect(trySelect({ channel })).to.deep.equal(closed);
      expect(await select({ channel })).to.deep.equal(closed);
    });

    it('a send arm is ready for a waiting receiver or room [SEL-14]', async () => {
      const channel = new Channel<number>(capacity);
      for (let i = 0; i < capacity; i++) {
        expect(trySelect({ s: channel.onSend(i) })).to.include({ key: 's', ok: true });
      }
      expect(trySelect({ s: channel.onSend(-1) })).to.equal(undefined);
      for (let i = 0; i < capacity; i++) channel.tryRecv();
      const receiver = form.start(receiving, channel);
      await idle();
      expect(await select({ s: channel.onSend(9) })).to.deep.equal({
        key: 's',
        value: undefined,
        ok: true,
      });
      expect((await receiver).value).to.equal(9);
      expect(channel.length).to.equal(0);
    });

    it('a buffered value is taken, and a waiting sender fills its place in the same step [SEL-14, CH-22]', async () => {
      const channel = new Channel<number>(capacity);
      for (let i = 0; i < capacity; i++) channel.trySend(i);
      const sender = form.start(sending, channel, capacity);
      await idle();
      expect(trySelect({ channel })).to.include({ value: 0 });
      expect(channel.length).to.equal(capacity);
      channel.check();
      await sender;
    });
  });

  inBothForms((form) => {
    it('is the one taken, wherever it stands among others that are not [SEL-05, SEL-07]', async () => {
      for (let at = 0; at < 5; at++) {
        const channels = Array.from({ length: 5 }, () => new Channel<number>(1));
        channels[at]?.trySend(at);
        function* body(): Body<unknown> {
          return yield* on(select(channels));
        }
        expect(await form.start(body)).to.deep.equal({ key: at, value: at, ok: true });
        expect(trySelect(channels)).to.equal(undefined);
        for (const channel of channels) expect(channel.receivers.first).to.equal(null);
      }
    });

    it('never gives way to the default [SEL-07, SEL-13]', async () => {
      const [a, b, c] = [new Channel<number>(1), new Channel<number>(1), new Channel<number>()];
      c.close();
      for (let i = 0; i < 200; i++) {
        const channel = [a, b][i % 2];
        channel?.trySend(i);
        expect(trySelect({ a, b })).to.include({ value: i });
        expect(trySelect({ a, b, full: new Channel<number>().onSend(1) })).to.equal(undefined);
        expect(trySelect({ a, b, c })).to.include({ key: 'c', ok: false });
      }
    });
  });

  it('that gives a falsy value is told apart from the default [SEL-07] [peers: select 1]', () => {
    for (const value of [undefined, null, false, 0, '', NaN]) {
      const channel = new Channel<unknown>(1);
      channel.trySend(value);
      expect(trySelect([channel])).to.deep.equal({ key: 0, value, ok: true });
      expect(trySelect([channel])).to.equal(undefined);
    }
  });

  it('does exactly one operation, also if all could go ahead [SEL-20] [peers: select 2]', async () => {
    const inputs = Array.from({ length: 4 }, () => new Channel<number>(1000));
    const outputs = Array.from({ length: 4 }, () => new Channel<number>(1000));
    for (const input of inputs) for (let i = 0; i < 1000; i++) input.trySend(i);
    for (let n = 1; n <= 1000; n++) {
      await select([...inputs, ...outputs.map((output) => output.onSend(n))]);
      const taken = inputs.reduce((sum, input) => sum + 1000 - input.length, 0);
      const given = outputs.reduce((sum, output) => sum + output.length, 0);
      expect(taken + given).to.equal(n);
    }
  });

  it('is not let wait while anybody else runs [SEL-25]', async () => {
    const trace: string[] = [];
    const channel = new Channel<number>(4);
    function* other(): Body {
      trace.push('other');
      yield* on(channel.send(0));
    }
    function* body(): Body {
      const one = generators.start(other);
      for (let i = 0; i < 4; i++) yield* on(select({ send: channel.onSend(i), never: null }));
      for (let i = 0; i < 4; i++) yield* on(select({ channel }));
      trace.push('done');
      yield* on(one);
    }
    await generators.start(body);
    expect(trace).to.deep.equal(['done', 'other']);
  });

  it('a time that has passed is ready at once, before any timer has fired [SEL-31]', async () => {
    expect(trySelect({ now: after(0), past: null })).to.include({ key: 'now', ok: true });
    expect(trySelect({ past: after(-5) })).to.include({ key: 'past', ok: true });
    const soon = after(1);
    const later = after(60_000);
    expect(trySelect({ soon, later })).to.equal(undefined);
    const start = performance.now();
    while (performance.now() - start < 1.5);
    expect(trySelect({ soon, later }), 'without the event loop').to.include({ key: 'soon' });
    expect(trySelect({ soon, later }), 'once').to.equal(undefined);
  });

  it('the length and capacity of a timer are 0, even when its time has come [CH-10]', () => {
    expect(after(0)).to.include({ length: 0, capacity: 0 });
  });

  it('there may be 65,536 of them [SEL-30]', async () => {
    const channels = Array.from({ length: 65_536 }, () => new Channel<number>(1));
    channels[65_535]?.trySend(1);
    expect(await select(channels)).to.deep.equal({ key: 65_535, value: 1, ok: true });
    const waiting = select(channels);
    channels[40_000]?.trySend(2);
    expect(await waiting).to.deep.equal({ key: 40_000, value: 2, ok: true });
    expect(channels.filter((channel) => channel.receivers.first !== null)).to.deep.equal([]);
  });
});
