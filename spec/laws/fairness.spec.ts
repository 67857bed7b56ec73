/** A select draws uniformly: among ready arms, and among its own arms in one line. */
import { Channel, select, trySelect, type ArmLike } from 'millrace';
import { expect } from 'chai';
import fc from 'fast-check';
import { law } from './support/law.ts';

const DRAWS = 4000;

/**
 * Each of `ways` was drawn about as often as the others: within six standard deviations, which
 * chance exceeds once in five hundred million.
 */
function fair(counts: Map<number, number>, ways: number[]): void {
  const p = 1 / ways.length;
  const most = 6 * Math.sqrt(DRAWS * p * (1 - p)) + 1;
  for (const way of ways) {
    const message = `arm ${String(way)} of ${ways.join()}`;
    expect(counts.get(way) ?? 0, message).to.be.closeTo(DRAWS * p, most);
  }
  expect([...counts.keys()], 'drawn').to.have.members(ways);
}

describe('Law: a select is fair', () => {
  it('each ready arm has the same chance, a channel twice has it twice [SEL-05, SEL-06, SEL-27]', async () => {
    // 0: not ready; 1: a receive of its own; 2: a send of its own; 3: a receive of one for all.
    const kinds = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 6 });
    const property = fc.property(kinds, (arms) => {
      const common = new Channel<number>(DRAWS);
      for (let i = 0; i < DRAWS; i++) common.trySend(0);
      const filled = arms.map((kind) => {
        const channel = new Channel<number>(DRAWS);
        for (let i = 0; kind === 1 && i < DRAWS; i++) channel.trySend(0);
        return channel;
      });
      const list = arms.map((kind, i): ArmLike => {
        const own = filled[i] as Channel<number>;
        return kind === 3 ? common : kind === 2 ? own.onSend(0) : own;
      });
      const counts = new Map<number, number>();
      for (let i = 0; i < DRAWS; i++) {
        const key = trySelect(list)?.key;
        if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const ready = arms.flatMap((kind, i) => (kind === 0 ? [] : [i]));
      if (ready.length > 0) fair(counts, ready);
      else expect(counts.size).to.equal(0);
    });
    await law(property, { weight: 0.1 });
  });

  it('a parked select stands in one line in random order [SEL-21]', async () => {
    const width = fc.integer({ min: 1, max: 5 });
    const property = fc.asyncProperty(width, fc.boolean(), async (arms, sends) => {
      const channel = new Channel<number>();
      const ways = Array.from({ length: arms }, (_, i) => i);
      const counts = new Map<number, number>();
      for (let i = 0; i < DRAWS; i++) {
        const list = ways.map((way): ArmLike => (sends ? channel.onSend(way) : channel));
        const op = select(list);
        const value = sends ? channel.tryRecv()?.value : undefined;
        if (!sends) channel.trySend(0);
        const { key } = await op;
        if (sends) expect(value).to.equal(key);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      fair(counts, ways);
    });
    await law(property, { weight: 0.1 });
  });
});
