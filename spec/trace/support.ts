import { record, type Recording, type TraceEvent } from 'millrace/trace';

type Kind = TraceEvent['kind'];

/** The events of one kind. */
export function eventsOf<K extends Kind>(
  { events }: { events: readonly TraceEvent[] },
  kind: K,
): Extract<TraceEvent, { kind: K }>[] {
  return events.filter((one): one is Extract<TraceEvent, { kind: K }> => one.kind === kind);
}

/** Records what a program does until it is over. */
export async function recorded(program: () => PromiseLike<unknown>): Promise<Recording> {
  const recording = record();
  try {
    await program();
  } finally {
    recording.stop();
  }
  recording.check();
  return recording;
}
