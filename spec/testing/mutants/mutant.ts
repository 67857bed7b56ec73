/** A wrong kernel: one edit of one file of lib/. */
export interface Mutant {
  readonly name: string;
  /** What is wrong with it. */
  readonly about: string;
  /** Below lib/. */
  readonly file: string;
  /** What is there once, exactly so. */
  readonly find: string;
  /** What stands in its place. */
  readonly put: string;
}

/** @throws Error if the edit does not fit: a mutant that is none would survive, or die of nothing. */
export function edited(source: string, { name, file, find, put }: Mutant): string {
  const found = source.split(find).length - 1;
  if (found !== 1) {
    throw new Error(`mutant ${name}: lib/${file} has its text ${String(found)} times, not once`);
  }
  if (find === put) throw new Error(`mutant ${name}: changes nothing`);
  // A function, since a text would have its $ replaced.
  return source.replace(find, () => put);
}
