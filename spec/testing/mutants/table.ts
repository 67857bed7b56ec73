/** All mutants. Each is a kernel that somebody could have written. */
import type { Mutant } from './mutant.ts';
import { channelMutants } from './table/channel.ts';
import { closeMutants } from './table/close.ts';
import { kernelMutants } from './table/kernel.ts';
import { onceMutants } from './table/once.ts';
import { rwMutexMutants } from './table/rw-mutex.ts';
import { selectMutants } from './table/select.ts';
import { syncMutants } from './table/sync.ts';
import { timeMutants } from './table/time.ts';

export const mutants: readonly Mutant[] = [
  ...channelMutants,
  ...closeMutants,
  ...selectMutants,
  ...kernelMutants,
  ...syncMutants,
  ...rwMutexMutants,
  ...onceMutants,
  ...timeMutants,
];
