/**
 * What an async function cannot go below when it waits for another: a place where one value is
 * handed over through the resolver of a bare promise. No buffer, no line, no close, no abort.
 */
let resolver: (value: number) => void;
const take = (resolve: (value: number) => void): void => {
  resolver = resolve;
};
const done = Promise.resolve(0);

export class Bare {
  #receiver: ((value: number) => void) | null = null;
  #sender: ((value: number) => void) | null = null;
  #value = 0;

  send(value: number): Promise<number> {
    const receiver = this.#receiver;
    if (receiver !== null) {
      this.#receiver = null;
      receiver(value);
      return done;
    }
    const sent = new Promise(take);
    this.#sender = resolver;
    this.#value = value;
    return sent;
  }

  recv(): Promise<number> {
    const sender = this.#sender;
    if (sender !== null) {
      this.#sender = null;
      sender(0);
      return Promise.resolve(this.#value);
    }
    const received = new Promise(take);
    this.#receiver = resolver;
    return received;
  }
}
