/**
 * The one door to the host's threads, for both who starts one and who runs in it.
 *
 * Node's module is asked for at run time: so programs for browsers can hold this file, and there it
 * is the browser's own workers.
 */
import { GONE, PROTOCOL } from './pool-wire.ts';
import type { Post } from './link.ts';

/** Limits of a thread, as Node has them; browsers have none. */
export interface ResourceLimits {
  /** Of the heap for what lives long. */
  readonly maxOldGenerationSizeMb?: number;
  /** Of the heap for what is new. */
  readonly maxYoungGenerationSizeMb?: number;
  /** Of compiled code. */
  readonly codeRangeSizeMb?: number;
  /** Of the stack. */
  readonly stackSizeMb?: number;
}

/** What a `Worker` has to be made with to be a proc. */
export interface ThreadOptions {
  /** What the thread is called. */
  readonly name: string;
  /** Its code is a module. */
  readonly type: 'module';
  /** By this a module knows that it is asked to serve. */
  readonly workerData: object;
  /** What the thread may use. */
  readonly resourceLimits?: ResourceLimits;
}

/** The host's URL, as far as the program's types know one. */
export type HostURL = typeof globalThis extends { URL: { prototype: infer U } } ? U : never;

/** A `Worker` of Node's or of a browser's. */
export interface AnyWorker {
  /** Sends it a message. */
  postMessage(message: unknown, moves: never[]): void;
  /** Ends it at once. */
  terminate(): unknown;
}

/** A thread, from outside. */
export interface Thread {
  readonly post: Post;
  /** Whether it keeps the process alive. */
  hold(isHeld: boolean): void;
  terminate(): void;
}

/** What is told about a thread. */
export interface Watcher {
  came(message: unknown): void;
  /** It threw what nobody caught; `quit` follows. */
  threw(error: unknown): void;
  /** It is over, and all that it had posted has come. Told once. */
  quit(status: number): void;
}

/** Who started this thread, from inside. */
export interface Owner {
  readonly post: Post;
  listen(receive: (message: unknown) => void): void;
  /** Ends this thread. */
  leave(): void;
}

interface NodeWorker extends AnyWorker {
  on(event: string, listener: (it: never) => void): unknown;
  ref(): void;
  unref(): void;
}

interface WebWorker extends AnyWorker {
  addEventListener(type: string, listener: (event: never) => void): void;
}

interface Threads {
  readonly Worker: new (url: URL | string, options: ThreadOptions) => NodeWorker;
  readonly isMainThread: boolean;
  readonly workerData: unknown;
  readonly parentPort:
    | (Pick<NodeWorker, 'postMessage'> & {
        on(event: 'message' | 'messageerror', listener: (message: unknown) => void): unknown;
      })
    | null;
}

interface Process {
  on(event: 'beforeExit', callback: () => void): unknown;
  exit(status: number): never;
  getBuiltinModule?(name: string): unknown;
  constrainedMemory?(): number;
}

/** The scope of a browser's worker. */
interface Scope extends WebWorker {
  close(): void;
}

const { process: node, Worker: WebWorkers } = globalThis as {
  process?: Partial<Process>;
  Worker?: new (url: URL | string, options: ThreadOptions) => WebWorker;
};

function builtin<T>(name: string): T | undefined {
  return node?.getBuiltinModule?.(name) as T | undefined;
}

/** By this a thread knows that a pool has started it. */
const MARK = 'millrace';

/** How a thread is to be made. */
export function threadOptions(name: string, resourceLimits?: ResourceLimits): ThreadOptions {
  const options = { name, type: 'module', workerData: { [MARK]: PROTOCOL } } as const;
  return resourceLimits === undefined ? options : { ...options, resourceLimits };
}

/** Makes a thread's `Worker`. @throws what the host throws. */
export function makeWorker(url: URL | string, options: ThreadOptions): AnyWorker {
  const Worker = builtin<Threads>('node:worker_threads')?.Worker ?? WebWorkers;
  if (Worker === undefined) throw new Error('this host has no threads');
  // Node takes no URL as a string, browsers do; a drive's letter is no scheme.
  const isHref = typeof url === 'string' && /^[a-z][a-z0-9+.-]+:/i.test(url);
  return new Worker(isHref ? new URL(url) : url, options);
}

export function threadOf(worker: AnyWorker, watcher: Watcher): Thread {
  const post: Post = (message, moves) => worker.postMessage(message, moves as never[]);
  if ('on' in worker) {
    const own = worker as NodeWorker;
    own.on('message', (message: unknown) => watcher.came(message));
    own.on('error', (error: unknown) => watcher.threw(error));
    own.on('messageerror', (error: unknown) => {
      watcher.threw(error);
      void own.terminate();
    });
    own.on('exit', (status: number) => watcher.quit(status));
    return {
      post,
      hold: (isHeld) => (isHeld ? own.ref() : own.unref()),
      terminate: () => void own.terminate(),
    };
  }
  return webThread(worker as WebWorker, post, watcher);
}

/** A browser's worker outlives what it throws, and its end is told by nobody. */
function webThread(worker: WebWorker, post: Post, watcher: Watcher): Thread {
  let isOver = false;
  const end = (status: number): void => {
    if (isOver) return;
    isOver = true;
    worker.terminate();
    watcher.quit(status);
  };
  worker.addEventListener('message', ({ data }: { data: unknown }) => {
    if (data === GONE) end(0);
    else if (!isOver) watcher.came(data);
  });
  worker.addEventListener('error', (event: { error?: unknown; message?: string }) => {
    watcher.threw(event.error ?? new Error(event.message ?? 'the module cannot be loaded'));
    end(1);
  });
  worker.addEventListener('messageerror', () => {
    watcher.threw(new Error('a message that cannot be read'));
    end(1);
  });
  return { post, hold: () => {}, terminate: () => end(1) };
}

/** Who started this thread as a proc; null if nobody did. */
export function ownerHere(): Owner | null {
  const threads = builtin<Threads>('node:worker_threads');
  if (threads !== undefined) {
    const { parentPort, workerData } = threads;
    const mark = (workerData as { [MARK]?: unknown } | null)?.[MARK];
    if (parentPort === null || mark === undefined) return null;
    return {
      post: (message, moves) => parentPort.postMessage(message, moves as never[]),
      listen(receive) {
        parentPort.on('message', receive);
        parentPort.on('messageerror', (error) => {
          throw error;
        });
      },
      leave: () => node?.exit?.(0),
    };
  }
  const { DedicatedWorkerGlobalScope: Dedicated } = globalThis as {
    DedicatedWorkerGlobalScope?: new () => Scope;
  };
  if (Dedicated === undefined || !(globalThis instanceof Dedicated)) return null;
  const scope = globalThis as unknown as Scope;
  return {
    post: (message, moves) => scope.postMessage(message, moves as never[]),
    listen(receive) {
      scope.addEventListener('message', ({ data }: { data: unknown }) => receive(data));
    },
    leave() {
      scope.postMessage(GONE, []);
      scope.close();
    },
  };
}

/** Calls back whenever the process would end by itself. Browsers do not. */
export function onLastMoment(callback: () => void): void {
  node?.on?.('beforeExit', callback);
}

/** How many bytes this process may use; undefined where nobody says. */
export function memoryBytes(): number | undefined {
  const total = builtin<{ totalmem(): number }>('node:os')?.totalmem();
  const limit = node?.constrainedMemory?.();
  if (total === undefined || limit === undefined || limit <= 0) return total;
  return Math.min(total, limit);
}
