import { execFile } from 'node:child_process';
import { expect } from 'chai';

/** Two functions for each state, one of each form, that wait for ever; main waits for all of them. */
const program = `
  import { Channel, go, run, select } from 'millrace';
  const empty = () => new Channel();
  const full = () => {
    const channel = new Channel(1);
    channel.trySend(0);
    return channel;
  };
  const nil = Channel.nil();
  const ways = {
    recv: () => empty().recv(),
    recvBuffered: () => new Channel(3).recv(),
    next: () => empty()[Symbol.asyncIterator]().next(),
    nextNil: () => nil[Symbol.asyncIterator]().next(),
    send: () => empty().send(1),
    sendFull: () => full().send(1),
    recvNil: () => nil.recv(),
    sendNil: () => nil.send(1),
    two: () => select({ a: empty(), b: full().onSend(1) }),
    oneRecv: () => select({ a: empty() }),
    oneSend: () => select([full().onSend(1)]),
    oneRecvNil: () => select({ a: nil }),
    oneSendNil: () => select({ a: nil.onSend(1) }),
    twoNil: () => select({ a: nil, b: nil.onSend(1) }),
    twoNull: () => select({ a: null, b: undefined }),
    none: () => select({}),
  };
  await run(function* () {
    for (const [name, way] of Object.entries(ways)) {
      go({ *[name]() { yield* way(); } }[name]);
      go({ async [name]() { await way(); } }[name]);
    }
    yield* empty().recv();
  }, { sites: false });
`;

const states: Record<string, string> = {
  recv: 'chan receive',
  recvBuffered: 'chan receive',
  next: 'chan receive',
  nextNil: 'chan receive (nil chan)',
  send: 'chan send',
  sendFull: 'chan send',
  recvNil: 'chan receive (nil chan)',
  sendNil: 'chan send (nil chan)',
  two: 'select',
  oneRecv: 'chan receive',
  oneSend: 'chan send',
  oneRecvNil: 'chan receive (nil chan)',
  oneSendNil: 'chan send (nil chan)',
  twoNil: 'select',
  twoNull: 'select',
  none: 'select (no cases)',
};

describe('select: what reports say of who waits', function () {
  this.timeout(20_000);
  let heads: string[] = [];

  before((done) => {
    const command = [...process.execArgv, '--input-type=module', '-e', program];
    execFile(process.execPath, command, (_error, _stdout, stderr) => {
      heads = stderr.match(/^goroutine \d+ \[.*$/gm) ?? [stderr];
      done();
    });
  });

  for (const [name, state] of Object.entries(states)) {
    it(`${name}: "${state}", in both forms [CH-13, CH-21, CH-47, SEL-09, SEL-11]`, () => {
      const found = heads.filter((head) => head.endsWith(`: ${name}`));
      expect(found.map((head) => /\[(.*)\]/.exec(head)?.[1])).to.deep.equal([state, state]);
    });
  }
});
