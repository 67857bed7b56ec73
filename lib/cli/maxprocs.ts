/** `npx millrace maxprocs`: what limits this process's CPU time, and what follows from that. */
import { GoError } from '../kernel/errors.ts';
import { counted, type Answer } from '../maxprocs/answer.ts';
import { procsIn } from '../maxprocs/governor.ts';
import type { Env } from '../maxprocs/host.ts';
import { inspect } from '../maxprocs/inspect.ts';
import type { QuotaOptions } from '../maxprocs/options.ts';
import { failed, printed, type Command, type Options, type Outcome } from './command.ts';

export const maxprocs: Command = {
  summary: 'how many procs a process has room for here, and why',
  help: `usage: millrace maxprocs [options]

Prints how many procs a process has room for here: by the quotas of its cgroups,
its affinity mask and GOMAXPROCS in the environment.

  --json             for programs
  --rule RULE        millrace (the default): the tightest limit in sight, rounded down
                     go: the process's own group alone, rounded up, at least 2
                     automaxprocs: the process's own group alone, rounded down
  --hierarchy WHICH  which groups count: all, or the process's own, the leaf
  --root FOLDER      the folder that stands for /

exit status: 0, or 1 when the quota cannot be read (under automaxprocs), or 2 for
wrong options
`,
  options: { json: 'flag', rule: 'value', hierarchy: 'value', root: 'value' },

  run({ json, ...options }: Options, env: Env): Outcome {
    try {
      const answer = inspect(options as QuotaOptions);
      const found = {
        rule: String(options['rule'] ?? 'millrace'),
        fixed: procsIn(env),
        ...answer,
      };
      return printed(json === true ? asJson(found) : asText(found));
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      return failed(`maxprocs: ${error.message}`, error.code === 'MISUSE' ? 2 : 1);
    }
  },
};

/** An answer, the rule it is by, and GOMAXPROCS of the environment, if it is a number. */
type Found = Answer & {
  readonly rule: string;
  readonly fixed: number | undefined;
};

function asJson({ rule, fixed, procs, quota, limits, cpus, reason }: Found): string {
  const gomaxprocs = fixed ?? procs;
  const all = {
    gomaxprocs,
    rule,
    procs,
    quota: quota ?? null,
    limits,
    cpus,
    reason,
  };
  return `${JSON.stringify({ ...all, environment: fixed ?? null }, null, 2)}\n`;
}

function asText({ rule, fixed, procs, limits, cpus, reason }: Found): string {
  const [first = '', ...notes] = reason.split('; ');
  const because =
    fixed === undefined
      ? first
      : `the environment says so; by the rule it would be ${String(procs)}, because of ${first}`;
  const lines = [
    `GOMAXPROCS ${String(fixed ?? procs)}`,
    `because    ${because}`,
    ...notes.map((note) => `but        ${note}`),
    `rule       ${rule}`,
    `affinity   ${counted(cpus)}`,
  ];
  for (const [i, { cpus, version, path }] of limits.entries()) {
    const what = `${counted(cpus)} in ${path} (cgroup v${String(version)})`;
    lines.push(`${i === 0 ? 'limits    ' : '          '} ${what}`);
  }
  if (limits.length === 0) lines.push('limits     none');
  return `${lines.join('\n')}\n`;
}
