/** A program in the hash of an address, so that a link holds all of it and no server sees it. */

/** The hash for a program, without its `#`. */
export function toHash(program: string): string {
  const bytes = new TextEncoder().encode(program);
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `code=${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** The program in a hash; `null` where there is none, or where it was cut. */
export function fromHash(hash: string): string | null {
  const text = /^#?code=([\w-]+)$/.exec(hash)?.[1];
  if (text === undefined) return null;
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const codes = Uint8Array.from(bytes, (one) => one.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(codes);
  } catch {
    return null;
  }
}
