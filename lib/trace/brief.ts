/** Values in a few characters, of which a recording holds no more than these. */

const MOST = 40;

/** What is kept of a value when it is sent; objects may change, and are not held. */
export function brief(value: unknown): unknown {
  if (typeof value === 'string') return copy(text(value));
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return `Array(${String(value.length)})`;
  try {
    return (value.constructor as { name?: string } | undefined)?.name ?? 'Object';
  } catch {
    // A proxy, or a getter of the program's, that throws.
    return 'object';
  }
}

/** The text of what was kept. */
export function text(kept: unknown): string {
  const whole = String(kept);
  return whole.length <= MOST ? whole : `${whole.slice(0, MOST - 1)}…`;
}

/** V8 holds all of a string for the sake of a part of it, unless that is shorter than 13. */
function copy(part: string): string {
  if (part.length < 13) return part;
  const units: number[] = [];
  for (let i = 0; i < part.length; i++) units.push(part.charCodeAt(i));
  return String.fromCharCode(...units);
}

/** The text of what somebody failed with. */
export function errorText(error: unknown): string {
  try {
    return copy(text(error instanceof Error ? error.message : brief(error)));
  } catch {
    return 'an error';
  }
}
