/** A path as the kernel writes it in mountinfo: blanks and backslashes as three octal digits. */
export function escape(path: string): string {
  return path.replace(/[\t\n\r \\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
