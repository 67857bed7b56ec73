/** The packed package with its optional peers, as a project has them. */
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packed } from '../../support/packed.ts';

/**
 * A project's folder: the package is there, and what it may ask for is beside it. It is not that of
 * `packed()`, whose specs hold that a user needs nothing else.
 */
export function withPeers(): string {
  const { consumer, root } = packed();
  const folder = join(dirname(consumer), 'with-peers');
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return folder;
  mkdirSync(join(modules, '@types'), { recursive: true });
  cpSync(root, join(modules, 'millrace'), { recursive: true });
  for (const name of ['rxjs', 'tslib', 'fast-check', 'pure-rand', '@types/node', 'undici-types']) {
    symlinkSync(resolve('node_modules', name), join(modules, name), 'junction');
  }
  return folder;
}
