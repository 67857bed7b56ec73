/** Programs whose processes may live at different threads, and what Go permits of each. */
import type { Arbitrary } from 'fast-check';
import { model, program, type Program } from 'millrace/testing';
import type { Step } from './steps.ts';

/** What crosses threads is channels; what never waits knows only of its own thread. */
export const programs: Arbitrary<Program> = program({
  locks: false,
  waitGroups: false,
  spawn: false,
  misuse: false,
  procs: 4,
})
  .map((it) => ({ chans: it.chans, procs: it.procs.map(withoutLooks).filter((p) => p.length > 0) }))
  // The second close of a channel that two threads close at once fails later, and elsewhere.
  .filter((it) => it.procs.length > 0 && closesOnce(it));

/**
 * What may come of a program in which every select that has ended did what it did in that outcome.
 *
 * One that looks for channels of another thread may wait for the answer though one of them could go
 * ahead; if another arm can meanwhile, it takes that (docs/semantics.md). So it is checked against
 * what it chose, whatever else it could have chosen then; and one that still waits with all it has.
 */
export function permitted(it: Program, outcome: string): ReadonlySet<string> {
  const traces = outcome.split(' | ').map((trace) => trace.match(/#[\d?]+ \S+|\S+/g) ?? []);
  const procs = it.procs.map((steps, p) =>
    steps.map((step, i): Step => {
      const arm = /^#(\d+)/.exec(traces[p]?.[i] ?? '')?.[1];
      if (step[0] !== 'select' || arm === undefined) return step;
      return ['select', [step[1][Number(arm)] as never], false];
    }),
  );
  // A select of one arm calls that the first.
  const told = model({ ...it, procs }).outcomes;
  return new Set([...told].map((one) => renamed(one, traces)));
}

/** With the arms called as they were in the program, and as unknown where a select has panicked. */
function renamed(outcome: string, traces: readonly (readonly string[])[]): string {
  return outcome
    .split(' | ')
    .map((trace, p) =>
      (trace.match(/#\d+ \S+|\S+/g) ?? [])
        .map((token, i) => {
          const key = /^#\d+/.exec(traces[p]?.[i] ?? '')?.[0] ?? '#0';
          return token.replace(/^#\d+ P/, '#? P').replace(/^#0/, key);
        })
        .join(' '),
    )
    .join(' | ');
}

export function withoutLooks(steps: readonly Step[]): Step[] {
  return steps.flatMap((step): Step[] => {
    if (step[0] === 'len') return [];
    return step[0] === 'select' ? [['select', step[1], false]] : [step];
  });
}

export function closesOnce({ procs }: Program): boolean {
  const closes = procs.flat().flatMap((step) => (step[0] === 'close' ? [step[1]] : []));
  return new Set(closes).size === closes.length;
}
