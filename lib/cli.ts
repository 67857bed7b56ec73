#!/usr/bin/env node
/** `npx millrace`: see cli/main.ts, and cli/bench.ts for what takes its time. */
import { bench } from './cli/bench.ts';
import { main } from './cli/main.ts';

const [name, ...args] = process.argv.slice(2);
if (name === 'bench') {
  const shell = {
    program: process.argv[1] ?? '',
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
  };
  void bench(args, shell).then((status) => {
    process.exitCode = status;
  });
} else {
  const { status, stdout, stderr } = main(process.argv.slice(2), process.env);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
}
