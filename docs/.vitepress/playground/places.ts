/** Places in stacks and reports, as the reader of the page knows them. */

/** What the page calls the program. */
export const SHOWN = 'main.ts';

/** A text with the program under its name, and without the frames that are not the program's. */
export function readable(text: string, module: string, others: readonly string[]): string {
  const isFrame = /^\s+at |^[^\s@]*@\S+:\d+:\d+$/;
  return text
    .replaceAll(module, SHOWN)
    .split('\n')
    .filter((line) => !isFrame.test(line) || !others.some((other) => line.includes(other)))
    .filter((line) => !/^\s+at \S+ \(<anonymous>\)$/.test(line))
    .join('\n');
}

/** The innermost line of the program that a stack names. */
export function lineIn(text: string): number | null {
  const found = /\bmain\.ts:(\d+)/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
