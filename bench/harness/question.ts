/** What one sample found: a value for each unit (`ns/op`, `B/op`, …). */
export type Metrics = Readonly<Record<string, number>>;

export interface Sample {
  /** How many operations the sample measured: the `N` of Go's benchmark format. */
  readonly n: number;
  readonly metrics: Metrics;
}

/**
 * Work in a loop whose length the harness chooses. A number returned is the part of the time, in
 * milliseconds, that counts; without one all of it does.
 */
export interface Timed {
  readonly kind: 'timed';
  /** Operations in one turn of the loop. */
  readonly per: number;
  run(count: number): void | number | Promise<void | number>;
}

/** Work that measures itself and is done once in a process. */
export interface Once {
  readonly kind: 'once';
  readonly flags: readonly string[];
  run(): Promise<Sample>;
}

/** The Go program's answer to the same question. */
export interface Twin {
  readonly kind: 'twin';
  readonly name: string;
}

export type Side = Timed | Once | Twin;

/**
 * What must hold. With `over` the ratio of the two sides' medians is bounded; without it every
 * sample is.
 */
export interface Bound {
  readonly side: string;
  readonly unit: string;
  readonly over?: string;
  readonly atMost: number;
}

/** Questions are asked in this order. */
export const groups = [
  'floor',
  'speed',
  'memory',
  'queue',
  'leak',
  'starvation',
  'threads',
] as const;

export interface Question {
  readonly name: string;
  readonly what: string;
  readonly group: (typeof groups)[number];
  /** Measured in turn, in this order, a fresh process each time. */
  readonly sides: Readonly<Record<string, Side>>;
  readonly bounds: readonly Bound[];
  /** Enough samples, for a question whose answer hardly varies and whose sample takes long. */
  readonly samples?: number;
}

export function timed(run: Timed['run'], per = 1): Timed {
  return { kind: 'timed', per, run };
}

export function once(run: Once['run'], flags: readonly string[] = []): Once {
  return { kind: 'once', flags, run };
}

export function twin(name: string): Twin {
  return { kind: 'twin', name };
}

/** Work done wrongly must not be measured: every question checks what it received. */
export function expectEqual(found: unknown, wanted: unknown): void {
  if (found !== wanted) throw new Error(`found ${String(found)}, wanted ${String(wanted)}`);
}
