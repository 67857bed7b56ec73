/** Wrong closes, and wrong uses of what is closed. */
import type { Mutant } from '../mutant.ts';

const file = 'channel.ts';

export const closeMutants: readonly Mutant[] = [
  {
    name: 'close-drops-buffer',
    about: 'what is buffered is lost in a close',
    file,
    find: '    this.state = CLOSED;\n',
    put: '    this.state = CLOSED;\n    while (this.buffer.length > 0) this.buffer.shift();\n',
  },
  {
    name: 'double-close-ok',
    about: 'to close twice is no mistake',
    file,
    find: 'if (this.state === CLOSED) throw new errors.CloseOfClosedError();',
    put: 'if (this.state === CLOSED) return;',
  },
  {
    name: 'close-of-nil-ok',
    about: 'to close the nil channel is no mistake',
    file,
    find: 'if (this.state === NIL) throw new errors.CloseOfNilError();',
    put: 'if (this.state === NIL) return;',
  },
  {
    name: 'send-on-closed-ignored',
    about: 'a send on a closed channel does nothing, and says nothing',
    file,
    find: 'if (this.state === CLOSED) throw new errors.SendOnClosedError();',
    put: 'if (this.state === CLOSED) return true;',
  },
  {
    name: 'send-on-closed-buffers',
    about: 'a send fills the buffer of a closed channel',
    file,
    find: 'if (this.state === CLOSED) throw new errors.SendOnClosedError();',
    put: `if (this.state === CLOSED && this.buffer.length === this.capacity)
      throw new errors.SendOnClosedError();`,
  },
  {
    name: 'send-on-closed-waits',
    about: 'a send on a closed channel whose buffer is full waits for ever',
    file,
    find: 'this.receivers.first !== null || this.buffer.length < this.capacity || this.state === CLOSED',
    put: 'this.receivers.first !== null || this.buffer.length < this.capacity',
  },
  {
    name: 'closed-recv-ok',
    about: 'a receive from a closed channel says that a send brought the value',
    file,
    find: '{ value: undefined, ok: false, done: true }',
    put: '({ value: undefined, ok: true, done: false } as never)',
  },
  {
    name: 'closed-recv-waits',
    about: 'a receive from a closed channel waits for a value',
    file,
    find: '    return this.buffer.length > 0 || this.senders.first !== null || this.state === CLOSED;',
    put: '    return this.buffer.length > 0 || this.senders.first !== null;',
  },
  {
    name: 'closed-hides-buffer',
    about: 'a closed channel says that it is empty before it is',
    file,
    find: '    if (buffer.length > 0) {',
    put: '    if (buffer.length > 0 && this.state !== CLOSED) {',
  },
  {
    name: 'close-wakes-no-receivers',
    about: 'a close leaves receivers waiting',
    file,
    find: 'const receivers = claimAll(this.receivers);',
    put: 'const receivers: Waiter[] = [];',
  },
  {
    name: 'close-wakes-one-receiver',
    about: 'a close wakes one receiver of those who wait',
    file,
    find: 'const receivers = claimAll(this.receivers);',
    put: 'const receivers = this.receivers.first === null ? [] : [this.receivers.shift()];',
  },
  {
    name: 'close-wakes-no-senders',
    about: 'a close leaves senders waiting',
    file,
    find: 'const senders = claimAll(this.senders);',
    put: 'const senders: Waiter[] = [];',
  },
  {
    name: 'close-resolves-senders',
    about: 'a sender that waits when the channel is closed thinks that it has sent',
    file,
    find: 'refuse(sender, new errors.SendOnClosedError());',
    put: 'accept(sender);',
  },
  {
    name: 'close-gives-ok',
    about: 'a receiver that waits when the channel is closed thinks that it has received',
    file,
    find: 'deliver(receiver, undefined, false);',
    put: 'deliver(receiver, undefined, true);',
  },
  {
    name: 'close-wakes-in-line',
    about: 'a close wakes receivers in another order than Go does',
    file,
    find: 'for (const receiver of receivers.reverse())',
    put: 'for (const receiver of receivers)',
  },
  {
    name: 'close-leaves-siblings',
    about: 'a select that a close has woken still stands in its other lines',
    file,
    find: '    waiter.select?.withdraw();\n',
    put: '',
  },
  {
    name: 'close-takes-senders-first',
    about: 'a select that waits on both sides of what is closed fails as a sender',
    file,
    find: `    const receivers = claimAll(this.receivers);
    const senders = claimAll(this.senders);`,
    put: `    const senders = claimAll(this.senders);
    const receivers = claimAll(this.receivers);`,
  },
  {
    name: 'close-fails-an-arm',
    about: 'a close fails the arm of a select that sends, and not the select',
    file: 'kernel/waiter.ts',
    find: '  const op = waiter.select ?? waiter;',
    put: '  const op = waiter;',
  },
];
