/** The rows of a log, written out as events. */
import { text } from './brief.ts';
import type { TraceEvent } from './event.ts';
import type { Log } from './log.ts';
import * as rows from './rows.ts';
import type { Tables, Words } from './rows.ts';

function wordsOf({ words, names }: Tables, code: number): Words {
  if (code >= 0) return words[code] as Words;
  const name = names.get(-code) || 'anonymous';
  return { reason: 'join', on: `goroutine ${String(-code)} ${name}` };
}

/** @param startMs the time from which others are counted. */
export function transcript(log: Log, tables: Tables, startMs: number): TraceEvent[] {
  const events: TraceEvent[] = [];
  const { channels, values, errors } = tables;
  const messages = values[Symbol.iterator]();
  for (const { kind, atMs, who, a, b, c } of log.rows()) {
    const at = atMs - startMs;
    if (kind === rows.GO) events.push({ kind: 'go', at, goroutine: who, by: a });
    else if (kind === rows.RUN || kind === rows.RUN_ON)
      events.push({ kind: 'run', at, goroutine: who });
    else if (kind === rows.WAKE) events.push({ kind: 'wake', at, goroutine: who, by: a });
    else if (kind === rows.CLOSE)
      events.push({ kind: 'close', at, by: who, channel: channels[a] ?? '' });
    else if (kind === rows.END) events.push({ kind: 'end', at, goroutine: who, error: errors[a] });
    else if (kind === rows.WAIT)
      events.push({ kind: 'wait', at, goroutine: who, ...wordsOf(tables, a) });
    else {
      const value = text(messages.next().value);
      // One that was handed over was sent when it was, whatever became of that time since.
      const sentAt = kind === rows.MESSAGE ? c - startMs : at;
      const channel = channels[b] ?? '';
      events.push({ kind: 'message', at, sentAt, from: who, to: a, channel, value });
      const [woken, by] = kind === rows.MESSAGE_WAKES_SENDER ? [who, a] : [a, who];
      if (kind !== rows.MESSAGE && woken !== 0)
        events.push({ kind: 'wake', at, goroutine: woken, by });
    }
  }
  return events;
}
