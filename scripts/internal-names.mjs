// @ts-check
/**
 * Names of properties that no user of the package may see: the build shortens them, which makes
 * the core a tenth smaller. A minifier cannot, since it does not know which names are public.
 *
 * A name may stand here only if nothing public, nothing of the host's and nothing of the language's
 * is called so; spec/package checks the first of these.
 */
const names = `
  abort addArm after armKeys arms attempt before body budget buffer canSend cases choose clear commit controller count current deserted
  drain drawn dueMs ended endSlice enqueue entered exiting ext failed fire first fn generation head
  home isForeign kernel last  lastGoroutine lastLook late line live mask nilChannel nth
  observed observer observers offer op overtaken park place poll probing queue quota ready receivers remove resize resolver
  scheduled schedule select senders sibling sliceStart slots spent standsFor state step started surface task
  ties turn waitReason waits withdraw world written
`;

export const internalNames = names.trim().split(/\s+/);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Always the same short names, so that all files of the build agree. */
export const shortNames = Object.fromEntries(
  internalNames.map((name, i) => [name, letters[i] ?? `$${letters[i - letters.length]}`]),
);
