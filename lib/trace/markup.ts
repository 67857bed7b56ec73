/** Text inside of markup. */

/** What neither XML nor HTML may hold, not even escaped. */
// oxlint-disable-next-line no-control-regex -- those are what it is about
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\p{Surrogate}/gu;

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as content or as an attribute's value. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (one) => entities[one] as string);
}

/** A duration as people read it. */
export function readable(ms: number): string {
  if (ms === 0) return '0';
  const [value, unit] = ms < 1 ? [ms * 1000, 'µs'] : ms < 1000 ? [ms, 'ms'] : [ms / 1000, 's'];
  return `${String(Number(value.toPrecision(3)))} ${unit}`;
}
