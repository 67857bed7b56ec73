/** Prints our programs as `main.go` prints its own. */
import { names, said } from './programs.ts';

for (const name of names) console.log(`${name}: ${await said(name)}`);
