/**
 * `import 'millrace/automaxprocs'`: sets GOMAXPROCS by the CPU quota, once, when it is imported, by
 * the rule of the Go package of that name, and says so on stderr. As there, an error is nobody's.
 *
 * @module
 */
import { set } from './maxprocs/set.ts';

try {
  set({ rule: 'automaxprocs', logger: (line) => console.error(line) });
} catch {
  // The quota could not be read: all stays as it was (AM-01, AM-02).
}
