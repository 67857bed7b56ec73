// @ts-check
/**
 * Names of properties that no user of the package may see: the build shortens them, which makes
 * the core a tenth smaller. A minifier cannot, since it does not know which names are public.
 *
 * A name may stand here only if nothing public, nothing of the host's and nothing of the language's
 * is called so; spec/package checks the first of these. The most used come first: they get one letter.
 */
const names = `
  world kernel arms before op select queue after last cases body count ready abort controller
  current first fn state armKeys budget enqueue failed late place commit drawn nilChannel senders
  task withdraw exiting ext park scheduled waitReason written buffer choose deserted drain endSlice
  entered lastGoroutine live remove sibling step addArm attempt canSend clear lastLook line nth
  observed observer observers offer poll probing quota receivers resolver schedule sliceStart spent
  ties head isForeign mask slots started surface turn dueMs ended fire generation home overtaken
  resize standsFor waits timers resumed suspended owner
`;

export const internalNames = names.trim().split(/\s+/);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Always the same short names, so that all files of the build agree. */
export const shortNames = Object.fromEntries(
  internalNames.map((name, i) => [name, letters[i] ?? `$${letters[i - letters.length]}`]),
);
