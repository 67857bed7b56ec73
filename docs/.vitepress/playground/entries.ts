/**
 * What a program in the browser may import. Left out are `automaxprocs`, `maxprocs` and `cli`, which
 * read the files of a Linux host; `async-context`, which needs Node's; `rxjs`, which needs a package;
 * and `procs`, whose threads import files by their address.
 */
export const entries: readonly string[] = [
  'millrace',
  'millrace/context',
  'millrace/errgroup',
  'millrace/patterns',
  'millrace/runtime',
  'millrace/semaphore',
  'millrace/singleflight',
  'millrace/streams',
  'millrace/sync',
  'millrace/testing',
  'millrace/time',
  'millrace/trace',
];

/** Where the file of an entry is; `null` for everything else. */
export function addressOf(specifier: string, home: string): string | null {
  if (!entries.includes(specifier)) return null;
  return `${home}${specifier === 'millrace' ? 'index' : specifier.slice('millrace/'.length)}.js`;
}
