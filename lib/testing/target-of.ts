/** What is to be explored, from what the user gave. */
import { MisuseError } from '../kernel/errors.ts';
import { shown } from './check.ts';
import { BodyTarget, type Body } from './body-target.ts';
import type { Form } from './execution.ts';
import { checkProgram, type Program } from './program.ts';
import { ProgramTarget } from './program-target.ts';
import type { Target } from './target.ts';

/** What a goroutine's function returns: a generator, or a promise. */
function isCalled(it: object): boolean {
  return ['next', 'then'].some((name) => typeof Reflect.get(it, name) === 'function');
}

export function targetOf(it: Program | Body, form: Form = 'generator'): Target {
  if (form !== 'generator' && form !== 'async') {
    throw new MisuseError(`no form of goroutine: '${String(form)}'`);
  }
  if (typeof it === 'function') return new BodyTarget(it);
  if (typeof it !== 'object' || it === null) {
    throw new MisuseError(`neither a program nor a function: ${shown(it)}`);
  }
  if (isCalled(it)) {
    throw new MisuseError(
      'neither a program nor a function: it was called: hand over the function',
    );
  }
  return new ProgramTarget(checkProgram(it), form);
}
