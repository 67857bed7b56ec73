/** Whole numbers as Go reads them. */

const LARGEST = 2n ** 63n;

/** A decimal number of 64 bits with an optional sign; undefined for anything else. */
export function int64(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value < LARGEST && value >= -LARGEST ? Number(value) : undefined;
}
