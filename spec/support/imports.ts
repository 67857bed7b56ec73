import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What a source imports, in any form: static, type-only, re-export, dynamic, and `require`. */
export function importsIn(source: string): string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map((file) => file.fileName);
}

/** What a file imports. */
export function importsOf(path: string): string[] {
  return importsIn(readFileSync(path, 'utf8'));
}

/** What the site's build leaves below docs/. */
const isMade = (path: string): boolean => /^(?:\.|.*\/\.|api\/)/.test(path);

/** The files below a folder whose names end in one of the suffixes, sorted, relative to it. */
export function filesBelow(folder: string, ...suffixes: string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && suffixes.some((suffix) => entry.name.endsWith(suffix)))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !isMade(path))
    .sort();
}
