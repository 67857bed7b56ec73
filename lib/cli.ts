#!/usr/bin/env node
/** `npx millrace`: see cli/main.ts. */
import { main } from './cli/main.ts';

const { status, stdout, stderr } = main(process.argv.slice(2), process.env);
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = status;
