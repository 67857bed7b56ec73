/** The packed package with its optional peers, as a project has them. */
import { symlinkSync, mkdirSync, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packed } from '../../spec/support/packed.ts';

/** A project's folder: the package is unpacked there, and what it may ask for is beside it. */
export function project(): string {
  const { consumer } = packed();
  for (const name of ['rxjs', 'tslib', 'fast-check', 'pure-rand', '@types/node', 'undici-types']) {
    const to = join(consumer, 'node_modules', name);
    if (existsSync(to)) continue;
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(resolve('node_modules', name), to);
  }
  return consumer;
}
