/** One value into a record, and out of it. */
import type { Link } from './link.ts';
import { isPrimitive, pack, unpack, type Parcel, type StandIns } from './pack.ts';
import { PACKED, VALUE } from './wire.ts';

/** A link, and who is stood for across it. */
export interface Crossing extends StandIns {
  readonly link: Link;
}

/** Says a value. @throws the platform's DataCloneError; then nothing has been said. */
export function sayValue(crossing: Crossing, id: number, value: unknown): void {
  const { link } = crossing;
  if (isPrimitive(value)) {
    link.say(VALUE, id, value);
    return;
  }
  const { parcel, value: plain, moves } = pack(value, crossing);
  link.move(moves);
  if (parcel === undefined) link.say(VALUE, id, plain);
  else link.say(PACKED, id, parcel);
}

/** What goes where a single value is expected: a parcel always. */
export function wrap(crossing: Crossing, value: unknown): Parcel {
  const { parcel, value: plain, moves } = pack(value, crossing);
  crossing.link.move(moves);
  return parcel ?? [plain, []];
}

export function unwrap(crossing: Crossing, parcel: unknown): unknown {
  return unpack(parcel as Parcel, crossing);
}
