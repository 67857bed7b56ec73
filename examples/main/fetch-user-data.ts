import { go, sleep } from 'millrace';
import type { Routine } from 'millrace';

/**
 * Two look-ups of 100 ms at once. In Go the second answer comes over a channel; here a goroutine is
 * also an operation, and waiting for it gives what it returned.
 */
export function* fetchUserData(id: number): Routine<{ name: string; posts: string[] }> {
  const name = go(fetchName, id);
  const posts = go(fetchPosts, id);
  return { name: yield* name, posts: yield* posts };
}

export const lookUpMs = 100;

function* fetchName(id: number): Routine<string> {
  yield* sleep(lookUpMs);
  return `user ${id}`;
}

function* fetchPosts(id: number): Routine<string[]> {
  yield* sleep(lookUpMs);
  return [`first post of user ${id}`, `second post of user ${id}`];
}
