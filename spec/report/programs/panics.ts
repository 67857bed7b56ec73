/** Goroutines that fail, under a listener of the host or without one. */
import { Channel, go, gosched, run, sleep } from 'millrace';
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
    console.log([origin, name, code, ((error.cause ?? error) as Error).message].join(' | '));
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
} else if (what === 'as main ends') {
  await run(function* () {
    go(body);
    yield* gosched();
    yield* gosched();
  });
  console.log('run resolved');
  process.exit(0);
} else if (what === 'main fails too') {
  await run(async () => {
    go(body);
    await gosched();
    await gosched();
    throw new Error('main fails');
  });
} else if (what === 'joiner dropped') {
  const late = go(async function late() {
    await sleep(50);
    throw new Error('the cause');
  });
  await run(function* () {
    for (let i = 0; i < 2; i++) {
      go(function* () {
        yield* late;
      });
    }
    yield* gosched();
    yield* gosched();
  });
  console.log('main ended');
} else if (what === 'two at once') {
  await run(function* () {
    go(body);
    go(body);
    for (let i = 0; i < 3; i++) yield* gosched();
    console.log('main ended');
  });
  console.log('run resolved');
} else if (what === 'operation') {
  idle.close();
  await go(function* () {
    idle.send();
  });
}
