import { Channel, go } from 'millrace';
import { background } from 'millrace/context';
import { merge, map } from 'millrace/patterns';
import { fromIterable } from 'millrace/streams';
import { record, type Recording } from 'millrace/trace';
import { expect } from 'chai';
import { idle } from '../goroutine/script.ts';

/** What went through, and from whom. */
function messages(recording: Recording): unknown[] {
  return recording.events.flatMap((one) =>
    one.kind === 'message' ? [[one.channel, one.value, one.from]] : [],
  );
}

/** Values may be in a feed for which there was no room. */
describe('a recording of feeds', () => {
  let recording: Recording;
  afterEach(() => void recording.stop());

  it('knows a value that came when nobody waited any more', async () => {
    recording = record();
    const feed = fromIterable([1, 2]);
    for (const n of [1, 2]) {
      await go(function* () {
        while (feed.length > 0) yield* feed.recv();
        expect(feed.tryRecv()).to.equal(undefined);
      });
      await idle();
      await go(function* () {
        expect((yield* feed.recv()).value).to.equal(n);
      });
    }
    recording.stop();
    const channel = 'channel fromIterable';
    expect(messages(recording)).to.deep.equal([1, 2].map((n) => [channel, String(n), 0]));
  });

  it('knows what was on its way when a feed was stopped', async () => {
    recording = record();
    const feed = fromIterable(
      (async function* () {
        await null;
        yield 1;
        await null;
        yield 2;
      })(),
    );
    expect(feed.tryRecv()).to.equal(undefined);
    await idle();
    expect(feed.tryRecv()?.value).to.equal(1);
    const waiting = feed.recv();
    await null;
    feed[Symbol.dispose]();
    expect((await waiting).ok).to.equal(false);
    await idle();
    expect(feed.tryRecv()?.value).to.equal(2);
    recording.stop();
    expect(messages(recording).map((one) => (one as unknown[])[1])).to.deep.equal(['1', '2']);
  });

  it('knows what was in hand when another member of a crew failed', async () => {
    recording = record();
    const [good, bad] = [new Channel<number>(), new Channel<number>()];
    const failing = map(background(), bad, () => {
      throw new Error('boom');
    });
    const merged = merge(background(), good, failing);
    await good.send(1);
    await bad.send(2);
    await idle();
    expect(merged.tryRecv()?.value).to.equal(1);
    recording.stop();
    expect(messages(recording).map((one) => (one as unknown[])[1])).to.deep.equal(['1', '2', '1']);
  });
});
