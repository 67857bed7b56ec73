/**
 * Whoever may know of somebody outside of this thread who can still wake a goroutine. They are asked
 * when the host has nothing left to do; one that says yes has seen to it that the host goes on.
 */
export const lifelines: Set<() => boolean> = /* @__PURE__ */ new Set();

/** Asks them all: each may have to hold somebody of its own. */
export function mayWake(): boolean {
  let may = false;
  for (const ask of lifelines) if (ask()) may = true;
  return may;
}
