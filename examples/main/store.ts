/**
 * What the program asks of a database. Two stores answer: `embedded-store.ts`, which only waits,
 * and `postgres-store.ts`. A connection carries one query at a time, as a real one does.
 */
export interface User {
  id: number;
  name: string;
}

export interface Post {
  id: number;
  userId: number;
  title: string;
}

export interface Connection {
  user(id: number): Promise<User>;
  posts(userId: number): Promise<Post[]>;
  close(): Promise<void>;
}

export interface Store {
  readonly name: string;
  connect(): Promise<Connection>;
  close(): Promise<void>;
}

/** The users are numbered from 1 to this; request `i` asks for user `userOf(i)`. */
export const userCount = 1000;
export const postsPerUser = 3;

export function userOf(request: number): number {
  return 1 + (request % userCount);
}

/**
 * How long a query takes: 5 to 10 whole milliseconds, spread by a hash of what is asked. Two runs
 * wait for the same times, so the ideal total can be computed beforehand.
 */
export function latencyMs(query: 'user' | 'posts', userId: number): number {
  const hash = Math.imul(2 * userId + (query === 'user' ? 0 : 1), 0x9e3779b1) >>> 16;
  return 5 + (hash % 6);
}

/** All the waiting that so many requests ask of the store, one query after the other. */
export function waitingMs(requests: number): number {
  let sum = 0;
  for (let i = 0; i < requests; i++) {
    sum += latencyMs('user', userOf(i)) + latencyMs('posts', userOf(i));
  }
  return sum;
}

export async function openStore(databaseUrl: string | undefined): Promise<Store> {
  // Loaded on demand: the embedded program needs no database driver.
  if (databaseUrl !== undefined) {
    return (await import('./postgres-store.ts')).openPostgres(databaseUrl);
  }
  return (await import('./embedded-store.ts')).embeddedStore;
}
