/** How the things of the root entry are shown; `show.ts` says how that comes about. */
import { CLOSED, NIL } from '../channel-state.ts';
import { Channel } from '../channel.ts';
import { Alarm } from '../kernel/alarm.ts';
import { Arm } from '../kernel/arm.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { hasFailed, Pending, Waitable } from '../kernel/op.ts';
import { WaitQueue, type Link } from '../kernel/wait-queue.ts';
import { ArmWaiter } from '../kernel/waiter.ts';
import { kernel, World } from '../kernel/world.ts';
import { describe, isReady } from '../report/describe.ts';
import { SendArm } from '../send-arm.ts';
import { WaitGroup } from '../sync/wait-group.ts';
import { count, line, show, type Look } from './show.ts';

/** How many stand in line, if anybody does. */
export function waiting(
  { first }: { readonly first: Link | null },
  what = 'waiting',
): string | false {
  let many = 0;
  for (let node = first; node !== null; node = node.after) many++;
  return count(what, many);
}

function channelText(channel: Channel<unknown>, look: Look): string {
  const { name, length, capacity, state } = channel;
  const called = channel.constructor.name;
  if (state === NIL) return `${called}(nil)`;
  let text = `${called}(${String(length)}/${String(capacity)})`;
  if (name !== undefined) text += ` ${look(name)}`;
  if (state === CLOSED) text += ' [closed]';
  return line(text, waiting(channel.receivers, 'receivers'), waiting(channel.senders, 'senders'));
}

/** What it is waited at, in Go's words, and the channel's name if it has one. */
function reasonOf(op: Pending, look: Look): string {
  const { reason } = describe(op);
  const place = (op as Partial<Link>).queue?.place;
  if (!(place instanceof Channel) || place.name === undefined) return reason;
  return `${reason} ${look(place.name)}`;
}

function endOf(op: Pending, look: Look): string {
  if (hasFailed(op)) return `failed: ${look(op.value)}`;
  return op.value === undefined ? 'done' : `done: ${look(op.value)}`;
}

function opText(it: Waitable<unknown>, look: Look): string {
  const op = it as Pending;
  if (it.done) return line('Op', endOf(op, look));
  const reason = reasonOf(it instanceof ArmWaiter ? (it.select ?? op) : op, look);
  return line('Op', reason === 'await' ? 'pending' : `pending: ${reason}`);
}

function goroutineText(it: Goroutine, look: Look): string {
  const name = it.name === '' ? '' : ` ${look(it.name)}`;
  return line(`Goroutine ${String(it.id)}${name}`, it.done ? endOf(it, look) : stateOf(it, look));
}

function stateOf(it: Goroutine, look: Look): string {
  const { body, wait } = it;
  if (it === kernel.current || it === kernel.entered) return 'running';
  if (typeof body === 'function') return 'runnable';
  // The program has ended before it; or the host runs it, and nobody knows more.
  if (body === null) return wait === null ? 'async' : 'dropped';
  return isReady(it, wait) ? 'runnable' : `waiting: ${reasonOf(wait as Pending, look)}`;
}

/** When it is due. */
export function due({ world, dueMs }: Alarm<unknown>): string {
  const inMs = Math.ceil(dueMs - world.now());
  return inMs > 0 ? `due in ${String(inMs)} ms` : 'due';
}

show(World, ({ live }) => line('World', count('goroutines', live)));
show(WaitQueue, (queue) => line('WaitQueue', waiting(queue)));
show(Waitable, opText);
show(Goroutine, goroutineText);
show(Arm, (arm) => arm.constructor.name);
show(Alarm, (alarm) => line(alarm.constructor.name, due(alarm), waiting(alarm.waiters)));
show(Channel, channelText);
show(SendArm, ({ side, value }, look) => `${look(side)}.onSend(${look(value)})`);
show(WaitGroup, ({ zero }) =>
  line('WaitGroup', `count: ${String(zero.count)}`, waiting(zero.waiters)),
);
