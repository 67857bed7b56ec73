import { Channel, go, run } from 'millrace';
import type { Routine } from 'millrace';

/**
 * Two players, one ball. The table is a channel without a buffer: a player's send waits until the
 * other one takes the ball, so nobody ever hits twice in a row.
 *
 *     for ball := range table {
 *         ball.hits++
 *         table <- ball
 *     }
 */
interface Ball {
  hits: string[];
}

export function* match(rallies: number): Routine<string[]> {
  const table = new Channel<Ball>(0, { name: 'table' });
  const ball: Ball = { hits: [] };
  const ping = go(play, 'ping', table, rallies);
  const pong = go(play, 'pong', table, rallies);
  yield* table.send(ball);
  yield* ping;
  yield* pong;
  return ball.hits;
}

function* play(name: string, table: Channel<Ball>, rallies: number): Routine<void> {
  for (let r = yield* table.recv(); r.ok; r = yield* table.recv()) {
    if (r.value.hits.push(name) === rallies) return table.close(); // the other one's range ends
    yield* table.send(r.value);
  }
}

export async function matchAsync(rallies: number): Promise<string[]> {
  const table = new Channel<Ball>(0, { name: 'table' });
  const ball: Ball = { hits: [] };
  const players = [go(playAsync, 'ping', table, rallies), go(playAsync, 'pong', table, rallies)];
  await table.send(ball);
  await Promise.all(players); // a goroutine is a promise of what it returns
  return ball.hits;
}

async function playAsync(name: string, table: Channel<Ball>, rallies: number): Promise<void> {
  for await (const ball of table) {
    if (ball.hits.push(name) === rallies) return table.close();
    await table.send(ball);
  }
}

function* main(): Routine<void> {
  console.log('generator:', (yield* match(6)).join(' '));
  console.log('async:    ', (yield* go(matchAsync, 6)).join(' '));
}

if (process.argv[1] === import.meta.filename) await run(main);
