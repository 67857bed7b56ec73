import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once as event } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { Channel, go } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import { once } from '../harness/question.ts';
import type { Question, Sample } from '../harness/question.ts';
import { summary } from '../harness/stats.ts';

/** Plays until told to stop; counts, so that a stalled game is noticed. */
interface Game {
  rounds: number;
  over: boolean;
}

function* call(to: Sender<number>, from: Receiver<number>, game: Game): Routine<void> {
  while (!game.over) {
    yield* to.send(game.rounds);
    yield* from.recv();
    game.rounds++;
  }
  to.close();
}

function* echo(from: Receiver<number>, to: Sender<number>): Routine<void> {
  for (;;) {
    const r = yield* from.recv();
    if (!r.ok) return;
    yield* to.send(r.value);
  }
}

async function callAsync(to: Sender<number>, from: Receiver<number>, game: Game): Promise<void> {
  while (!game.over) {
    await to.send(game.rounds);
    await from.recv();
    game.rounds++;
  }
  to.close();
}

async function echoAsync(from: Receiver<number>, to: Sender<number>): Promise<void> {
  for (;;) {
    const r = await from.recv();
    if (!r.ok) return;
    await to.send(r.value);
  }
}

/** A request on a connection of its own, to the end of the answer. */
async function request(port: number): Promise<void> {
  const options = { host: '127.0.0.1', port, agent: false };
  const response = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    get(options, resolve).on('error', reject);
  });
  response.resume();
  await event(response, 'end');
}

async function took(work: () => Promise<unknown>, game: Game): Promise<number> {
  const rounds = game.rounds;
  const from = performance.now();
  await work();
  const ms = performance.now() - from;
  if (game.rounds === rounds) throw new Error('the ping-pong stood still');
  return ms;
}

const repetitions = 20;

async function beside(start: (game: Game) => void): Promise<Sample> {
  const server = createServer((_, response) => response.end('served')).listen(0, '127.0.0.1');
  await event(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await request(port);
  const game = { rounds: 0, over: false };
  start(game);
  await delay(100);
  const timers: number[] = [];
  const requests: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    timers.push(await took(() => delay(20), game));
    requests.push(await took(() => request(port), game));
  }
  game.over = true;
  server.close();
  const timer = summary(timers);
  const served = summary(requests);
  return {
    n: repetitions,
    metrics: {
      'timer-ms': timer.median,
      'timer-worst-ms': timer.most,
      'http-ms': served.median,
      'http-worst-ms': served.most,
    },
  };
}

const bounds = ['generator', 'async'].flatMap((side) =>
  ['timer-worst-ms', 'http-worst-ms'].map((unit) => ({ side, unit, atMost: 50 })),
);

const question: Question = {
  name: 'Starvation',
  what: 'a 20 ms timer and an HTTP request on loopback beside an endless ping-pong',
  group: 'starvation',
  samples: 5,
  sides: {
    generator: once(() =>
      beside((game) => {
        const there = new Channel<number>();
        const back = new Channel<number>();
        void go(echo, there, back);
        void go(call, there, back, game);
      }),
    ),
    async: once(() =>
      beside((game) => {
        const there = new Channel<number>();
        const back = new Channel<number>();
        void go(echoAsync, there, back);
        void go(callAsync, there, back, game);
      }),
    ),
  },
  bounds,
};
export default question;
