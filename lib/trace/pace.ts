/**
 * Who is quick. A look at the clock costs about as much as all else that is done for a message, and
 * in a turn of a few microseconds nobody can see where in it a message was sent. So only goroutines
 * that are not known to be quick have one at each message.
 */

/** A turn that took longer is long. */
export const QUICK_MS = 0.01;

/** So many quick turns in a row make a goroutine quick, and one long turn makes it slow again. */
const ENOUGH = 16;

export class Pace {
  #turns: Uint8Array = new Uint8Array(256);

  isQuick(id: number): boolean {
    return (this.#turns[id] ?? 0) === ENOUGH;
  }

  note(id: number, quick: boolean): void {
    if (id >= this.#turns.length) this.#grow(id);
    const turns = this.#turns;
    if (!quick) turns[id] = 0;
    else if ((turns[id] as number) < ENOUGH) turns[id] = (turns[id] as number) + 1;
  }

  #grow(id: number): void {
    const larger = new Uint8Array(2 * id);
    larger.set(this.#turns);
    this.#turns = larger;
  }
}
