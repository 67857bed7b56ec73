/**
 * Nothing is lost and nothing is made: what is sent is received once and in order, and what was not
 * sent is received by nobody, whoever aborts, closes or selects meanwhile.
 */
import { Channel } from 'millrace';
import { expect } from 'chai';
import fc from 'fast-check';
import { kernel } from '../../lib/kernel/world.ts';
import { law, until } from './support/law.ts';
import { start } from './support/script.ts';
import { consume, drain, produce, rest, SENDER, traffic } from './support/traffic.ts';
import type { Ledger, Traffic } from './support/traffic.ts';

async function carry({ capacities, producers, consumers, closing }: Traffic): Promise<Ledger> {
  const channels = capacities.map((capacity) => new Channel<number>(capacity));
  const ledger: Ledger = { sent: [], kept: [], received: [] };
  const own = (): Ledger['sent'] => {
    const list: Ledger['sent'] = [];
    ledger.received.push(list);
    return list;
  };
  const all = [
    ...consumers.map((one) => start(one.form, () => consume(channels, one, own()))),
    ...producers.map((one, who) => start(one.form, () => produce(channels, one, who, ledger))),
    ...channels.map((channel, at) =>
      start('generator', function* () {
        yield* rest(closing[at] ?? 0);
        channel.close();
        for (const one of channels) one.check();
      }),
    ),
  ];
  let over = 0;
  const ended = (): void => void over++;
  for (const one of all) void one.then(ended, ended);
  await until(() => over === all.length, 'everybody is through');
  await Promise.all(all);
  const drains = channels.map((channel, at) => start('generator', () => drain(channel, at, own())));
  await Promise.all(drains);
  for (const channel of channels) channel.check();
  kernel.home.check();
  return ledger;
}

describe('Law: values are conserved', () => {
  it('each is received exactly if it was sent, once, and in order [CH-15, CH-18, CH-34, CH-40, SEL-19, SEL-20]', async () => {
    const property = fc.asyncProperty(traffic, async (plan) => {
      const { sent, kept, received } = await carry(plan);
      const byValue = (a: { value: number }, b: { value: number }): number => a.value - b.value;
      expect(received.flat().sort(byValue), 'received').to.deep.equal(sent.sort(byValue));
      for (const { value } of received.flat()) expect(kept).to.not.include(value);
      for (const list of received) {
        const last = new Map<string, number>();
        for (const { value, at } of list) {
          const line = `${String(Math.floor(value / SENDER))} on ${String(at)}`;
          expect(value, 'in the order of its sender').to.be.greaterThan(last.get(line) ?? -1);
          last.set(line, value);
        }
      }
    });
    await law(property, { weight: 5 });
  });
});
