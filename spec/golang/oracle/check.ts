/**
 * `npm run oracle`: the proof at length. Go's runs against the model, ours against the model, ours
 * explored exhaustively against the model, and the default order against Go's js/wasm build.
 * `--record` writes down what Go says, for the specs, which do without Go.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { equality, isReuse, ours, outside, permittedBy, sameOrder, type Fault } from './checks.ts';
import { hasLocks, Oracle } from './client.ts';
import { build, goVersion } from './go-tools.ts';
import { orderOf } from './order.ts';
import { selectFree, small, various, withOncesAndConds } from './programs.ts';
import type { Program } from '../../../lib/testing/program.ts';
import { writeOrder, writeOutcomes, writeTricky } from './recorded.ts';
import { tricky } from './tricky.ts';

const fatalities = {
  unlock: 'fatal error: sync: unlock of unlocked mutex',
  runlock: 'fatal error: sync: RUnlock of unlocked RWMutex',
  wunlock: 'fatal error: sync: Unlock of unlocked RWMutex',
  'runlock-of-writer': 'fatal error: sync: RUnlock of unlocked RWMutex',
  'wunlock-of-reader': 'fatal error: sync: Unlock of unlocked RWMutex',
  'lock-twice': 'fatal error: all goroutines are asleep - deadlock!',
  asleep: 'fatal error: all goroutines are asleep - deadlock!',
};

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '20000' },
    runs: { type: 'string', default: '50' },
    equal: { type: 'string', default: '5000' },
    ordered: { type: 'string', default: '2500' },
    seed: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
  },
});
/** How often each program of the table is run. */
const trickyRuns = 2000;

const programs = Number(values.programs);
const runs = Number(values.runs);
const seed = Number(values.seed);

const found = goVersion();
const go = 'version' in found ? found.version : null;
if ('missing' in found) console.log(found.missing);
else console.log(`${found.version}, seed ${String(seed)}`);

const faults: Fault[] = [];
const started = performance.now();

