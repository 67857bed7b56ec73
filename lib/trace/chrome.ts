/** toChromeTrace: for the viewers of Chrome's trace format. */
import type { Trace } from './event.ts';
import { timeline, type Arrow, type Lane } from './timeline.ts';

type Row = { readonly [field: string]: unknown };

/** The process all lanes are shown in. */
const pid = 1;

/** The format counts microseconds. */
function us(ms: number): number {
  return Math.round(ms * 1e6) / 1e3;
}

function laneRows({ id, title, spans }: Lane): Row[] {
  const meta = { ph: 'M', pid, tid: id, ts: 0, cat: '__metadata' };
  return [
    { ...meta, name: 'thread_name', args: { name: title } },
    { ...meta, name: 'thread_sort_index', args: { sort_index: id } },
    ...spans.map(({ what, fromMs, toMs, reason, on }) => ({
      ph: 'X',
      pid,
      tid: id,
      ts: us(fromMs),
      dur: us(toMs) - us(fromMs),
      cat: what,
      name: what === 'wait' ? reason : what === 'run' ? 'running' : 'runnable',
      args: on === '' ? {} : { on },
    })),
  ];
}

/** A flow begins and ends within spans of its lanes; those of nobody have none. */
function flowRows({ what, from, fromMs, to, toMs, title }: Arrow, id: number): Row[] {
  if (from === 0 || to === 0) return [];
  const same = { pid, id, cat: what, name: what === 'go' ? 'go' : 'message' };
  return [
    { ...same, ph: 's', tid: from, ts: us(fromMs), args: { title } },
    { ...same, ph: 'f', bp: 'e', tid: to, ts: us(toMs) },
  ];
}

/**
 * A recording as Chrome's trace events, in JSON: for https://ui.perfetto.dev, and for the
 * performance panel of the browsers' own tools. Each goroutine is a thread; starts and messages are
 * flows between them.
 *
 * @example
 * ```ts
 * import { go } from 'millrace';
 * import { record, toChromeTrace } from 'millrace/trace';
 *
 * const recording = record();
 * await go(function hello() {});
 * const { traceEvents } = JSON.parse(toChromeTrace(recording.stop()));
 * console.log(traceEvents.length > 0); //=> true
 * ```
 */
export function toChromeTrace(trace: Trace): string {
  const { lanes, arrows } = timeline(trace);
  const owner = { ph: 'M', pid, tid: 0, ts: 0, cat: '__metadata' };
  const rows: Row[] = [
    { ...owner, name: 'process_name', args: { name: 'millrace' } },
    ...lanes.flatMap(laneRows),
    ...arrows.flatMap(flowRows),
  ];
  return JSON.stringify({ traceEvents: rows, displayTimeUnit: 'ns' });
}
