/** Go's `%q`: a text as a Go program would write it. */

const short: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** The text in double quotes, what cannot be printed as an escape. */
export function goQuote(text: string): string {
  const plain = text.replace(/["\\]|(?! )[\p{C}\p{Z}]/gu, (c) => {
    const code = c.codePointAt(0) ?? 0;
    const hex = (digits: number): string => code.toString(16).padStart(digits, '0');
    if (code < 0x80) return short[c] ?? `\\x${hex(2)}`;
    return code < 0x1_0000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
  });
  return `"${plain}"`;
}
