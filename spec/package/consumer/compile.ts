/** A user's programs, compiled against the packed typings. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packed } from '../../support/packed.ts';
import { withPeers } from './with-peers.ts';

export type Host = 'nothing' | 'a page' | 'Node';

interface Surroundings {
  readonly files: readonly string[];
  readonly lib: readonly string[];
  readonly types: readonly string[];
}

/**
 * What a consumer has, beside a lib of ES2022 and no `skipLibCheck` to look away: nothing at all, or
 * what a page or a server has. The peers are only in the latter two.
 */
export const hosts: Readonly<Record<Host, Surroundings>> = {
  nothing: { files: ['use'], lib: [], types: [] },
  'a page': { files: ['use', 'use-host'], lib: ['DOM'], types: [] },
  Node: { files: ['use', 'use-host'], lib: [], types: ['node'] },
};

export const resolutions = {
  nodenext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  bundler: { module: 'Preserve', moduleResolution: 'Bundler' },
} as const;

export type Resolution = keyof typeof resolutions;

/** The files of a consumer, and where each comes from. */
export const sources = 'spec/package/consumer';

/** Compiles, as .mts and as .cts. @throws an error that says what the compiler said. */
export async function compile(tsc: string, resolution: Resolution, host: Host): Promise<void> {
  const { files, lib, types } = hosts[host];
  const project = host === 'nothing' ? packed().consumer : withPeers();
  const dir = join(project, `${resolution} ${host}`);
  mkdirSync(dir, { recursive: true });
  for (const file of files) {
    for (const suffix of ['mts', 'cts']) {
      copyFileSync(`${sources}/${file}.ts`, join(dir, `${file}.${suffix}`));
    }
  }
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2022', ...lib],
    types,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    ...resolutions[resolution],
  };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  await promisify(execFile)(process.execPath, [tsc, '-p', dir]).catch(
    (error: { stdout: string }) => {
      throw new Error(`the consumer does not compile:\n${error.stdout}`);
    },
  );
}
