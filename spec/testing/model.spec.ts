import { expect } from 'chai';
import fc from 'fast-check';
import { MisuseError } from '../../lib/kernel/errors.ts';
import { model } from '../../lib/testing/model.ts';
import { communicate } from '../../lib/testing/model/channel-moves.ts';
import { end } from '../../lib/testing/model/code.ts';
import { Buffers } from '../../lib/testing/model/buffers.ts';
import { Space } from '../../lib/testing/model/space.ts';
import { Table } from '../../lib/testing/model/table.ts';
import type { Program } from '../../lib/testing/program.ts';
import { law } from '../laws/support/law.ts';
import { recv, send } from './support/steps.ts';

/** Procs that each send once into a buffer with room for all: states are the subsets in order. */
function crowd(procs: number): Program {
  return { chans: [procs], procs: Array.from({ length: procs }, (_, p) => [send(0, p)]) };
}

describe('model', () => {
  it('is complete if it met every state', () => {
    expect(model(crowd(4)).complete).to.equal(true);
  });

  it('stops at its limit, and says so', () => {
    // 1 + 3 + 6 + 6 states.
    expect(model(crowd(3), { limit: 16 })).to.deep.equal({
      outcomes: new Set(['s | s | s']),
      complete: true,
    });
    expect(model(crowd(3), { limit: 15 }).complete).to.equal(false);
    expect(model(crowd(3), { limit: 1 })).to.deep.equal({ outcomes: new Set(), complete: false });
  });

  it('knows some outcomes before it knows all', () => {
    const program = { chans: [3, 0], procs: [...crowd(6).procs, [recv(1)]] };
    const { outcomes, complete } = model(program, { limit: 40 });
    expect(complete).to.equal(false);
    expect(outcomes.size).to.be.greaterThan(0);
    for (const one of outcomes) expect(model(program).outcomes).to.include(one);
  });

  for (const [limit, what] of [
    [0, '0 is less than 1'],
    [-1, '-1 is less than 1'],
    [1.5, 'no whole number: 1.5'],
    [NaN, 'no whole number: NaN'],
    [Infinity, 'no whole number: Infinity'],
  ] as const) {
    it(`refuses a limit of ${limit}`, () => {
      expect(() => model(crowd(1), { limit }))
        .to.throw(MisuseError)
        .with.property('message', `model: limit: ${what}`);
    });
  }

  it('says what came of a thousand steps', () => {
    const steps = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? send(0, i) : recv(0)));
    const line = steps.map((_, i) => (i % 2 === 0 ? 's' : `r${i - 1}`)).join(' ');
    expect([...model({ chans: [1], procs: [steps] }).outcomes]).to.deep.equal([line]);
  });

  it('keeps the invariants of its state', () => {
    const space = new Space(
      { chans: [2, 0], procs: [...crowd(4).procs, [recv(0), recv(0)]] },
      false,
    );
    while (space.open.length > 0) {
      space.visit();
      for (let p = 0; p < space.procs; p++) {
        const at = space.at(p);
        if (space.code.op[at] !== end) communicate(space, p, at);
      }
      space.check();
    }
    expect(space.table.size).to.be.greaterThan(50);
  });
});

describe('Law: the tables of the model', () => {
  it('Table holds what a set holds', async () => {
    const rows = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 })), {
      maxLength: 1000,
      size: 'max',
    });
    const property = fc.property(rows, (all) => {
      const table = new Table(2);
      const set = new Set<string>();
      for (const row of all) {
        table.rows.set(row, table.draft(0));
        expect(table.join()).to.equal(!set.has(row.join()));
        set.add(row.join());
      }
      expect(table.size).to.equal(set.size);
      table.check();
    });
    await law(property);
  });

  it('Buffers are queues', async () => {
    const moves = fc.array(fc.option(fc.nat({ max: 2 })), { maxLength: 50, size: 'max' });
    const property = fc.property(moves, (all) => {
      const buffers = new Buffers();
      const queue: number[] = [];
      let id = 0;
      for (const value of all) {
        if (value !== null) {
          queue.push(value);
          id = buffers.push(id, value);
        } else if (queue.length > 0) {
          expect(buffers.head[id]).to.equal(queue.shift());
          id = buffers.rest[id] as number;
        }
        expect(buffers.length[id]).to.equal(queue.length);
      }
      buffers.check();
    });
    await law(property);
  });
});
