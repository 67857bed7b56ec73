/** The kernel's structures, each against a plain array. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Ring } from '../../lib/kernel/ring.ts';
import { Timers, type Entry } from '../../lib/kernel/timers.ts';
import { WaitQueue, type Link } from '../../lib/kernel/wait-queue.ts';
import { World, type Controller } from '../../lib/kernel/world.ts';
import { law } from './support/law.ts';
import { lengthOf } from './support/line.ts';

describe('Law: a ring is a FIFO', () => {
  it('that grows, shrinks and keeps nothing that was taken [CH-28, CH-40]', async () => {
    // How many values are pushed, or, if negative, taken; 0 makes it as small as it can be.
    const steps = fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 30 });
    const property = fc.property(fc.constantFrom(1, 2, 16), steps, (size, all) => {
      const ring = new Ring<number>(size);
      const model: number[] = [];
      let last = 0;
      for (const many of all) {
        if (many === 0) ring.resize(2 ** Math.ceil(Math.log2(Math.max(1, model.length))));
        for (let i = 0; i < many; i++) {
          ring.push(++last);
          model.push(last);
        }
        for (let i = 0; i > many && model.length > 0; i--) {
          expect(ring.shift()).to.equal(model.shift());
        }
        ring.check();
        expect(ring.length).to.equal(model.length);
      }
      while (ring.length > 0) expect(ring.shift()).to.equal(model.shift());
      expect(model).to.deep.equal([]);
      ring.check();
    });
    await law(property, { weight: 3 });
  });
});

describe('Law: a wait queue is a list', () => {
  it('that serves in order, and that anybody may leave [CH-41, CH-44]', async () => {
    type Step = 'push' | 'shift' | { remove: number };
    const remove = fc.record({ remove: fc.nat() });
    const step = fc.oneof(fc.constantFrom<Step>('push', 'push', 'shift'), remove);
    const property = fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      let deserted = 0;
      const world = new World(null);
      const place = { world, describe: () => '', deserted: () => void deserted++ };
      const queue = new WaitQueue(place, 'test');
      const model: Link[] = [];
      let given = 0;
      for (const one of steps) {
        if (one === 'push') {
          const node: Link = { before: null, after: null, queue: null };
          queue.push(node);
          model.push(node);
        } else if (model.length > 0) {
          const at = one === 'shift' ? 0 : one.remove % model.length;
          const [node] = model.splice(at, 1) as [Link];
          if (one === 'shift') expect(queue.shift() === node, 'longest waiting').to.equal(true);
          else queue.remove(node);
          if (one !== 'shift' && model.length === 0) given++;
          expect(node).to.deep.equal({ before: null, after: null, queue: null });
        }
        queue.check();
        expect(lengthOf(queue)).to.equal(model.length);
        expect(queue.first === (model[0] ?? null), 'first').to.equal(true);
        expect(queue.last === (model.at(-1) ?? null), 'last').to.equal(true);
        expect(deserted, 'deserted').to.equal(given);
      }
    });
    await law(property, { weight: 3 });
  });
});

describe('Law: timers are a sorted list', () => {
  it('that fires what is due, by due time and then by arrival [TM-18, SC-11]', async () => {
    type Step = { add: number } | { remove: number } | { pass: number };
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ add: fc.integer({ min: -2, max: 12 }) }),
      fc.record({ add: fc.integer({ min: -2, max: 12 }) }),
      fc.record({ remove: fc.nat() }),
      fc.record({ pass: fc.nat({ max: 6 }) }),
    );
    const property = fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      let now = 0;
      const clock = { now: () => now, choose: () => 0 } as unknown as Controller;
      const timers = new Timers(new World(clock));
      let model: Entry[] = [];
      const fired: Entry[] = [];
      const due = (a: Entry, b: Entry): number => a.dueMs - b.dueMs;
      for (const one of steps) {
        if ('add' in one) {
          const fire = (): void => void fired.push(entry);
          const times = { dueMs: now + one.add, index: -1, order: 0, holder: null };
          const entry: Entry = { ...times, fire };
          timers.add(entry);
          model.push(entry);
        } else if ('remove' in one) {
          const entry = model[one.remove % Math.max(1, model.length)];
          if (entry === undefined) continue;
          timers.remove(entry);
          timers.remove(entry);
          model = model.filter((other) => other !== entry);
        } else {
          now += one.pass;
          timers.fire();
          const wanted = model.filter(({ dueMs }) => dueMs <= now).sort(due);
          expect(fired.length).to.equal(wanted.length);
          for (const entry of fired) {
            expect(wanted.shift() === entry, 'in order').to.equal(true);
            expect(entry.index).to.equal(-1);
          }
          fired.length = 0;
          model = model.filter(({ dueMs }) => dueMs > now);
        }
        timers.check();
        expect(fired).to.deep.equal([]);
        expect(timers.nextMs).to.equal(Math.min(...model.map(({ dueMs }) => dueMs)));
      }
    });
    await law(property, { weight: 3 });
  });
});
