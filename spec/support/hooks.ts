import fc from 'fast-check';

/**
 * Root hooks of every spec.
 *
 * The gate must say the same of the same tree twice, so properties run from a fixed seed;
 * `npm run laws` sets a random one and more runs, and prints both.
 */
const runs = process.env['MILLRACE_RUNS'];
const seed = process.env['MILLRACE_SEED'];
fc.configureGlobal({
  seed: seed === undefined ? 20260 : Number(seed),
  ...(runs === undefined ? {} : { numRuns: Number(runs) }),
});

export const mochaHooks: Mocha.RootHookObject = {
  afterEach() {
    // The place for "no waiter is left parked".
  },
};
