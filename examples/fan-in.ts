import { Channel, go, run, select } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

/**
 * Fan-in: several sources become one. An arm that is `null` is never ready, as a nil channel in Go,
 * so a source that has closed is switched off by taking its arm away.
 *
 *     case v, ok := <-a:
 *         if !ok { a = nil; continue }
 *         out <- v
 */
export function* fanIn<T>(sources: readonly Receiver<T>[], out: Sender<T>): Routine<void> {
  const arms: (Receiver<T> | null)[] = [...sources];
  for (let open = arms.length; open > 0;) {
    const r = yield* select(arms);
    if (r.ok) yield* out.send(r.value);
    else {
      arms[r.key] = null;
      open--;
    }
  }
  out.close();
}

export async function fanInAsync<T>(
  sources: readonly Receiver<T>[],
  out: Sender<T>,
): Promise<void> {
  const arms: (Receiver<T> | null)[] = [...sources];
  for (let open = arms.length; open > 0;) {
    const r = await select(arms);
    if (r.ok) await out.send(r.value);
    else {
      arms[r.key] = null;
      open--;
    }
  }
  out.close();
}

type Merge = (
  sources: readonly Receiver<string>[],
  out: Sender<string>,
) => Routine<void> | Promise<void>;

/** Three reporters, one listener: what is heard, in the order in which it came. */
export function* listen(merge: Merge): Routine<string[]> {
  const sources = ['ada', 'bob', 'cyd'].map((name) => {
    const source = new Channel<string>();
    go(report, name, source);
    return source;
  });
  const merged = new Channel<string>();
  go(merge, sources, merged);
  const heard: string[] = [];
  for (let r = yield* merged.recv(); r.ok; r = yield* merged.recv()) heard.push(r.value);
  return heard;
}

function* report(name: string, out: Sender<string>): Routine<void> {
  for (const what of ['one', 'two', 'three']) yield* out.send(`${name} ${what}`);
  out.close();
}

function* main(): Routine<void> {
  console.log('generator:', (yield* listen(fanIn)).join(', '));
  console.log('async:    ', (yield* listen(fanInAsync)).join(', '));
}

if (process.argv[1] === import.meta.filename) await run(main);
