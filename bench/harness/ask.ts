import type { GoTwin } from './go-twin.ts';
import type { Options } from './options.ts';
import { bytesOf, sampleOf } from './processes.ts';
import type { Question, Sample, Side } from './question.ts';
import type { Samples } from './verdict.ts';

/** Something that takes one sample of one side. */
type Taker = () => Promise<Sample>;

/** A side that could not be measured, and why. */
export interface Failure {
  readonly question: string;
  readonly side: string;
  readonly error: unknown;
}

export interface Asking {
  readonly file: string;
  readonly question: Question;
  readonly options: Options;
  readonly go: GoTwin | undefined;
  onSample(side: string, sample: Sample): void;
  onFailure(failure: Failure): void;
}

function takerOf({ file, options, go }: Asking, name: string, side: Side): Taker | undefined {
  const { minMs, flags } = options;
  const place = { file, side: name, minMs, flags };
  switch (side.kind) {
    case 'twin':
      return go && (() => go.sample(side.name, minMs));
    case 'once':
      return () => sampleOf(place, side);
    case 'timed': {
      // What an operation allocates does not vary: found once, printed beside every time.
      let bytes: Promise<number | undefined> | undefined;
      return async () => {
        const found = await (bytes ??= bytesOf(place));
        const { n, metrics } = await sampleOf(place, side);
        return { n, metrics: found === undefined ? metrics : { ...metrics, 'B/op': found } };
      };
    }
  }
}

/**
 * Takes the samples of one question in rounds, one of each side in a round, so that whatever else
 * the machine does falls on all of them. A side that fails is not tried again.
 */
export async function ask(asking: Asking): Promise<Samples> {
  const { question, options } = asking;
  const takers = new Map<string, Taker>();
  const samples = new Map<string, Sample[]>();
  for (const [name, side] of Object.entries(question.sides)) {
    if (options.sides !== undefined && !options.sides.includes(name)) continue;
    const taker = takerOf(asking, name, side);
    if (taker === undefined) continue;
    takers.set(name, taker);
    samples.set(name, []);
  }
  const rounds = Math.min(options.samples, question.samples ?? Infinity);
  for (let round = 0; round < rounds; round++) {
    for (const [side, take] of takers) {
      try {
        const sample = await take();
        samples.get(side)?.push(sample);
        asking.onSample(side, sample);
      } catch (error) {
        takers.delete(side);
        asking.onFailure({ question: question.name, side, error });
      }
    }
  }
  return samples;
}
