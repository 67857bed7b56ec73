/** Goroutines that fail, under a listener of the host or without one. */
import { Channel, go, gosched, run } from 'millrace';
import type { Routine } from 'millrace';

function* failing(): Routine<void> {
  yield* gosched();
  throw new Error('the cause');
}

async function failingAsync(): Promise<void> {
  await gosched();
  throw new Error('the cause');
}

const [what, form, listen] = process.argv.slice(2);
const body = form === 'async' ? failingAsync : failing;

if (listen === 'listen') {
  process.on('uncaughtException', (error, origin) => {
    const { code, name } = error as Error & { code?: string };
    console.log([origin, name, code, (error.cause as Error).message].join(' | '));
  });
  process.on('unhandledRejection', (reason) => {
    console.log(`unhandledRejection | ${(reason as Error).message}`);
  });
}

const idle = new Channel<void>();
const wake = (): void => void setTimeout(() => idle.trySend(), 20);

if (what === 'unjoined') {
  go(body);
} else if (what === 'joined') {
  await go(body).catch((error: Error) => console.log(`joined | ${error.message}`));
} else if (what === 'under run') {
  wake();
  await run(function* () {
    go(body);
    yield* idle.recv();
    console.log('main went on');
  });
} else if (what === 'operation') {
  idle.close();
  await go(function* () {
    idle.send();
  });
}
