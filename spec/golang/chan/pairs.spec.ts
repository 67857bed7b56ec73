import { expect } from 'chai';
import { Channel, gosched, select, trySelect, type Op } from 'millrace';
import { idle, inBothForms, leavesNobodyBehind, on, type Body } from '../../channel/forms.ts';

type Got = { value: unknown; ok: boolean };

/** What a phrase may stand beside: none of it is ever ready, and none of it may be touched. */
class Bystanders {
  readonly empty: Channel<number> = new Channel<number>();
  readonly full: Channel<number> = new Channel<number>(1);
  readonly order: string[] = [];

  constructor() {
    this.full.trySend(-1);
  }

  /** Notes that an operand was evaluated. */
  note<T>(name: string, operand: T): T {
    this.order.push(name);
    return operand;
  }

  untouched(): boolean {
    return (
      this.full.length === 1 &&
      [this.empty.receivers, this.empty.senders, this.full.receivers, this.full.senders].every(
        (line) => line.first === null,
      )
    );
  }
}

function* polling<T>(attempt: () => T | undefined): Body<T> {
  for (;;) {
    const got = attempt();
    if (got !== undefined) return got;
    yield* on(gosched());
  }
}

const nil = Channel.nil<number>();

/** Ways to say that one value is received. */
const receives: Record<string, (c: Channel<number>, by: Bystanders) => Body<Got>> = {
  *plain(c) {
    return yield* on(c.recv());
  },
  *next(c) {
    return yield* on(c[Symbol.asyncIterator]().next() as Op<Got>);
  },
  *try(c) {
    return yield* polling(() => c.tryRecv());
  },
  *'select 1'(c) {
    return yield* on(select({ c }));
  },
  *'select 2'(c, by) {
    return yield* on(select([by.note('1', c), by.note('2', by.empty)]));
  },
  *'select 4 and nil'(c, by) {
    const arms = {
      x: by.note('1', by.empty),
      nil: by.note('2', nil),
      y: by.note('3', by.full).onSend(by.note('4', 1)),
      c: by.note('5', c),
      none: null,
    };
    return yield* on(select(arms));
  },
  *'select twice'(c) {
    return yield* on(select([c, c]));
  },
  *'select with default'(c, by) {
    return yield* polling(() => trySelect({ x: by.empty, c }));
  },
};

/** Ways to say that one value is sent. */
const sends: Record<string, (c: Channel<number>, v: number, by: Bystanders) => Body> = {
  *plain(c, v) {
    yield* on(c.send(v));
  },
  *try(c, v) {
    yield* polling(() => (c.trySend(v) ? true : undefined));
  },
  *'select 1'(c, v) {
    yield* on(select({ c: c.onSend(v) }));
  },
  *'select 2'(c, v, by) {
    yield* on(select([by.note('1', by.empty), by.note('2', c).onSend(by.note('3', v))]));
  },
  *'select 4 and nil'(c, v, by) {
    const arms = [
      by.note('1', nil).onSend(by.note('2', 0)),
      by.note('3', c).onSend(by.note('4', v)),
      by.note('5', by.full).onSend(by.note('6', 0)),
      by.note('7', by.empty),
    ];
    yield* on(select(arms));
  },
  *'select twice'(c, v) {
    yield* on(select([c.onSend(v), c.onSend(v)]));
  },
  *'select with default'(c, v, by) {
    yield* polling(() => trySelect({ x: by.empty, c: c.onSend(v) }));
  },
};

describe('Go: every phrase of a receive against every phrase of a send', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    for (const [receive, receiver] of Object.entries(receives)) {
      for (const [send, sender] of Object.entries(sends)) {
        it(`${receive} against ${send} [T-012, T-014] [CH-26, SEL-01, SEL-02, SEL-24]`, async () => {
          const polls = [receive, send].every((name) => /try|default/.test(name));
          for (const capacity of polls ? [1] : [0, 1, 3]) {
            for (const first of ['receiver', 'sender', 'nobody']) {
              const channel = new Channel<number>(capacity);
              const [byReceiver, bySender] = [new Bystanders(), new Bystanders()];
              const start = {
                receiver: () => form.start(receiver, channel, byReceiver),
                sender: () => form.start(sender, channel, 42, bySender),
              };
              let receiving;
              let sending;
              if (first === 'receiver') receiving = start.receiver();
              if (first === 'sender') sending = start.sender();
              if (first !== 'nobody' && !/try|default/.test(first === 'sender' ? send : receive)) {
                await idle();
              }
              receiving ??= start.receiver();
              sending ??= start.sender();
              expect(await receiving).to.include({ value: 42, ok: true });
              await sending;
              for (const by of [byReceiver, bySender]) {
                expect(by.untouched()).to.equal(true);
                expect(by.order).to.deep.equal(by.order.toSorted());
              }
              channel.check();
              expect([
                channel.length,
                channel.receivers.first,
                channel.senders.first,
              ]).to.deep.equal([0, null, null]);
            }
          }
        });
      }
    }
  });
});
