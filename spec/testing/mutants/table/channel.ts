/** Wrong buffers, wrong lines, wrong looks at a channel. */
import type { Mutant } from '../mutant.ts';

const file = 'channel.ts';

export const channelMutants: readonly Mutant[] = [
  {
    name: 'lifo-buffer',
    about: 'the buffer gives what was sent last',
    file,
    find: 'const value = buffer.shift();',
    put: `for (let i = 1; i < buffer.length; i++) buffer.push(buffer.shift());
      const value = buffer.shift();`,
  },
  {
    name: 'capacity-plus-one',
    about: 'a buffer holds one more than it may',
    file,
    find: 'this.capacity = capacity + 0;',
    put: 'this.capacity = capacity === 0 ? 0 : capacity + 1;',
  },
  {
    name: 'capacity-minus-one',
    about: 'a buffer of two holds one',
    file,
    find: 'this.capacity = capacity + 0;',
    put: 'this.capacity = capacity > 1 ? capacity - 1 : capacity;',
  },
  {
    name: 'unbuffered-buffers',
    about: 'a channel without a buffer has one',
    file,
    find: 'this.capacity = capacity + 0;',
    put: 'this.capacity = capacity = capacity || 1;',
  },
  {
    name: 'offer-overfills',
    about: 'a send that finds the buffer full puts its value there nevertheless',
    file,
    find: `    if (this.buffer.length < this.capacity) {
      this.buffer.push(value);`,
    put: `    if (this.buffer.length <= this.capacity && this.capacity > 0) {
      this.buffer.push(value);`,
  },
  {
    name: 'refill-skipped',
    about: 'a receive from a full buffer leaves the waiting sender where it is',
    file,
    find: `if (senders.first !== null && buffer.length < this.capacity)
        buffer.push(accept(senders.shift()) as T);`,
    put: '',
  },
  {
    name: 'refill-lost',
    about: 'the value of the sender that fills the buffer up is lost',
    file,
    find: `if (senders.first !== null && buffer.length < this.capacity)
        buffer.push(accept(senders.shift()) as T);`,
    put: 'if (senders.first !== null) accept(senders.shift());',
  },
  {
    name: 'sender-before-buffer',
    about: 'a receive takes from a waiting sender before it takes from the buffer',
    file,
    find: '    if (buffer.length > 0) {',
    put: '    if (buffer.length > 0 && senders.first === null) {',
  },
  {
    name: 'receiver-passed-over',
    about: 'a send fills the buffer though somebody waits to receive',
    file,
    find: '    if (this.receivers.first !== null) {\n      deliver',
    put: '    if (this.receivers.first !== null && this.capacity === 0) {\n      deliver',
  },
  {
    name: 'lone-send-goes-ahead',
    about: 'a send without a partner is over at once, and its value is lost',
    file,
    find: `      return true;
    }
    return false;
  }

  /** @internal Receives`,
    put: `      return true;
    }
    return this.capacity === 0;
  }

  /** @internal Receives`,
  },
  {
    name: 'len-counts-senders',
    about: 'the length counts who waits to send',
    file,
    find: 'return this.buffer.length;\n  }',
    put: 'return this.buffer.length + (this.senders.first === null ? 0 : 1);\n  }',
  },
  {
    name: 'nil-recv-returns',
    about: 'a receive from the nil channel gives what a closed one gives',
    file,
    find: 'return this.state === CLOSED ? { value',
    put: 'return this.state !== OPEN ? { value',
  },
  {
    name: 'nil-send-panics',
    about: 'a send on the nil channel fails as on a closed one',
    file,
    find: '    if (this.state === NIL) waiter.queue = queue as unknown as WaitQueue;',
    put: `    if (this.state === NIL && queue === (this.senders as never)) throw new errors.SendOnClosedError();
    if (this.state === NIL) waiter.queue = queue as unknown as WaitQueue;`,
  },
  {
    name: 'nil-meets',
    about: 'two who use the nil channel meet there',
    file,
    find: 'if (this.state === NIL) waiter.queue = queue as unknown as WaitQueue;\n    else queue.push(waiter);',
    put: 'queue.push(waiter);',
  },
  {
    name: 'try-recv-peeks',
    about: 'tryRecv leaves in the buffer what it gives',
    file,
    find: '  tryRecv(): Received<T> | undefined {\n',
    put: `  tryRecv(): Received<T> | undefined {
    if (this.length > 0) return { value: this.buffer.slots[this.buffer.head] as T, ok: true, done: false };
`,
  },
  {
    name: 'try-recv-ignores-waiters',
    about: 'tryRecv looks at the buffer alone, and past senders who wait',
    file,
    find: '  tryRecv(): Received<T> | undefined {\n',
    put: `  tryRecv(): Received<T> | undefined {
    if (this.length === 0 && this.state === OPEN) return undefined;
`,
  },
  {
    name: 'try-recv-robs-select',
    about: 'tryRecv takes a value from a waiting sender without letting it go on',
    file,
    find: '  tryRecv(): Received<T> | undefined {\n',
    put: `  tryRecv(): Received<T> | undefined {
    const { first } = this.senders;
    if (this.length === 0 && first !== null)
      return { value: first.value as T, ok: true, done: false };
`,
  },
  {
    name: 'try-send-parks',
    about: 'trySend says no and leaves its value in line',
    file,
    find: 'return this.offer(value);',
    put: `if (this.offer(value)) return true;
    if (this.state === OPEN) this.senders.push(new Waiter(value));
    return false;`,
  },
  {
    name: 'send-arm-forgets',
    about: 'a send that has to wait sends undefined',
    file: 'send-arm.ts',
    find: '    waiter.value = this.value;\n',
    put: '',
  },
  {
    name: 'lifo-waiters',
    about: 'who came last is served first',
    file: 'kernel/wait-queue.ts',
    find: `    if (last === null) {
      this.first = node;
    } else {
      last.after = node;
      node.before = last;
    }
    this.last = node;`,
    put: `    const { first } = this;
    if (last === null) this.last = node;
    if (first !== null) {
      first.before = node;
      node.after = first;
    }
    this.first = node;`,
  },
];
