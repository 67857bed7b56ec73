/**
 * whenReadable: waits until Node's Readable can be read without a wait, has ended or has failed.
 *
 * Its iterator waits as well, but that wait cannot be taken back: its listeners stay until a chunk comes,
 * and nobody else gets that one.
 */

/** As much of Node's Readable as can be waited for. */
export interface Idle {
  readonly readableLength: number;
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  read(size: number): unknown;
  on(name: string, listener: () => void): unknown;
  off(name: string, listener: () => void): unknown;
}

const ends = ['end', 'error', 'close'] as const;

/** Calls the function, now or later. Gives what takes that back. */
export function whenReadable(stream: Idle, then: () => void): () => void {
  const deaf = (): void => {
    stream.off('readable', look);
    for (const name of ends) stream.off(name, tell);
  };
  const tell = (): void => {
    deaf();
    then();
  };
  const look = (): void => {
    if (stream.readableLength > 0) tell();
    // Somebody else has read it; or this is the end, which comes to light when it is read.
    else stream.read(0);
  };
  if (stream.readableLength > 0 || stream.readableEnded || stream.destroyed) {
    then();
    return () => {};
  }
  stream.on('readable', look);
  for (const name of ends) stream.on(name, tell);
  // A stream that reads nothing ahead has to be asked; and Node asks for the first listener only.
  stream.read(0);
  return deaf;
}
