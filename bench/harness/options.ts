import { parseArgs } from 'node:util';

export interface Options {
  /** Questions whose name contains one of these; all when there are none. */
  readonly filters: readonly string[];
  /** Only these sides. */
  readonly sides: readonly string[] | undefined;
  readonly samples: number;
  readonly minMs: number;
  readonly flags: readonly string[];
  readonly json: string | undefined;
  readonly go: boolean;
  readonly list: boolean;
  readonly check: boolean;
  readonly help: boolean;
}

export const usage = `npm run bench -- [NAME…] [options]

  NAME             only the questions whose name contains it, whatever the case
  --samples N      samples of each side (10)
  --min-ms MS      least timed work in a sample (200)
  --sides A,B      only these sides of each question
  --json FILE      write every sample and verdict to FILE as well
  --node-flag F    one more flag for each sample's node; may be repeated
  --no-go          leave the Go twins out
  --no-build       measure dist as it is
  --check          exit with status 1 when a bound is missed
  --list           name the questions and their sides, measure nothing
`;

function positive(text: string, option: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new Error(`${option}: not a number above 0`);
  return value;
}

export function parse(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      samples: { type: 'string', default: '10' },
      'min-ms': { type: 'string', default: '200' },
      sides: { type: 'string' },
      json: { type: 'string' },
      'node-flag': { type: 'string', multiple: true, default: [] },
      'no-go': { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    filters: positionals.map((name) => name.toLowerCase()),
    sides: values.sides?.split(','),
    samples: Math.ceil(positive(values.samples, '--samples')),
    minMs: positive(values['min-ms'], '--min-ms'),
    flags: values['node-flag'],
    json: values.json,
    go: !values['no-go'],
    list: values.list,
    check: values.check,
    help: values.help,
  };
}
