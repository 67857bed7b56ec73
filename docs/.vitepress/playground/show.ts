/** What `console.log` shows of values: as Node does, for what programs of the docs print. */

/** The whole line of a call of `console.log`. */
export function line(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== 'string' || !/%[sdifjoOc%]/.test(first)) return values.map(top).join(' ');
  const left = [...rest];
  const text = first.replace(/%([sdifjoOc%])/g, (whole, kind: string) => {
    if (kind === '%') return '%';
    if (left.length === 0) return whole;
    const value = left.shift();
    if (kind === 'c') return '';
    if (kind === 's') return top(value);
    if (kind === 'd') return typeof value === 'object' ? 'NaN' : String(Number(value));
    if (kind === 'i') return String(parseInt(String(value), 10));
    if (kind === 'f') return String(parseFloat(String(value)));
    return kind === 'j' ? JSON.stringify(value) : show(value);
  });
  return [text, ...left.map(top)].join(' ');
}

/** A string stands for itself at the top, and in quotes within others. */
function top(value: unknown): string {
  return typeof value === 'string' ? value : show(value);
}

/** How a thing says itself what is shown of it, to Node and here. */
const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
type Custom = {
  [CUSTOM]?: (depth: number, options: object, inspect: (value: unknown) => string) => unknown;
};

const WIDTH = 72;
const DEPTH = 2;
const ITEMS = 100;

/** A value as Node inspects it. */
export function show(value: unknown, depth = 0, seen: readonly object[] = []): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return shownFunction(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.includes(value)) return '[Circular *1]';
  if (value instanceof Error) return shownError(value);
  if (value instanceof Date) return Number.isNaN(+value) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise { <pending> }';
  const inside = (one: unknown): string => show(one, depth + 1, [...seen, value]);
  const custom = (value as Custom)[CUSTOM];
  if (typeof custom === 'function' && depth <= DEPTH) {
    const own = custom.call(value, DEPTH - depth, {}, inside);
    return typeof own === 'string' ? own : inside(own);
  }
  const name = nameOf(value);
  if (depth > DEPTH) return Array.isArray(value) ? '[Array]' : `[${name || 'Object'}]`;
  if (Array.isArray(value)) return framed('', '[', ']', cut(value.map(inside)));
  if (value instanceof Set)
    return framed(`Set(${value.size}) `, '{', '}', cut([...value].map(inside)));
  if (value instanceof Map) {
    const pairs = [...value].map(([key, one]) => `${inside(key)} => ${inside(one)}`);
    return framed(`Map(${value.size}) `, '{', '}', cut(pairs));
  }
  if (ArrayBuffer.isView(value) && 'length' in value) {
    const items = Array.from(value as unknown as ArrayLike<unknown>, inside);
    return framed(`${name}(${items.length}) `, '[', ']', cut(items));
  }
  const fields = Object.entries(value).map(([key, one]) => `${shownKey(key)}: ${inside(one)}`);
  const title = name === 'Object' ? '' : `${name || '[Object: null prototype]'} `;
  return framed(title, '{', '}', cut(fields));
}

/** Elsewhere than in V8 a stack has neither the message nor the form that readers of Node know. */
function shownError(error: Error): string {
  const said = String(error);
  const stack = (error.stack ?? '').trimEnd();
  if (stack === '') return `[${said}]`;
  const lines = stack.split('\n').map((line) => {
    const [, name, at] = /^([^@\s]*)@(\S+:\d+:\d+)$/.exec(line) ?? [];
    return at === undefined ? line : `    at ${name === '' ? at : `${name} (${at})`}`;
  });
  return /^\s+at /.test(lines[0] as string) ? [said, ...lines].join('\n') : lines.join('\n');
}

function framed(title: string, open: string, close: string, items: string[]): string {
  if (items.length === 0) return `${title}${open}${close}`;
  const flat = `${title}${open} ${items.join(', ')} ${close}`;
  if (flat.length <= WIDTH && !flat.includes('\n')) return flat;
  const body = items.map((item) => `  ${item.replaceAll('\n', '\n  ')}`).join(',\n');
  return `${title}${open}\n${body}\n${close}`;
}

function cut(items: string[]): string[] {
  if (items.length <= ITEMS) return items;
  const more = items.length - ITEMS;
  return [...items.slice(0, ITEMS), `... ${more} more item${more === 1 ? '' : 's'}`];
}

function nameOf(value: object): string {
  const maker = (Object.getPrototypeOf(value) as { constructor?: unknown } | null)?.constructor;
  return typeof maker === 'function' ? maker.name : '';
}

function shownFunction(value: { name: string }): string {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  if (isClass) return `[class ${value.name || '(anonymous)'}]`;
  const kind = nameOf(value) || 'Function';
  return value.name === '' ? `[${kind} (anonymous)]` : `[${kind}: ${value.name}]`;
}

function shownKey(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : quoted(key);
}

function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  if (!escaped.includes("'")) return `'${escaped}'`;
  if (!escaped.includes('"')) return `"${escaped}"`;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}
