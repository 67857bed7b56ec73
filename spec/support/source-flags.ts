/** What a child process of Node's needs to run TypeScript, and the package from its source. */
export const sourceFlags: readonly string[] = [
  `--import=${new URL('../../scripts/typescript.mjs', import.meta.url).href}`,
  '--conditions=@millrace/source',
];
