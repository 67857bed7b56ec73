// @ts-check
/**
 * Names of properties that no user of the package may see: the build shortens them, which makes
 * the core a tenth smaller. A minifier cannot, since it does not know which names are public.
 *
 * A name may stand here only if nothing public, nothing of the host's and nothing of the language's
 * is called so, and if it is the key of nothing that is looked up by its text; spec/package checks all
 * but the second of these. The most used come first: they get one letter.
 */
const names = `
  world current first queue task ext arms controller state before ready budget observed select
  after count observer withdraw exiting buffer mask slots last body armKeys senders receivers spent
  head failed scheduled observers allowance ties late drawn nilChannel park entered remove probing op
  enqueue place commit written choose live lastLook poll resolver sliceStart fn deserted drain
  endSlice lastGoroutine sibling step line offer schedule turn resize waits cases waitReason addArm
  attempt canSend wipe nth isForeign started surface ended home timers kernel dueMs fire
  holder overtaken standsFor resumed suspended owner label refuse shuffle zero side refused
`;

export const internalNames = names.trim().split(/\s+/);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Always the same short names, so that all files of the build agree. */
export const shortNames = Object.fromEntries(
  internalNames.map((name, i) => [name, letters[i] ?? `$${letters[i - letters.length]}`]),
);

/**
 * Files that know nothing of the kernel and name things of the host's or look them up: their names
 * stay as they are.
 */
export const plainFiles =
  /lib\/(?:(?:auto)?maxprocs|cli|(?:cli|maxprocs)\/.*|testing\/(?:model\/.*|model|program|program-arbitrary|draft|templates|schedule.*|random)|streams\/to-readable|trace\/(?:chrome|html|markup|svg|timeline))\.ts$/;
