/** Options of a command line: `--name`, `--name value` and `--name=value`. */
import type { Command, Options } from './command.ts';

/** The options; or in words what is wrong with the first that is wrong. */
export function optionsOf(
  args: readonly string[],
  known: Command['options'],
): Options | { readonly wrong: string } {
  const options: { [name: string]: string | true } = {};
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const [, name, given] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) return { wrong: `unexpected argument ${arg}` };
    if (!Object.hasOwn(known, name)) return { wrong: `unknown option --${name}` };
    if (Object.hasOwn(options, name)) return { wrong: `option --${name} is given twice` };
    if (known[name] === 'flag') {
      if (given !== undefined) return { wrong: `option --${name} takes no value` };
      options[name] = true;
    } else {
      const value = given ?? args[++i];
      if (value === undefined) return { wrong: `option --${name} needs a value` };
      options[name] = value;
    }
  }
  return options;
}
