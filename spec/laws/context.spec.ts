/**
 * Trees of contexts against a naive model, in virtual time: whoever derives, ends, waits, hangs
 * something on one or lets time pass sees the same in both; and nothing is left on a living parent.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import * as context from 'millrace/context';
import type { Context } from 'millrace/context';
import { now } from 'millrace/time';
import { Canceler } from '../../lib/context/canceler.ts';
import { forms, inVirtualTime, pass, wait, type Form, type Script } from '../time/support.ts';
import { law } from './support/law.ts';

const kinds = ['cancel', 'cause', 'timeout', 'deadline', 'value', 'without'] as const;

type Command =
  | {
      do: 'derive';
      kind: (typeof kinds)[number];
      from: number;
      ms: number;
      why: string | undefined;
    }
  | { do: 'end'; at: number; why: string | undefined }
  | { do: 'wait' | 'call' | 'stop' | 'signal'; at: number }
  | { do: 'pass'; ms: number };

const why = fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined });
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('derive' as const),
      kind: fc.constantFrom(...kinds),
      from: fc.nat(),
      ms: fc.integer({ min: -1, max: 12 }),
      why,
    }),
  },
  fc.record({ do: fc.constant('end' as const), at: fc.nat(), why }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('wait' as const, 'call' as const, 'stop' as const, 'signal' as const),
      at: fc.nat(),
    }),
  },
  fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 8 }) }),
);

/** Each command takes this long, so that no two things fall on one instant. */
const STEP_MS = 1 / 64;
const LAST_MS = 20;

/** What both tell of one context. */
type Seen = { err: string | undefined; cause: string | undefined; deadline: number | undefined };

class Node {
  err: string | undefined;
  cause: string | undefined;
  readonly children: Node[] = [];
  /** What happens once it is over. */
  readonly calls: (() => void)[] = [];
  readonly parent: Node | null;
  readonly kind: string;
  limit: number | undefined;
  timeCause = 'context deadline exceeded';

  constructor(parent: Node | null, kind: string) {
    this.parent = parent;
    this.kind = kind;
    if (kind !== 'without') this.limit = parent?.limit;
    parent?.children.push(this);
    if (kind !== 'without' && parent?.err !== undefined) this.over(parent.err, parent.cause);
  }

  over(err: string, cause: string | undefined): void {
    if (this.err !== undefined) return;
    this.err = err;
    this.cause = cause;
    for (const call of this.calls.splice(0)) call();
    for (const child of this.children) if (child.kind !== 'without') child.over(err, cause);
  }
}

class Naive {
  readonly log: string[] = [];
  readonly seen: Seen[][] = [];
  readonly nodes: Node[] = [new Node(null, 'without')];
  readonly #stops: (() => boolean)[] = [];
  #now = 0;
  #names = 0;

  run(commands: readonly Command[]): void {
    for (const one of commands) {
      this.act(one);
      this.pass(1);
      this.seen.push(
        this.nodes.map(({ err, cause, limit }) => ({
          err,
          cause,
          deadline: limit === undefined ? undefined : limit * STEP_MS,
        })),
      );
    }
    this.pass(LAST_MS / STEP_MS);
  }

  act(one: Command): void {
    if (one.do === 'pass') {
      this.pass(one.ms / STEP_MS);
    } else if (one.do === 'derive') {
      this.derive(one);
    } else if (one.do === 'stop') {
      const stop = this.#stops[one.at % this.#stops.length];
      if (stop !== undefined) this.log.push(`stop: ${stop()}`);
    } else {
      const node = this.nodes[one.at % this.nodes.length] as Node;
      if (one.do === 'end') {
        if (!['cancel', 'cause', 'timeout', 'deadline'].includes(node.kind)) return;
        const cause = node.kind === 'cause' ? one.why : undefined;
        node.over('context canceled', cause ?? 'context canceled');
      } else if (one.do !== 'signal') {
        this.hang(node, `${one.do} ${this.#names++}`, one.do === 'call');
      } else {
        this.hang(node, `signal ${this.#names++}`, false);
      }
    }
  }

  derive({ kind, from, ms, why }: Command & { do: 'derive' }): void {
    const parent = this.nodes[from % this.nodes.length] as Node;
    const node = new Node(parent, kind);
    this.nodes.push(node);
    if (kind !== 'timeout' && kind !== 'deadline') return;
    const limit = this.#now + ms / STEP_MS;
    if (node.limit !== undefined && node.limit < limit) return;
    node.limit = limit;
    node.timeCause = why ?? node.timeCause;
    if (ms <= 0) node.over('context deadline exceeded', node.timeCause);
  }

