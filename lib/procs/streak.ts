/** Who did something last, and how often in a row. */
export class Streak<T> {
  last: T | null = null;
  #length = 0;

  /** He has done it so many times more. */
  by(who: T, times: number): void {
    this.#length = this.last === who ? this.#length + times : times;
    this.last = who;
  }

  /** Somebody has done it of whom nobody keeps count. */
  end(): void {
    this.last = null;
  }

  /** How often he has done it since anybody else has. */
  of(who: T): number {
    return this.last === who ? this.#length : 0;
  }
}
