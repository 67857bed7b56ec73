// A sample's own process: `node child.mjs FILE SIDE time|bytes MIN_MS` prints the sample as JSON.
import { allocations, measure } from './measure.ts';
import type { Question, Sample } from './question.ts';

const [file = '', name = '', mode = '', minMs = ''] = process.argv.slice(2);

async function sample(): Promise<Sample | { bytes: number | undefined }> {
  const module = (await import(`../questions/${file}.mjs`)) as { default: Question };
  const side = module.default.sides[name];
  switch (side?.kind) {
    case 'timed':
      if (mode === 'bytes') return { bytes: await allocations(side, Number(minMs)) };
      return measure(side, Number(minMs));
    case 'once':
      return side.run();
    default:
      throw new Error(`${file} has no side ${name} to run here`);
  }
}

// What a question leaves waiting must not keep the process, nor cut the line short.
process.stdout.write(JSON.stringify(await sample()), () => process.exit(0));
