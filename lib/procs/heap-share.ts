/** heapShare: how much memory one thread of several may use. */
import { memoryBytes } from './host.ts';

/**
 * The share, in MiB, that one of so many procs has of what the process may use: the main thread has
 * one, too. Without it each thread takes the limit of the whole process for its own, and together
 * they are killed before any of them collects garbage.
 */
export function heapShare(
  procs: number,
  bytes: number | undefined = memoryBytes(),
): number | undefined {
  return bytes === undefined ? undefined : Math.max(1, Math.floor(bytes / (procs + 1) / 2 ** 20));
}
