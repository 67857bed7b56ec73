/** What is tried, programs and scenarios alike, and what may come of it. */
import { go } from '../../../lib/go.ts';
import type { Goroutine } from '../../../lib/kernel/goroutine.ts';
import { hasFailed, rareOf } from '../../../lib/kernel/op.ts';
import { kernel } from '../../../lib/kernel/world.ts';
import type { Body } from '../../../lib/testing/body-target.ts';
import { Execution, type Form } from '../../../lib/testing/execution.ts';
import type { Program } from '../../../lib/testing/program.ts';
import { permittedBy } from '../../golang/oracle/checks.ts';
import type { Choices } from './choices.ts';
import type { Subject } from './failure.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './scenarios/scenario.ts';

export interface Trial {
  readonly subject: Subject;
  readonly it: Program | Body;
  /** Where it can be run. */
  readonly controlled: boolean;
  readonly forms: readonly Form[];
  readonly defaultWorld: boolean;
  /** Every outcome that is right; undefined if those are too many. */
  readonly permitted: ReadonlySet<string> | undefined;
  inDefaultWorld(form: Form, choices: Choices): Promise<string>;
}

const forms: readonly Form[] = ['generator', 'async'];

export function trialOf(subject: Subject): Trial {
  if ('scenario' in subject) {
    const scenario = scenarios.find(({ name }) => name === subject.scenario);
    if (scenario === undefined) throw new Error(`no scenario ${subject.scenario}`);
    return scenarioTrial(scenario);
  }
  if ('commands' in subject) throw new Error('commands are tried in their own way');
  return programTrial(subject);
}

export function programTrial(program: Program): Trial {
  return {
    subject: program,
    it: program,
    controlled: true,
    forms,
    defaultWorld: true,
    permitted: permittedBy(program, false),
    inDefaultWorld: (form, choices) =>
      choices.during(async () => (await execute(program, form, choices)).outcome()),
  };
}

/** One run where users' programs run, with its fast paths. */
export async function execute(program: Program, form: Form, choices: Choices): Promise<Execution> {
  const execution = new Execution(program, form, () => choices.take(2) > 0);
  await undisturbed(async () => {
    execution.start();
    await macrotask();
  });
  return execution;
}

export function scenarioTrial({ name, body, permitted, only }: Scenario): Trial {
  return {
    subject: { scenario: name },
    it: body,
    controlled: only !== 'default world',
    // Its functions have forms of their own.
    forms: ['generator'],
    defaultWorld: only !== 'controlled',
    permitted: new Set(permitted),
    inDefaultWorld: (_, choices) =>
      choices.during(() =>
        undisturbed(async () => {
          const main = go(body) as unknown as Goroutine;
          rareOf(main).observed = true;
          for (let i = 0; i < 10 && !main.done; i++) await macrotask();
          if (!main.done) return 'waits for ever';
          return hasFailed(main) ? `panic ${String(main.value)}` : `ok ${String(main.value)}`;
        }),
      ),
  };
}

/**
 * A run must depend neither on those before it, as on who has used the nil channel in a kernel that
 * lets them stand there, nor on the clock: it has one slice, and for locks no time passes.
 */
async function undisturbed<T>(body: () => Promise<T>): Promise<T> {
  const { home } = kernel;
  home.nilChannel = null;
  home.budget = 1e6;
  home.now = () => 0;
  try {
    return await body();
  } finally {
    delete (home as { now?: unknown }).now;
  }
}

async function macrotask(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
