import { latencyMs, postsPerUser } from './store.ts';
import type { Connection, Post, Store, User } from './store.ts';

/** A connection that makes its answers up, after the time a database would have taken. */
class EmbeddedConnection implements Connection {
  #busy = false;

  async user(id: number): Promise<User> {
    await this.#wait(latencyMs('user', id));
    return { id, name: `user ${id}` };
  }

  async posts(userId: number): Promise<Post[]> {
    await this.#wait(latencyMs('posts', userId));
    return Array.from({ length: postsPerUser }, (_, i) => ({
      id: (userId - 1) * postsPerUser + i + 1,
      userId,
      title: `post ${i + 1} of user ${userId}`,
    }));
  }

  async close(): Promise<void> {}

  async #wait(delayMs: number): Promise<void> {
    // The proof that the pool bounds: a connection lent twice ends the program.
    if (this.#busy) throw new Error('two queries at once on one connection');
    this.#busy = true;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    this.#busy = false;
  }
}

export const embeddedStore: Store = {
  name: 'the embedded store',
  connect: async () => new EmbeddedConnection(),
  close: async () => {},
};
