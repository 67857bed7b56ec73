/** `npx millrace bench`: how many procs a function is worth, measured. */
import { inspect } from '../maxprocs/inspect.ts';
import { NotServedError } from '../procs/errors.ts';
import { Procs } from '../procs/procs.ts';
import { optionsOf } from './arguments.ts';
import { bytesPerCall } from './bench/bytes.ts';
import { chart } from './bench/chart.ts';
import { line } from './bench/lines.ts';
import { again, moduleAt, save } from './bench/machine.ts';
import { measure, type Handler, type Plan } from './bench/measure.ts';
import type { Point } from './bench/point.ts';
import { verdict } from './bench/verdict.ts';

export const benchHelp = `usage: millrace bench MODULE [options]

Calls a function that MODULE serves (see serve of millrace/procs) on 1, 2, 4, 8 and
16 procs, and says what to set. Prints Go's benchmark format: time and bytes for a
call, how late the main thread's timers were in the worst of a hundred cases, how many
CPUs were busy, and how often the container was stopped for having used up its quota.

  --function NAME    which function, if the module serves several
  --args JSON        its arguments, as a list; default: []
  --procs LIST       default: 1,2,4,8,16
  --in-flight N      calls under way at any time; default: twice the most procs
  --time MS          for each number of procs; default: 1000
  --html FILE        where the chart goes; default: millrace-bench.html
  --json             for programs, in place of the text

exit status: 0, or 1 when the module cannot be measured, or 2 for wrong options
`;

const options = {
  function: 'value',
  args: 'value',
  procs: 'value',
  'in-flight': 'value',
  time: 'value',
  html: 'value',
  json: 'flag',
  // How it calls itself, to count bytes in a process of its own.
  'only-bytes': 'flag',
} as const;

/** Where texts go, and the file that runs this command again. */
export interface Shell {
  out(text: string): void;
  err(text: string): void;
  readonly program: string;
}

class Wrong extends Error {}

/** Runs the command; gives its exit status. */
export async function bench(args: readonly string[], shell: Shell): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    shell.out(benchHelp);
    return 0;
  }
  try {
    await sweep(args, shell);
    return 0;
  } catch (error) {
    const isWrong = error instanceof Wrong;
    const hint = isWrong ? '; see millrace bench --help' : '';
    shell.err(`millrace bench: ${error instanceof Error ? error.message : String(error)}${hint}\n`);
    return isWrong ? 2 : 1;
  }
}

async function sweep([path, ...args]: readonly string[], shell: Shell): Promise<void> {
  if (path === undefined || path.startsWith('-')) throw new Wrong('a module is needed first');
  const given = optionsOf(args, options);
  if (typeof given['wrong'] === 'string') throw new Wrong(given['wrong']);
  const found = given as { readonly [K in keyof typeof options]?: string };
  const url = moduleAt(path);
  const list = (found.procs ?? '1,2,4,8,16').split(',').map((text) => whole('procs', text));
  const plan: Plan = {
    name: found.function ?? (await onlyFunction(url)),
    args: listOf(found.args ?? '[]'),
    inFlight: whole('in-flight', found['in-flight'] ?? String(2 * Math.max(...list))),
    timeMs: whole('time', found.time ?? '1000'),
  };
  if (found['only-bytes'] !== undefined) {
    shell.out(String(await bytesPerCall(url, plan.name, plan.args)));
    return;
  }
  await report(
    path,
    url,
    [...new Set(list)].toSorted((a, b) => a - b),
    plan,
    found,
    shell,
  );
}

async function report(
  path: string,
  url: URL,
  list: readonly number[],
  plan: Plan,
  { html = 'millrace-bench.html', json }: { readonly html?: string; readonly json?: string },
  { out, err, program }: Shell,
): Promise<void> {
  err(`counting bytes\n`);
  const own = ['bench', path, '--function', plan.name, '--args', JSON.stringify(plan.args)];
  const answer = await again(program, [...own, '--only-bytes']);
  const bytes = answer === undefined ? undefined : Number(answer);
  const points: Point[] = [];
  for (const procs of list) {
    err(`procs=${String(procs)} …\n`);
    const point = await measure(url, procs, plan);
    points.push(point);
    if (json === undefined) out(`${line(plan.name, point, bytes)}\n`);
  }
  const said = verdict(points, inspect().procs);
  save(html, chart(`${plan.name} of ${path}`, points, said));
  const all = { function: plan.name, inFlight: plan.inFlight, bytes: bytes ?? null, points };
  if (json === undefined) out(`\n${said}\n`);
  else out(`${JSON.stringify({ ...all, verdict: said, html }, null, 2)}\n`);
  err(`chart: ${html}\n`);
}

/** The name of the one function that a module serves. */
async function onlyFunction(url: URL): Promise<string> {
  const pool = new Procs<Handler>(url, { procs: 1 });
  try {
    // No function is called so; the answer says what there is.
    await pool.go('');
  } catch (error) {
    if (!(error instanceof NotServedError)) throw error;
    const [name, ...others] = error.served;
    if (name !== undefined && others.length === 0) return name;
    const names = error.served.join(', ') || 'nothing';
    throw new Wrong(`--function is needed: the module serves ${names}`);
  } finally {
    await pool.close();
  }
  return '';
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1) throw new Wrong(`--${name}: ${text} is no whole number`);
  return number;
}

function listOf(text: string): readonly unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = undefined;
  }
  if (!Array.isArray(list)) throw new Wrong(`--args: ${text} is no list in JSON`);
  return list;
}
