/**
 * What crosses a link in the place of channels and contexts: tokens.
 *
 * A channel has its home at the trunk of the link, the side that started the other thread. So a
 * channel that is made at the far side, the leaf, moves to the trunk when it is first sent there:
 * threads form a tree, and every channel that two of them share lives where both can reach it.
 *
 * Tokens: `[CHANNEL, id, capacity, name, closed]` to the leaf; `[YOURS, id]` for what the other side
 * has under that id; `[CONTEXT, …]` either way.
 */
import { CLOSED, NIL } from '../channel-state.ts';
import { Channel } from '../channel.ts';
import type { Context } from '../context/context.ts';
import { Ours, sourceOf } from '../context/ours.ts';
import { isArm } from '../kernel/arm.ts';
import { MisuseError } from '../kernel/errors.ts';
import { kernel } from '../kernel/world.ts';
import { Away } from './away.ts';
import type { Counters } from './counters.ts';
import { emigrate } from './emigrate.ts';
import { End } from './end.ts';
import { contextOf, Hearer, Herald, tokenOfContext, type ContextToken } from './far-context.ts';
import type { Link } from './link.ts';
import type { Crossing } from './parcel.ts';
import { becomeRemote, RemoteChannel } from './remote-channel.ts';
import { share, SharedChannel } from './shared-channel.ts';
import * as wire from './wire.ts';

const CHANNEL = 'channel';
const YOURS = 'yours';
const CONTEXT = 'context';
const NOBODY = 'nil';

type ChannelToken = readonly [typeof CHANNEL, number, number, string | undefined, boolean];

type Token =
  | ChannelToken
  | readonly [typeof YOURS, number]
  | readonly [typeof CONTEXT, ...ContextToken]
  | readonly [typeof NOBODY];

/** Ids of channels are the trunk's from 1 up and the leaf's from −1 down: neither has to ask. */
export class Customs implements Crossing {
  readonly link: Link;
  readonly #isTrunk: boolean;
  readonly #counters: Counters | null;
  #lastId = 0;
  /** Contexts of this side that the other knows, and of the other's that this does: their ids. */
  readonly #contexts: WeakMap<object, number> = new WeakMap();

  constructor(link: Link, isTrunk: boolean, counters: Counters | null) {
    this.link = link;
    this.#isTrunk = isTrunk;
    this.#counters = counters;
    link.stranger = (kind, id, payload) => {
      if (kind === wire.ADOPT) this.#adopt(id, payload);
    };
  }

  /** Whether somebody at this side waits for somebody at the other. */
  get isWaitedFor(): boolean {
    for (const peer of this.link.peers.values()) {
      if (peer instanceof End && peer.home.isWaitedFor) return true;
    }
    return false;
  }

  knows(it: object): boolean {
    if (it instanceof Ours) return true;
    if (!(it instanceof Channel)) {
      if (isArm(it)) throw cannotCross('a timer or an arm');
      return false;
    }
    if (it instanceof SharedChannel) return true;
    if (it instanceof RemoteChannel) {
      if (it.away.crossing !== this) throw cannotCross('a channel whose home is a third thread');
      return true;
    }
    if (Object.getPrototypeOf(it) !== Channel.prototype)
      throw cannotCross('a channel of a context: pass the context itself; it');
    if (it.world !== kernel.home) throw cannotCross('a channel of a controlled world');
    return true;
  }

  tokenOf(it: object): Token {
    if (it instanceof Ours) return this.#tokenOfContext(it);
    const channel = it as Channel<unknown>;
    if (channel instanceof RemoteChannel) return [YOURS, channel.away.id];
    if (channel.state === NIL) return [NOBODY];
    if (!this.#isTrunk) {
      const id = this.#newId();
      this.link.tell(wire.ADOPT, id, [channel.capacity, channel.name]);
      emigrate(channel, new Away(id, this, this.#counters));
      return [YOURS, id];
    }
    const end = this.#endOf(channel);
    end.issued++;
    return [CHANNEL, end.id, channel.capacity, channel.name, channel.state === CLOSED];
  }

  standIn(token: unknown): Channel<unknown> | Context {
    const [kind, id, ...rest] = token as Token;
    if (kind === NOBODY) return Channel.nil();
    if (kind === CONTEXT) return this.#context([id, ...rest] as ContextToken);
    const peer = this.link.peers.get(id as number);
    if (peer instanceof End) return peer.home.channel;
    if (peer instanceof Herald || peer instanceof Hearer) return peer.ctx;
    const away = peer instanceof Away ? peer : this.#newAway(token as Token);
    away.received++;
    return away.channel ?? this.#channelOf(away, token as Token);
  }

  #tokenOfContext(ctx: Context): Token {
    const source = sourceOf(ctx);
    const known = this.#contexts.get(source);
    if (known !== undefined && this.link.peers.has(known)) return [YOURS, known];
    const token = tokenOfContext(source, this, () => this.#newId());
    if (token[0] !== 0) this.#contexts.set(source, token[0]);
    return [CONTEXT, ...token];
  }

  #context(token: ContextToken): Context {
    const ctx = contextOf(token, this);
    if (token[0] !== 0) this.#contexts.set(ctx, token[0]);
    return ctx;
  }

  #newAway(token: Token): Away {
    const [kind, id, , , closed] = token;
    if (kind !== CHANNEL) throw new MisuseError('procs: a channel that nobody has');
    const away = new Away(id, this, this.#counters);
    if (closed) away.take(wire.CLOSE, [], 0, 0);
    return away;
  }

  #channelOf(away: Away, token: Token): Channel<unknown> {
    const [, , capacity, name] = token as ChannelToken;
    const options = name === undefined ? undefined : { name };
    return becomeRemote(new Channel<unknown>(capacity, options), away);
  }

  #endOf(channel: Channel<unknown>): End {
    const shared = channel instanceof SharedChannel ? channel : share(channel, this);
    return (
      shared.home.ends.find((end) => end.crossing === this) ?? this.#newEnd(shared, this.#newId())
    );
  }

  #newEnd(shared: SharedChannel<unknown>, id: number): End {
    const end = new End(id, shared.home, this, this.#counters);
    shared.home.ends.push(end);
    return end;
  }

  /** A channel of the leaf's comes to live here. */
  #adopt(id: number, [capacity, name]: readonly unknown[]): void {
    const options = name === undefined ? undefined : { name: name as string };
    this.#newEnd(share(new Channel<unknown>(capacity as number, options), this), id);
  }

  #newId(): number {
    return this.#isTrunk ? ++this.#lastId : --this.#lastId;
  }
}

function cannotCross(what: string): MisuseError {
  return new MisuseError(`${what} cannot be sent to another thread`);
}