  hang(node: Node, name: string, stops: boolean): void {
    const call = (): void => void this.log.push(`${name} at ${this.#now * STEP_MS}`);
    if (node.err === undefined) node.calls.push(call);
    else call();
    if (!stops) return;
    this.#stops.push(() => {
      const at = node.calls.indexOf(call);
      if (at >= 0) node.calls.splice(at, 1);
      return at >= 0;
    });
  }

  pass(steps: number): void {
    for (const end = this.#now + steps; this.#now < end;) {
      this.#now++;
      for (const node of this.nodes) {
        if (node.limit === this.#now) node.over('context deadline exceeded', node.timeCause);
      }
    }
  }
}

const textOf = (error: unknown): string | undefined =>
  error instanceof Error ? error.message : (error as string | undefined);

class Ours {
  readonly log: string[] = [];
  readonly seen: Seen[][] = [];
  readonly #form: Form;
  readonly #all: Context[] = [context.background()];
  readonly #ends: (((why?: string) => void) | undefined)[] = [undefined];
  readonly #stops: (() => boolean)[] = [];
  readonly #start: number = now();
  #names = 0;

  constructor(form: Form) {
    this.#form = form;
  }

  *run(commands: readonly Command[]): Script {
    for (const one of commands) {
      if (one.do === 'pass') yield* pass(one.ms);
      else this.act(one);
      yield* pass(STEP_MS);
      this.seen.push(this.#all.map((ctx) => this.look(ctx)));
    }
    yield* pass(LAST_MS);
  }

  act(one: Command): void {
    if (one.do === 'derive') {
      this.derive(one);
    } else if (one.do === 'stop') {
      const stop = this.#stops[one.at % this.#stops.length];
      if (stop !== undefined) this.log.push(`stop: ${stop()}`);
    } else if (one.do !== 'pass') {
      const at = one.at % this.#all.length;
      const ctx = this.#all[at] as Context;
      if (one.do === 'end') this.#ends[at]?.(one.why);
      else if (one.do === 'wait') this.wait(ctx);
      else if (one.do === 'call') this.call(ctx);
      else this.listen(ctx);
    }
    for (const ctx of this.#all) if (ctx instanceof Canceler) ctx.check();
  }

  derive({ kind, from, ms, why }: Command & { do: 'derive' }): void {
    const parent = this.#all[from % this.#all.length] as Context;
    const deadline = now() + ms;
    const made = {
      cancel: () => context.withCancel(parent),
      cause: () => context.withCancelCause(parent),
      timeout: () => context.withTimeoutCause(parent, ms, why),
      deadline: () => context.withDeadlineCause(parent, deadline, why),
      value: () => [context.withValue(parent, context.key<number>('k'), 1)] as const,
      without: () => [context.withoutCancel(parent)] as const,
    }[kind]();
    this.#all.push(made[0]);
    this.#ends.push(made[1]);
  }

  wait(ctx: Context): void {
    const name = `wait ${this.#names++}`;
    const { log } = this;
    const at = (): number => this.at();
    this.#form.start(function* () {
      const { ok } = yield* wait(() => ctx.done().recv());
      log.push(`${name} at ${at()}${ok ? ' with a value' : ''}`);
    });
  }

  call(ctx: Context): void {
    const name = `call ${this.#names++}`;
    this.#stops.push(context.afterFunc(ctx, () => void this.log.push(`${name} at ${this.at()}`)));
  }

  listen({ signal }: Context): void {
    const name = `signal ${this.#names++}`;
    const tell = (): void => void this.log.push(`${name} at ${this.at()}`);
    if (signal.aborted) tell();
    else signal.addEventListener('abort', { handleEvent: tell });
  }

  look(ctx: Context): Seen {
    const deadline = ctx.deadline();
    const cause = textOf(context.cause(ctx));
    const err = ctx.err()?.message;
    return { err, cause, deadline: deadline === undefined ? undefined : deadline - this.#start };
  }

  at(): number {
    return now() - this.#start;
  }
}

describe('Law: contexts', () => {
  for (const form of forms) {
    it(`are those of a naive tree, ${form.name} [CX-05, CX-06, CX-08, CX-10, CX-11, CX-13, CX-14, CX-15, CX-16, CX-20, CX-21]`, async () => {
      const property = fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
        const model = new Naive();
        model.run(commands);
        let ours: Ours | undefined;
        await inVirtualTime(form, () => (ours = new Ours(form)).run(commands));
        expect(ours?.seen).to.deep.equal(model.seen);
        // Who is told first of those who are told at once is nobody's business.
        expect(ours?.log.toSorted()).to.deep.equal(model.log.toSorted());
      });
      await law(property, { weight: 2 });
    });
  }
});
