/** How contexts are shown: in Go's words (CX-23), and why they are over. */
import { Canceler } from '../context/canceler.ts';
import { Ours } from '../context/ours.ts';
import { show } from './show.ts';

show(Ours, (ctx) => {
  const { source } = ctx;
  // Not `err()`: to ask that is to look at the clock, which may end it.
  const error = source instanceof Canceler ? source.error : undefined;
  return ctx.toString() + (error === undefined ? '' : ` [${error.message}]`);
});
