// @ts-check
/** The hooks and the reporter of the specs in a page. */
import { mochaHooks } from '../../../spec/support/hooks.ts';
import { excuses } from '../left-out.mjs';

const runtime = new URL(location.href).searchParams.get('runtime') ?? '';

/** @param {unknown} hook @returns {Mocha.Func} */
function hookOf(hook) {
  return /** @type {Mocha.Func} */ (hook);
}

before(hookOf(mochaHooks.beforeAll));
after(hookOf(mochaHooks.afterAll));
afterEach(hookOf(mochaHooks.afterEach));
/** @param {Mocha.Runnable} test */
function isExcused({ file = '', title }) {
  return excuses(runtime, [{ file, title }]).excused.length > 0;
}

beforeEach(function () {
  if (this.currentTest !== undefined && isExcused(this.currentTest)) this.skip();
});

/** Runs them all; the result is `window.report`. */
export function run() {
  Object.assign(globalThis, { started: true });
  /** @type {Mocha.Test[]} */
  const tests = [];
  /** @type {[string, string][]} */
  const failures = [];
  const runner = mocha.run(() => {
    const pending = tests.filter((test) => test.isPending());
    Object.assign(globalThis, {
      report: {
        titles: tests.map((test) => test.fullTitle()),
        pending: pending.map((test) => test.fullTitle()),
        unexplained: pending.filter((test) => !isExcused(test)).map((test) => test.fullTitle()),
        unused: excuses(
          runtime,
          tests.map(({ file = '', title }) => ({ file, title })),
        ).unused,
        failures,
      },
    });
  });
  runner.on('test end', (test) => tests.push(test));
  runner.on('fail', (test, error) => {
    const { message = String(error), cause } = error ?? {};
    const why = cause === undefined ? '' : `; its cause: ${String(cause)}`;
    failures.push([test.fullTitle(), `${message}${why}`]);
  });
}
