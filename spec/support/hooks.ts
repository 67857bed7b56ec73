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

// What a spec starts says the same in a pipe, at a terminal and where somebody asks for colours.
delete process.env['FORCE_COLOR'];
process.env['NO_COLOR'] = '1';

/** Mocha passes over a rejection that nobody handles; here it fails the spec in which it came. */
const unhandled: unknown[] = [];

function note(reason: unknown): void {
  unhandled.push(reason);
}

function expectNone(): void {
  const [first] = unhandled.splice(0);
  if (first !== undefined) throw new Error('a rejection that nobody handles', { cause: first });
}

export const mochaHooks: Mocha.RootHookObject = {
  beforeAll() {
    process.on('unhandledRejection', note);
  },
  afterEach: expectNone,
  async afterAll() {
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expectNone();
  },
};
