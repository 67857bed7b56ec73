/** Records the program that is named on the command line, alone in this process, and writes that down. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { record } from 'millrace/trace';

const [, , program = '', output = ''] = process.argv;
const recording = record();
await import(pathToFileURL(program).href);
writeFileSync(output, JSON.stringify(recording.stop()));
