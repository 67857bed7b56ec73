/**
 * The import policy of lib/, a statement of intent: when a build breaks on it, it is the import that
 * is wrong, not this page.
 *
 * Floors stand bottom-up, one a line. A file imports only files of lower floors, never one of its
 * own floor: so there are no cycles, and neighbours on a floor do not know one another. A file that
 * is not listed fails. Type imports count: to name a thing is to know it.
 */
export const floors = `
  channel-state  lifelines  inspect/show  kernel/errors  kernel/flat  kernel/host  kernel/host-timer  kernel/ring  sync/hold  time/units  context/key
  kernel/world  time/milliseconds  context/errors  context/canceler-key
  kernel/put-back  kernel/wait-queue  kernel/timers  kernel/observers  kernel/scope  kernel/stretch  trace/event  trace/brief  trace/log  trace/markup  trace/codes  trace/pace  trace/pile  trace/rows  time/clock  time/duration
  kernel/op  trace/transcript  context/child  context/expiry
  kernel/door  kernel/waiter  kernel/abort  kernel/goroutine  kernel/forsake
  kernel/arm  kernel/refuse
  async-context/carry
  kernel/wait  kernel/alarm  kernel/attempt  ends  sync/lock  sync/locker
  kernel/owner
  kernel/controlled  channel-iterator  send-arm  selected  report/abort-ahead  report/site  sync/acquire  sync/rw-lock  sync/call  sync/waking
  go  gosched  goexit  num-goroutine  until  sleep  after  channel  select  sync/mutex  sync/rw-mutex  sync/wait-group
  sync/once  sync/once-func  sync/cond  sync/pool
  semaphore/tokens  semaphore/release-error  singleflight/flight  errgroup/tasks  errgroup/limit-error  report/describe
  semaphore  singleflight  inspect/core
  context/context  context/done  inspect/sync  inspect/errgroup
  context/ours
  context/canceler  context/root  context/with-value
  context/derived  context/from-signal  inspect/context
  context/with-cancel  context/with-deadline  context/after-func
  errgroup
  time/timer-call  time/timer-channel
  time/timer  time/ticker  inspect/time
  report/record  report/refusal  report/where  trace/probes  trace/timeline  trace/in-words
  report/report  program  trace/scribe  trace/svg  trace/chrome
  trace/recording  trace/html
  run
  maxprocs/cpu-list  maxprocs/decimal  maxprocs/fault  maxprocs/go-quote  maxprocs/paths  maxprocs/quota-error
  maxprocs/escape  maxprocs/host  maxprocs/limits  maxprocs/membership
  maxprocs/mounts  maxprocs/rule
  maxprocs/automaxprocs-rule  maxprocs/kernel-limit
  maxprocs/go-rule  maxprocs/millrace-rule
  maxprocs/options
  maxprocs/answer
  maxprocs/governor  maxprocs/inspect
  maxprocs/set  runtime/gomaxprocs  runtime/num-cpu  runtime/stack
  procs/wire  procs/way  procs/streak  procs/closing  procs/transfer  procs/counters  procs/pool-wire  procs/slots  procs/errors
  procs/pack  procs/link  procs/error-classes
  procs/host  procs/call
  procs/heap-share
  procs/parcel  procs/frozen
  procs/loose  procs/thrown  procs/loan  procs/tries
  procs/meeting  procs/held
  procs/lending
  procs/promising
  procs/end  procs/away  procs/far-context
  procs/home  procs/remote-channel
  procs/shared-channel  procs/emigrate
  procs/customs
  procs/service  procs/proc
  procs/serve
  procs/procs
  cli/command  cli/bench/point  cli/bench/throttled
  cli/bench/lines  cli/bench/verdict  cli/bench/chart  cli/bench/machine
  cli/bench/bytes  cli/bench/measure
  cli/arguments  cli/maxprocs
  cli/main  cli/bench
  maxprocs  automaxprocs  runtime  cli  procs
  bridge/feed  bridge/options  bridge/give-back  bridge/arm-of  bridge/watch
  bridge/intake  bridge/outlet
  bridge/overflow  bridge/draw
  rxjs/from-observable  rxjs/to-observable  streams/draw-from  streams/when-readable
  streams/from-event  streams/from-iterable  streams/from-readable  streams/to-readable  streams/to-writable
  patterns/limit
  patterns/member
  patterns/crew  patterns/step
  patterns/batch  patterns/broadcast  patterns/debounce  patterns/fan-out  patterns/filter  patterns/map  patterns/merge  patterns/or-done  patterns/pool  patterns/rate-limit  patterns/take
  rxjs  streams  patterns
  testing/check  testing/random  testing/touches
  testing/program  testing/schedule  testing/model/table  testing/model/trie
  testing/model/buffers  testing/model/code  testing/model/layout  testing/things  testing/target  testing/draft  testing/schedule-arbitrary  testing/chooser
  testing/model/traces  testing/templates  testing/holds  testing/execution  testing/strategies/exhaustive  testing/strategies/follow  testing/strategies/pct  testing/strategies/pos  testing/strategies/random-walk
  testing/model/space  testing/program-arbitrary  testing/program-target  testing/body-target  testing/run-once
  testing/model/channel-moves  testing/model/cond-moves  testing/model/once-moves  testing/model/group-moves  testing/model/lock-moves  testing/exploration  testing/target-of
  testing/model  testing/strategies  testing/shorten  testing/replay
  testing/explore
  index  sync  testing  time  context  async-context  trace
`;

/**
 * Imports from outside of lib/, by file. The core has none: it runs wherever its language does.
 */
export const foreign: Record<string, readonly string[]> = {
  'cli/bench/machine': ['node:child_process', 'node:fs', 'node:perf_hooks', 'node:url'],
  'async-context/carry': ['node:async_hooks'],
  'rxjs/from-observable': ['rxjs'],
  'rxjs/to-observable': ['rxjs'],
  'testing/program-arbitrary': ['fast-check'],
  'testing/schedule-arbitrary': ['fast-check'],
};

/** Names of the host, each with the only files that may say it. All others ask the World. */
export const hostNames: Record<string, readonly string[]> = {
  MessageChannel: ['kernel/host'],
  clearInterval: [],
  clearTimeout: ['kernel/host-timer'],
  performance: ['cli/bench/machine', 'kernel/host'],
  process: ['cli', 'cli/bench/machine', 'maxprocs/host', 'procs/host', 'run'],
  queueMicrotask: ['kernel/host'],
  setImmediate: ['kernel/host'],
  setInterval: [],
  setTimeout: ['kernel/host-timer'],
};
