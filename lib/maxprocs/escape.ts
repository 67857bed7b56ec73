/** The escapes of /proc/self/mountinfo (GM-26). */
import { Fault } from './fault.ts';

/**
 * Undoes `\ooo`: three octal digits, at most 0377. The kernel writes blanks, tabs, newlines and
 * backslashes so; anything else after a backslash is a fault.
 */
export function unescape(text: string): string | Fault {
  if (!text.includes('\\')) return text;
  const [first = '', ...rest] = text.split('\\');
  let plain = first;
  for (const piece of rest) {
    if (!/^[0-3][0-7][0-7]/.test(piece)) return new Fault('invalid path escape sequence');
    plain += String.fromCharCode(parseInt(piece.slice(0, 3), 8)) + piece.slice(3);
  }
  return plain;
}
