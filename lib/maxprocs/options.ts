/** What a user may say about a rule, and what is made of it. */
import { MisuseError } from '../kernel/errors.ts';
import { automaxprocsRule } from './automaxprocs-rule.ts';
import { goRule } from './go-rule.ts';
import { hostAt, type Host } from './host.ts';
import { millraceRule } from './millrace-rule.ts';
import type { Hierarchy, Rule } from './rule.ts';

/** The rules by name; `millrace` is the default. */
export type RuleName = 'millrace' | 'go' | 'automaxprocs';

const rules: Readonly<Record<RuleName, Rule>> = {
  millrace: millraceRule,
  go: goRule,
  automaxprocs: automaxprocsRule,
};

/** Where to look, and by which rule. */
export interface QuotaOptions {
  /**
   * `millrace`, the default: the tightest of all limits that can be seen, rounded down, at least 1,
   * at most the CPUs there are. `go`: the process's own group alone, rounded up, at least 2, at most
   * the CPUs there are. `automaxprocs`: the process's own group alone, rounded down, at least 1.
   */
  readonly rule?: RuleName | undefined;
  /** Which groups count: `all` around the process, or its own, the `leaf`. Default: the rule's. */
  readonly hierarchy?: Hierarchy | undefined;
  /** The folder that stands for `/`. Default: `/`. */
  readonly root?: string | undefined;
  /** At least so many procs; what is below 1 says nothing. Default: the rule's, 1 or 2. */
  readonly min?: number | undefined;
  /** Makes a whole number of a quota in CPUs. Default: the rule's, down or up. */
  readonly round?: ((cpus: number) => number) | undefined;
}

/** The options with all that was left open filled in. */
export interface Plan {
  readonly name: RuleName;
  readonly rule: Rule;
  readonly hierarchy: Hierarchy;
  readonly host: Host;
  readonly min: number;
  readonly round: (cpus: number) => number;
  /** `down`, `up`, or `by round` where the user rounds. */
  readonly rounding: string;
}

/** The names of the options of a rule. */
export const planKeys = ['rule', 'hierarchy', 'root', 'min', 'round'] as const;

/** @throws MisuseError for an unknown option, or a value that none can have. */
export function planOf(options: QuotaOptions, known: readonly string[] = planKeys): Plan {
  if (Object(options) !== options) throw new MisuseError('options: an object was expected');
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new MisuseError(`unknown option: ${key}`);
  }
  const { rule: name = 'millrace', root = '/', min = 0, round } = options;
  if (!Object.hasOwn(rules, name)) {
    throw new MisuseError(`rule: one of ${Object.keys(rules).join(', ')} was expected`);
  }
  const rule = rules[name];
  const { hierarchy = rule.hierarchy } = options;
  if (hierarchy !== 'all' && hierarchy !== 'leaf') {
    throw new MisuseError('hierarchy: all or leaf was expected');
  }
  if (typeof root !== 'string' || root === '') throw new MisuseError('root: a folder was expected');
  if (!Number.isInteger(min)) throw new MisuseError('min: a whole number was expected');
  if (round !== undefined && typeof round !== 'function') {
    throw new MisuseError('round: a function was expected');
  }
  return {
    name,
    rule,
    hierarchy,
    host: hostAt(root),
    min: min < 1 ? rule.min : min,
    round: round ?? rule.round,
    rounding: round === undefined ? rule.rounding : 'by `round`',
  };
}
