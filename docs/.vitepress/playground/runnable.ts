/** Which programs of the documents the playground can run: they get a button that leads there. */
import { entries } from './entries.ts';

/** Whether a program imports nothing that a browser does not have, and says what it is. */
export function isRunnable(mark: string, program: string): boolean {
  const [language, ...how] = mark.trim().split(/\s+/);
  if (language !== 'ts' || how.includes('no-run')) return false;
  const imports = program.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g);
  const names = [...program.matchAll(/^import\b/gm)].length > 0 ? [...imports] : [];
  if (names.length === 0 || /\b(?:Buffer|process\.(?!exit))|\busing\b/.test(program)) return false;
  return names.every(([, name = '']) => entries.includes(name));
}
