/** What is to be explored, from what the user gave. */
import { MisuseError } from '../kernel/errors.ts';
import { BodyTarget, type Body } from './body-target.ts';
import type { Form } from './execution.ts';
import { checkProgram, type Program } from './program.ts';
import { ProgramTarget } from './program-target.ts';
import type { Target } from './target.ts';

export function targetOf(it: Program | Body, form: Form = 'generator'): Target {
  if (form !== 'generator' && form !== 'async') {
    throw new MisuseError(`no form of goroutine: '${String(form)}'`);
  }
  return typeof it === 'function' ? new BodyTarget(it) : new ProgramTarget(checkProgram(it), form);
}
