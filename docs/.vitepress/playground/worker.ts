/**
 * The worker that runs one program, and no second one. The host's functions are replaced before the
 * library loads, which takes them once: so it finds what it needs of Node's `process`, and reports a
 * deadlock at the moment at which Node would have nothing left to do.
 */
import { BEGIN, HOLD } from './compile-names.ts';
import { HostLoop } from './host-loop.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { readable } from './places.ts';
import { line, show } from './show.ts';

const scope = globalThis as unknown as Omit<typeof globalThis, 'process'> & {
  process: unknown;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
  close(): void;
};

const say = scope.postMessage.bind(scope);
const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
const { port1, port2 } = new MessageChannel();
const tasks: (() => void)[] = [];
const TICK_MS = 4;
port1.onmessage = () => tasks.shift()?.();

// Until they are known they stand in no text.
let module = '\0';
let home = '\0';
let settled = false;
let goroutines = (): number => 0;
let finish = (): void => {};

const clean = (text: string): string => readable(text, module, [home, scope.location.href]);
const print = (stream: 'out' | 'err', text: string): void =>
  say({ kind: 'print', stream, text: clean(text) });

const loop = new HostLoop(
  {
    setTimeout: (callback, delayMs) => setTimeout.call(scope, callback, delayMs),
    clearTimeout: (timer) => clearTimeout.call(scope, timer as number),
    setInterval: (callback, delayMs) => setInterval.call(scope, callback, delayMs),
    clearInterval: (timer) => clearInterval.call(scope, timer as number),
    task: (callback) => {
      tasks.push(callback);
      port2.postMessage(0);
    },
    tick: (callback) => setTimeout.call(scope, callback, TICK_MS),
    // A program that is over may only have an error left that is on its way.
    patience: () => (settled ? 2 : 25),
  },
  () => exit(settled ? 0 : 13),
);

function exit(status: number): void {
  loop.end();
  finish();
  say({ kind: 'end', status, waiting: goroutines() });
  scope.close();
}

function fail(error: unknown): void {
  print('err', `Uncaught ${show(error)}${causeOf(error)}\n`);
  exit(1);
}

/** What an error came of, and what that came of. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error) || error.cause === undefined) return '';
  return `\n[cause]: ${show(error.cause)}${causeOf(error.cause)}`.replaceAll('\n', '\n  ');
}

function prepare(): void {
  const put = {
    ...loopFunctions(),
    process: hostProcess(),
    [HOLD]: (promise: Promise<unknown>) => loop.hold(promise),
  };
  for (const [name, value] of Object.entries(put)) {
    Object.defineProperty(scope, name, { value, configurable: true, writable: true });
  }
  const { console } = scope;
  for (const name of ['log', 'info', 'debug'] as const)
    console[name] = (...values: unknown[]) => print('out', `${line(values)}\n`);
  for (const name of ['error', 'warn', 'trace'] as const)
    console[name] = (...values: unknown[]) => print('err', `${line(values)}\n`);
  // Node draws tables and boxes of these; here they are shown as any value.
  for (const name of ['dir', 'table'] as const)
    console[name] = (value: unknown) => print('out', `${line([value])}\n`);
  console.assert = (holds?: boolean, ...values: unknown[]) => {
    if (holds === true) return;
    print('err', `Assertion failed${values.length === 0 ? '' : `: ${line(values)}`}\n`);
  };
  scope.addEventListener('error', (event) => {
    event.preventDefault();
    fail((event as ErrorEvent).error ?? (event as ErrorEvent).message);
  });
  scope.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    fail((event as PromiseRejectionEvent).reason);
  });
}

function loopFunctions(): Record<string, unknown> {
  const { setTimeout, clearTimeout, setInterval, setImmediate } = loop;
  const fetch = (...args: Parameters<typeof globalThis.fetch>): Promise<Response> =>
    loop.hold(hostFetch(...args));
  return {
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval: clearTimeout,
    setImmediate,
    fetch,
  };
}
const hostFetch = globalThis.fetch.bind(globalThis);

/** As much of Node's `process` as `run` asks for. */
function hostProcess(): unknown {
  return {
    on: loop.on,
    off: loop.off,
    exit,
    stderr: { write: (text: string) => print('err', text) },
  };
}

async function start(order: ToWorker): Promise<void> {
  home = order.home;
  prepare();
  const at = (name: string): Promise<unknown> => import(/* @vite-ignore */ `${home}${name}.js`);
  const [trace, { numGoroutine }] = (await Promise.all([at('trace'), at('index')])) as [
    typeof import('millrace/trace'),
    typeof import('millrace'),
  ];
  goroutines = numGoroutine;
  module = URL.createObjectURL(new Blob([order.code], { type: 'text/javascript' }));
  let recording: ReturnType<typeof trace.record> | null = null;
  const { width } = order;
  finish = () => {
    if (recording === null || width === null) return;
    const { names, events: recorded } = recording.stop();
    // Without the time until something happened, and that in which it was found that nothing more would.
    const fromMs = recorded[0]?.at ?? 0;
    const events = recorded.map((one) => ({
      ...one,
      at: one.at - fromMs,
      ...('sentAt' in one ? { sentAt: Math.max(0, one.sentAt - fromMs) } : {}),
    }));
    const all = { events, names, durationMs: (events.at(-1)?.at ?? 0) * 1.05 };
    const svg = trace.toSVG(all, { width });
    // Where nothing ran in a goroutine there is nothing to see.
    if (!svg.includes('<rect')) return;
    say({
      kind: 'timeline',
      svg,
      chrome: trace.toChromeTrace(all),
    });
  };
  say({ kind: 'start' });
  // Whoever is still loading is not idle; a program that awaits for ever is.
  const begun = new Promise<void>((resolve) => {
    const begin = (): void => {
      // Not earlier: to load the program takes longer than most run.
      if (width !== null) recording = trace.record({ limit: 20_000 });
      resolve();
    };
    Object.assign(scope, { [BEGIN]: begin });
  });
  const loaded = import(/* @vite-ignore */ module);
  void loop.hold(Promise.race([begun, loaded]));
  const done = (): void => {
    settled = true;
    loop.look();
  };
  await loaded.then(done, fail);
}

scope.onmessage = ({ data }) => void start(data).catch(fail);
