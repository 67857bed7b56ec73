import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { go, type Routine } from 'millrace';
import { carryContext } from 'millrace/async-context';
import { handle, Office, request, waits } from './support.ts';

const office = { current: null as Office | null };
const everything = [...waits, ...waits.toReversed()];

function* answer({ url }: IncomingMessage, response: ServerResponse): Routine<void> {
  const found = yield* handle(everything, office.current as Office);
  response.end(JSON.stringify({ asked: Number(url?.slice(1)), found }));
}

function ask(port: number, id: number): Promise<{ asked: number; found: unknown[] }> {
  return new Promise((resolve, reject) => {
    get({ port, path: `/${String(id)}`, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(JSON.parse(text) as { asked: number; found: unknown[] }));
    }).on('error', reject);
  });
}

/** Sends requests at once, and says after how many waits of all it was another's context. */
async function mixedUp(requests: number): Promise<number> {
  office.current = new Office();
  const server: Server = createServer((incoming, response) => {
    request.run(Number(incoming.url?.slice(1)), () => void go(answer, incoming, response));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const answers = await Promise.all(Array.from({ length: requests }, (_, id) => ask(port, id)));
  await new Promise((closed) => server.close(closed));
  await office.current.close();
  expect(answers.map(({ found }) => found.length)).to.deep.equal(
    new Array(requests).fill(everything.length + 1),
  );
  return answers.flatMap(({ asked, found }) => found.filter((id) => id !== asked)).length;
}

describe('a request id in an HTTP server', () => {
  it('survives channels, selects, locks and timers with carryContext', async () => {
    const undo = carryContext();
    try {
      expect(await mixedUp(100)).to.equal(0);
    } finally {
      undo();
    }
  });

  it('is mixed up without, since whoever wakes a goroutine lends it his', async () => {
    expect(await mixedUp(100)).to.be.above(100);
  });
});
