// @ts-check
/** Root hook: skips what `cannot` says of the runtime that MILLRACE_RUNTIME names. */
import { excuses } from './left-out.mjs';

const runtime = process.env['MILLRACE_RUNTIME'] ?? '';

/** @type {Mocha.RootHookObject} */
export const mochaHooks = {
  beforeEach() {
    const { file = '', title = '' } = this.currentTest ?? {};
    if (excuses(runtime, [{ file, title }]).excused.length > 0) this.skip();
  },
};
