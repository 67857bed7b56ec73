// @ts-check
/**
 * What is not run, and why. Whatever is not named here runs on every runtime; a name that fits nothing
 *
 * is an error.
 */

/**
 * Files for Node alone, the beginnings of their paths: they start processes of Node's with Node's
 * options, or ask its tools.
 * @type {Readonly<Record<string, string>>}
 */
export const nodeOnly = {
  'spec/cli/': 'the command line',
  'spec/docs': 'documents are compiled and run by Node',
  'spec/examples.spec.ts': 'starts Node',
  'spec/golang/guide/': 'starts Node',
  'spec/golang/oracle/missing.spec.ts': 'starts Node',
  'spec/main-job.spec.ts': 'starts Node',
  'spec/maxprocs/kernel.spec.ts': 'starts Node in groups of its own',
  'spec/package/': 'npm, its tarball, and what consumers make of it',
  'spec/playground/examples.spec.ts': 'starts Node',
  'spec/procs/lifeline.spec.ts': 'starts Node',
  'spec/procs/process.spec.ts': 'starts Node',
  'spec/report/ends.spec.ts': 'starts Node',
  'spec/report/panics.spec.ts': 'starts Node',
  'spec/report/states.spec.ts': 'starts Node',
  'spec/runtime/runtime.spec.ts': 'starts Node',
  'spec/select/states.spec.ts': 'starts Node',
};

/**
 * What of a list of tests a runtime is excused from, and the entries below that fit none of them.
 * @param {string} runtime
 * @param {readonly { file: string; title: string }[]} tests
 */
export function excuses(runtime, tests) {
  const here = cannot.filter(({ on }) => on === runtime);
  /** @param {{ file: string; title: string }} test @param {{ file: string; test: string }} entry */
  const fits = ({ file, title }, entry) =>
    file.replaceAll('\\', '/').endsWith(entry.file) &&
    (entry.test === '*' || title.startsWith(entry.test));
  return {
    excused: tests.filter((test) => here.some((entry) => fits(test, entry))),
    unused: here.filter((entry) => !tests.some((test) => fits(test, entry))),
  };
}

/**
 * Tests that a runtime cannot pass for a reason outside of this library, by file and by the
 * beginning of the title. `*` is all of a file.
 * @type {readonly { on: string; file: string; test: string; why: string }[]}
 */
export const cannot = [
  ...['Chromium', 'Firefox'].flatMap((on) => [
    {
      on,
      file: 'spec/goroutine/main.spec.ts',
      test: 'leaves nothing of its own behind: it listens to the process',
      why: 'a page is no process',
    },
    {
      on,
      file: 'spec/laws/time.spec.ts',
      test: 'wakes sleepers in the order in which they are due',
      why: 'asks Node how many timers there are',
    },
    {
      on,
      file: 'spec/report/refusal.spec.ts',
      test: '*',
      why: 'a bundle has other names and places in its stacks',
    },
    {
      on,
      file: 'spec/runtime/stack.spec.ts',
      test: '*',
      why: 'a bundle has other names and places in its stacks',
    },
    {
      on,
      file: 'spec/streams/from-event.spec.ts',
      test: '*',
      why: 'event emitters are Node’s',
    },
    {
      on,
      file: 'spec/trace/writers.spec.ts',
      test: 'is read by the engine of a browser’s own performance panel',
      why: 'that engine comes from npm',
    },
  ]),
  {
    on: 'Chromium',
    file: 'spec/kernel/memory.spec.ts',
    test: 'does not grow by 2,000 ends of programs',
    why: 'what mocha and the page allocate meanwhile is counted too',
  },
  ...[
    ['spec/channel/retain.spec.ts', '*'],
    ['spec/kernel/memory.spec.ts', '*'],

    ...[
      'is forgotten at its home',
      'is not while somebody waits there',
      'comes again as another channel',
    ].map((test) => ['spec/procs/far-context.spec.ts', test]),
    ['spec/select/losers.spec.ts', 'is no memory'],
    ['spec/streams/from-iterable.spec.ts', 'does not hold its source once it is over'],
    ['spec/sync/once-func.spec.ts', 'lets go of its function'],
  ].map(([file = '', test = '']) => {
    return { on: 'Firefox', file, test, why: 'a page cannot ask for a collection of garbage' };
  }),
  {
    on: 'Deno',
    file: 'spec/maxprocs/rules.spec.ts',
    test: 'finds a group by its bytes',
    why: 'its node:fs takes no bytes for a path',
  },
  {
    on: 'Deno',
    file: 'spec/procs/faults.spec.ts',
    test: 'runs out of its own memory',
    why: 'its threads have no limit of their own: resourceLimits does nothing',
  },
  {
    on: 'Deno',
    file: 'spec/procs/faults.spec.ts',
    test: 'fails the calls that wait, once each: nowhere.mjs',
    why: 'its error for a module that is not there has no code',
  },
  {
    on: 'Deno',
    file: 'spec/procs/procs.spec.ts',
    test: 'fails alone for what turns out to be impossible when it is sent',
    why: 'to transfer one buffer twice is no error there',
  },
  {
    on: 'Bun',
    file: 'spec/kernel/memory.spec.ts',
    test: 'does not grow by 100,000 calls that were all to come when they were stopped',
    why: 'its heap is counted before what is free is given back',
  },
  {
    on: 'Bun',
    file: 'spec/kernel/memory.spec.ts',
    test: 'of the channels of one that waited that is over',
    why: 'its collector also keeps what the stack only seems to name',
  },
  {
    on: 'Bun',
    file: 'spec/procs/faults.spec.ts',
    test: 'runs out of its own memory',
    why: 'its threads have no limit of their own: resourceLimits does nothing',
  },
  {
    on: 'Bun',
    file: 'spec/report/refusal.spec.ts',
    test: 'shows where it waited, and its cause where that was closed: sendsAsync',
    why: 'JavaScriptCore does not name the async functions that wait in a stack',
  },
  {
    on: 'Bun',
    file: 'spec/report/refusal.spec.ts',
    test: 'shows where it waited, and its cause where that was closed: selectsAsync',
    why: 'JavaScriptCore does not name the async functions that wait in a stack',
  },
];

/**
 * Files that a page cannot run though they ask for no module of Node's.
 * @type {Readonly<Record<string, string>>}
 */
export const notInPages = {
  'spec/testing/mutants/': 'bundles wrong kernels',
  'spec/procs/faults.spec.ts': 'threads of Node’s; npm run procs:browser has a browser’s',
  'spec/procs/kills.spec.ts': 'threads of Node’s',
  'spec/procs/procs.spec.ts': 'threads of Node’s',
  'spec/procs/size.spec.ts': 'bundles',
  'spec/procs/threads.spec.ts': 'threads of Node’s',
};

/**
 * What a page has not: specs that need one of these modules, themselves or by what they import, run
 * outside of browsers only.
 * @type {Readonly<Record<string, string>>}
 */
export const pageModules = {
  'node:async_hooks': 'AsyncLocalStorage is of servers',
  'node:fs': 'reads files',
  'node:http': 'serves requests',
  'node:os': 'reads files',
  'node:path': 'reads files',
  'node:stream': 'streams of Node’s',
  'node:stream/promises': 'streams of Node’s',
  'node:url': 'reads files',
  'node:util': 'inspects as Node does',
  'node:vm': 'objects of another realm of Node’s',
  'node:worker_threads': 'threads of Node’s',
  'node:zlib': 'reads files',
};
