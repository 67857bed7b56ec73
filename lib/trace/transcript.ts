/** The rows of a log, written out as events. */
import { text } from './brief.ts';
import type { TraceEvent } from './event.ts';
import type { Log } from './log.ts';
import * as rows from './rows.ts';
import type { Tables, Words } from './rows.ts';

/** The goroutine of a code. */
function idOf({ oldest, older }: Tables, code: number): number {
  return code > 0 ? oldest + code : code === 0 ? 0 : (older[-code - 1] as number);
}

function wordsOf(tables: Tables, code: number): Words {
  if ((code & 1) === 0) return tables.words[code >> 1] as Words;
  const id = idOf(tables, code >> 1);
  return { reason: 'join', on: `goroutine ${String(id)} ${tables.names.get(id) || 'anonymous'}` };
}

/** @param startMs the time from which others are counted. */
export function transcript(log: Log, tables: Tables, startMs: number): TraceEvent[] {
  const events: TraceEvent[] = [];
  const { channels, values, errors } = tables;
  const messages = values[Symbol.iterator]();
  /** What happened since the last rest or end, and when that was. */
  let since = 0;
  let sinceMs = 0;
  for (const { kind, atMs, who: code, a, b, c, ms } of log.rows()) {
    const at = atMs - startMs;
    const who = idOf(tables, code);
    if (kind === rows.RAN || kind === rows.RAN_AND_WAITS)
      events.splice(since, 0, { kind: 'run', at: sinceMs, goroutine: who });
    if (kind === rows.RAN) continue;
    if (kind === rows.GO) events.push({ kind: 'go', at, goroutine: who, by: idOf(tables, a) });
    else if (kind === rows.RUN) events.push({ kind: 'run', at, goroutine: who });
    else if (kind === rows.WAKE)
      events.push({ kind: 'wake', at, goroutine: who, by: idOf(tables, a) });
    else if (kind === rows.CLOSE)
      events.push({ kind: 'close', at, by: who, channel: channels[a] ?? '' });
    else if (kind === rows.END) events.push({ kind: 'end', at, goroutine: who, error: errors[a] });
    else if (kind === rows.WAIT || kind === rows.RAN_AND_WAITS)
      events.push({ kind: 'wait', at, goroutine: who, ...wordsOf(tables, a) });
    else {
      const to = idOf(tables, a);
      const value = text((b & 1) === 0 ? messages.next().value : c);
      // One that was handed over was sent when it was, whatever became of that time since.
      const sentAt = kind === rows.MESSAGE ? ms - startMs : at;
      const channel = channels[b >> 1] ?? '';
      events.push({ kind: 'message', at, sentAt, from: who, to, channel, value });
      const [woken, by] = kind === rows.MESSAGE_WAKES_SENDER ? [who, to] : [to, who];
      if (kind !== rows.MESSAGE && woken !== 0)
        events.push({ kind: 'wake', at, goroutine: woken, by });
    }
    if (kind === rows.WAIT || kind === rows.RAN_AND_WAITS || kind === rows.END) {
      since = events.length;
      sinceMs = at;
    }
  }
  return events;
}
