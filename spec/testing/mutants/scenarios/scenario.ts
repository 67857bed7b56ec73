/** A function with everything that may come of it: what neither programs nor commands can say. */
import type { Body } from '../../../../lib/testing/body-target.ts';

export interface Scenario {
  readonly name: string;
  readonly body: Body;
  /** Every outcome that is right, in the words of `explore`. */
  readonly permitted: readonly string[];
  /** Where it is run, if not in both. */
  readonly only?: 'controlled' | 'default world';
}
