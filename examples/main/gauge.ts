/** How many are inside, and how many were at most. */
export class Gauge {
  #now = 0;
  #peak = 0;

  get peak(): number {
    return this.#peak;
  }

  enter(): void {
    this.#now++;
    if (this.#now > this.#peak) this.#peak = this.#now;
  }

  leave(): void {
    this.#now--;
  }
}
