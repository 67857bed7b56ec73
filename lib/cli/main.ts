/** The command line as a function: arguments and environment in, texts and a status out. */
import type { Env } from '../maxprocs/host.ts';
import { optionsOf } from './arguments.ts';
import { failed, printed, type Command, type Outcome } from './command.ts';
import { maxprocs } from './maxprocs.ts';

const commands: { readonly [name: string]: Command } = { maxprocs };

function help(): string {
  const list = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`,
  );
  list.push(`  ${'bench'.padEnd(10)} how many procs a function is worth, measured`);
  return `usage: millrace COMMAND [options]\n\n${list.join('\n')}\n
millrace COMMAND --help says more about each\n`;
}

/** Runs a command line, without the names of Node and of the program. */
export function main([name, ...args]: readonly string[], env: Env): Outcome {
  if (name === 'help' || name === '--help' || name === '-h') return printed(help());
  if (name === undefined) return { status: 2, stdout: '', stderr: help() };
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) return failed(`${name}: unknown command; see millrace help`, 2);
  if (args.includes('--help') || args.includes('-h')) return printed(command.help);
  const options = optionsOf(args, command.options);
  if (typeof options['wrong'] === 'string') {
    return failed(`${name}: ${options['wrong']}; see millrace ${name} --help`, 2);
  }
  return command.run(options as { [name: string]: string | true }, env);
}
