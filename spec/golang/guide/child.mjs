// @ts-check
/**
 * Runs modules one after another, and writes a mark before the output of each and one after it. If
 * one ends the process, its second mark is missing.
 */
import { pathToFileURL } from 'node:url';

for (const file of process.argv.slice(2)) {
  process.stdout.write('\u0001\n');
  await import(pathToFileURL(file).href);
  // What it started and did not wait for may still have a line to print.
  await new Promise((done) => setImmediate(done));
  process.stdout.write('\u0002\n');
}