if (values.record) await record();
else {
  await differential('', various(programs, seed));
  await differential(
    ' with onces and conditions',
    withOncesAndConds(Math.ceil(programs / 5), seed + 71),
  );
  const { equal, ordered } = values;
  await exhaustive('', small(Math.ceil(Number(equal) * 1.1), seed + 17), Number(equal));
  const further = Math.ceil(Number(equal) / 10);
  await exhaustive(
    ' with onces and conditions',
    withOncesAndConds(further * 4, seed + 89),
    further,
  );
  if (go !== null) await byHand();
  if (go !== null) await order('', selectFree(Number(ordered), seed + 31));
  if (go !== null) {
    const some = withOncesAndConds(Math.ceil(Number(ordered) / 5), seed + 97, false);
    await order(' with onces and conditions', some);
  }
  if (go !== null) fatal();
}
for (const fault of faults.slice(0, 20)) console.log(fault);
console.log(`${seconds()} s, ${String(faults.length)} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Go and this library beside the model. */
async function differential(what: string, all: readonly Program[]): Promise<void> {
  const oracle = go === null ? null : new Oracle();
  const counts = { programs: 0, locks: 0, left: 0, go: 0, ours: 0, permitted: 0, seen: 0 };
  const outsideGo: Fault[] = [];
  const outsideOurs: Fault[] = [];
  for (const [i, program] of all.entries()) {
    const forGo = permittedBy(program, true);
    const forUs = permittedBy(program, false);
    if (forGo === undefined || forUs === undefined) {
      counts.left++;
      continue;
    }
    counts.programs++;
    if (hasLocks(program)) counts.locks++;
    // Go runs while we do.
    const asked = oracle?.ask(program, runs, seed + i * runs);
    const own = await ours(program, 5, seed + i);
    counts.ours += own.runs;
    outsideOurs.push(...outside('ours', program, own.outcomes, forUs));
    const outcomes = Object.keys((await asked) ?? {});
    if (asked !== undefined) counts.go += runs;
    counts.permitted += forGo.size;
    counts.seen += outcomes.filter((outcome) => forGo.has(outcome)).length;
    outsideGo.push(...outside('Go', program, outcomes, forGo));
    if (i % 2000 === 1999) console.log(`  ${String(i + 1)} programs, ${seconds()} s`);
  }
  oracle?.stop();
  faults.push(...outsideGo, ...outsideOurs);
  console.log(
    `differential${what}: ${String(counts.programs)} programs (${String(counts.locks)} with locks; ${String(counts.left)} left out, too many states)`,
  );
  if (oracle !== null) {
    const share = ((100 * counts.seen) / counts.permitted).toFixed(1);
    console.log(
      `  Go: ${String(counts.go)} runs, ${String(outsideGo.length)} outcomes outside the model; ${share} % of the permitted ones seen`,
    );
  }
  console.log(
    `  ours: ${String(counts.ours)} runs in both forms, ${String(outsideOurs.length)} outcomes outside the model`,
  );
}

async function exhaustive(what: string, all: readonly Program[], wanted: number): Promise<void> {
  let done = 0;
  let left = 0;
  let schedules = 0;
  let missing = 0;
  let extra = 0;
  for (const program of all) {
    if (done === wanted) break;
    const result = await equality(program);
    if (result === undefined) {
      left++;
      continue;
    }
    done++;
    schedules += result.runs;
    missing += result.missing.length;
    extra += result.extra.length;
    faults.push(...result.missing, ...result.extra);
    if (done % 1000 === 0) console.log(`  ${String(done)} programs, ${seconds()} s`);
  }
  if (done < wanted) faults.push(`only ${String(done)} programs could be explored exhaustively`);
  console.log(
    `equality${what}: ${String(done)} programs in both forms (${String(left)} left out, too many schedules), ${String(schedules)} schedules: ${String(missing)} missing, ${String(extra)} extra`,
  );
}

/** Programs with all their outcomes listed by hand: none other, and how many of these Go has shown. */
async function byHand(): Promise<void> {
  const oracle = new Oracle();
  let [programs, permitted, seen, strange] = [0, 0, 0, 0];
  for (const { program, outcomes, goOnly } of Object.values(tricky).flat()) {
    const met = Object.keys(await oracle.ask(program, trickyRuns, seed + programs++ * trickyRuns));
    const listed = new Set([...outcomes, ...goOnly]);
    const fault = outside('Go, by hand', program, met, listed);
    permitted += outcomes.length;
    seen += outcomes.filter((outcome) => met.includes(outcome)).length;
    strange += fault.length;
    faults.push(...fault);
  }
  oracle.stop();
  console.log(
    `by hand: ${String(programs)} programs, ${String(programs * trickyRuns)} Go runs: ${String(strange)} outcomes that are not listed, ${String(seen)} of ${String(permitted)} seen`,
  );
}

async function order(what: string, all: readonly Program[]): Promise<void> {
  const answers = orderOf(all);
  let compared = 0;
  let different = 0;
  for (const [i, program] of all.entries()) {
    const answer = answers[i];
    if (answer === undefined || isReuse(answer.outcome)) continue;
    compared++;
    const fault = await sameOrder(program, answer);
    different += fault.length;
    faults.push(...fault);
  }
  const reused = all.length - compared;
  console.log(
    `order${what}: ${String(compared)} programs without select, ${String(different)} traces different (${String(reused)} left out: WG-05)`,
  );
}

/** What Go dies of: the oracle does not do it, and tells it as the panic that it is here. */
function fatal(): void {
  for (const [how, text] of Object.entries(fatalities)) {
    const { status, stderr } = spawnSync(build(false), ['-fatal', how], { encoding: 'utf8' });
    const [first = ''] = stderr.split('\n');
    if (status !== 2 || first !== text) faults.push(`fatal: ${how}: ${String(status)} ${first}`);
  }
  console.log(`fatal: Go dies of ${String(Object.keys(fatalities).length)} kinds of misuse`);
}

/** What Go says, for the specs. */
async function record(): Promise<void> {
  if (go === null) throw new Error('without Go there is nothing to record');
  const oracle = new Oracle();
  const recorded = [];
  const all = [...small(1500, seed + 47), ...withOncesAndConds(400, seed + 53)];
  for (const [i, program] of all.entries()) {
    const outcomes = Object.keys(await oracle.ask(program, 400, seed + i * 400)).sort();
    const permitted = permittedBy(program, true);
    if (permitted !== undefined) faults.push(...outside('Go', program, outcomes, permitted));
    recorded.push({ program, outcomes });
  }
  const written = [];
  for (const { program } of Object.values(tricky).flat()) {
    const outcomes = Object.keys(await oracle.ask(program, trickyRuns, seed)).sort();
    written.push({ program, outcomes });
  }
  oracle.stop();
  const least = writeTricky({ go, runs: trickyRuns, programs: written });
  console.log(`recorded ${String(written.length)} programs by hand, ${String(least)} bytes`);
  const bytes = writeOutcomes({ go, runs: 400, programs: recorded });
  console.log(`recorded ${String(recorded.length)} sets of outcomes, ${String(bytes)} bytes`);
  const free = [...selectFree(2500, seed + 59), ...withOncesAndConds(500, seed + 61, false)];
  const answers = orderOf(free).map((answer, i) => ({ program: free[i] as never, ...answer }));
  const ordered = answers.filter(({ outcome }) => !isReuse(outcome));
  const size = writeOrder({ go: `${go} js/wasm`, programs: ordered });
  console.log(`recorded ${String(ordered.length)} traces, ${String(size)} bytes`);
}

function seconds(): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
