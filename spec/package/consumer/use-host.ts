import { Channel, type Receiver } from 'millrace';
import { fromObservable, toObservable, type Feed } from 'millrace/rxjs';
import { fromEvent, fromIterable, fromReadable, toReadable, toWritable } from 'millrace/streams';
import { explore, model, program, type Program } from 'millrace/testing';
import { of, type Observable } from 'rxjs';

/** What a program uses that has the types of a host, of RxJS and of fast-check. */
export async function streams(words: Channel<string>): Promise<string[]> {
  const readable: ReadableStream<string> = toReadable(words);
  const writable: WritableStream<string> = toWritable(words, { preventClose: true });
  const read: Receiver<string> = fromReadable(readable, { preventCancel: true });
  const listed: Feed<number> = fromIterable([1, 2], { capacity: 2 });
  const events: Feed<Event> = fromEvent<Event>(new EventTarget(), 'open', { closeOn: 'close' });
  await writable.close();
  events[Symbol.dispose]();
  return [(await read.recv()).value ?? '', String((await listed.recv()).value)];
}

export function observables(words: Receiver<string>): [Observable<string>, Feed<number>] {
  return [toObservable(words), fromObservable(of(1, 2), { capacity: 1, overflow: 'drop-oldest' })];
}

const handing: Program = {
  chans: [0],
  procs: [[['send', 0, 1]], [['recv', 0]]],
};

export async function tests(): Promise<boolean> {
  const permitted: ReadonlySet<string> = model(handing).outcomes;
  const found = await explore(handing, { strategy: 'exhaustive' });
  return program({ procs: 2 }) !== undefined && permitted.size === found.outcomes.size;
}
