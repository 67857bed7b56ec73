/** What a rule says of this process, and why. */
import { MisuseError } from '../kernel/errors.ts';
import { Fault } from './fault.ts';
import type { Plan } from './options.ts';
import { QuotaError } from './quota-error.ts';
import { measure, tightest, type Finding, type Folder, type Quota } from './rule.ts';

/** What was found, and what follows from it. */
export interface Answer {
  /** The limit that counts; undefined if there is none. */
  readonly quota: Quota | undefined;
  /** Every limit that was found, the process's own group first. */
  readonly limits: readonly Quota[];
  /** How many CPUs the process may run on, whatever its quota: the affinity mask. */
  readonly cpus: number;
  /** What GOMAXPROCS would be by the rule. */
  readonly procs: number;
  /** Why so many, in words; also what could not be read, and why. */
  readonly reason: string;
}

/**
 * The folders with limits; none where it is not known how to look.
 *
 * @throws QuotaError under `automaxprocs`.
 */
export function locate({ name, rule, host }: Plan): readonly Folder[] | Fault {
  if (!host.isLinux) return name === 'automaxprocs' ? [] : new Fault('this host has no cgroups');
  const folders = rule.locate(host.read);
  if (folders instanceof Fault && name === 'automaxprocs') throw new QuotaError(folders.text);
  return folders;
}

/** @throws QuotaError under `automaxprocs`. */
export function answer(plan: Plan, folders: readonly Folder[] | Fault): Answer {
  const { name, rule, host, hierarchy } = plan;
  const finding: Finding =
    folders instanceof Fault
      ? { limits: [], faults: [folders.text] }
      : measure(rule, folders, hierarchy, host.read);
  const [problem] = finding.faults;
  if (name === 'automaxprocs' && problem !== undefined) throw new QuotaError(problem);
  const quota = tightest(finding.limits);
  const cpus = host.cpus();
  const procs = procsOf(plan, quota, cpus);
  const reason = [reasonOf(plan, quota, cpus, procs), ...finding.faults].join('; ');
  return { quota, limits: finding.limits, cpus, procs, reason };
}

function procsOf({ rule, min, round }: Plan, quota: Quota | undefined, cpus: number): number {
  if (quota === undefined) return cpus;
  const rounded = round(quota.cpus);
  if (!Number.isFinite(rounded)) throw new MisuseError('round: a number was expected');
  const procs = Math.max(min, Math.trunc(rounded));
  return rule.isCapped ? Math.min(cpus, procs) : procs;
}

function reasonOf(plan: Plan, quota: Quota | undefined, cpus: number, procs: number): string {
  const mask = `the affinity mask allows ${counted(cpus)}`;
  if (quota === undefined) return `no CPU quota, and ${mask}`;
  const limit = `a quota of ${counted(quota.cpus)} in ${quota.path}`;
  if (plan.rule.isCapped && procs === cpus && quota.cpus > cpus)
    return `${mask}, less than ${limit}`;
  if (procs === plan.min && plan.round(quota.cpus) < plan.min) {
    return `${limit}, and never below ${String(plan.min)}`;
  }
  return Number.isInteger(quota.cpus) ? limit : `${limit}, rounded ${plan.rounding}`;
}

/** A number of CPUs in words, with no more digits than say something. */
export function counted(cpus: number): string {
  return `${String(Number(cpus.toPrecision(6)))} ${cpus === 1 ? 'CPU' : 'CPUs'}`;
}
