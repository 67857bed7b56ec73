/**
 * Where procs stand and what they did: each such history is one number. The first histories are
 * the procs before their first steps, in order, and then those procs before they are spawned.
 *
 * Invariants:
 *  - `at` is the position in the code at which a proc with this history stands;
 *  - a symbol below 0 marks a proc within a step: it stands where its parent does, and whatever it
 *    does next follows on the parent.
 */
import type { Code } from './code.ts';
import { Trie } from './trie.ts';

export class Traces {
  declare readonly code: Code;
  declare readonly histories: Trie;
  declare readonly symbol: number[];
  declare readonly at: number[];
  declare readonly texts: string[];

  constructor(code: Code) {
    const { start } = code;
    this.code = code;
    this.histories = new Trie(start.length * 2);
    this.symbol = this.histories.symbol;
    this.at = [...start, ...start.map(() => 0)];
    this.texts = this.at.map(() => '');
  }

  /** After the step at which it stands, which did this; so many positions further. */
  after(history: number, symbol: number, positions = 1): number {
    const from = this.whole(history);
    return this.reach(from, symbol, (this.at[from] as number) + positions);
  }

  /** After a panic in the step at which it stands: its proc has ended. */
  fallen(history: number, symbol: number): number {
    const from = this.whole(history);
    const { start, op, proc } = this.code;
    const next = (proc[this.at[from] as number] as number) + 1;
    return this.reach(
      from,
      symbol,
      (next < start.length ? (start[next] as number) : op.length) - 1,
    );
  }

  /** Within the step at which it stands; the mark is below 0. */
  within(history: number, mark: number): number {
    const from = this.whole(history);
    return this.reach(from, mark, this.at[from] as number);
  }

  whole(history: number): number {
    const isWithin = (this.symbol[history] as number) < 0;
    return isWithin ? (this.histories.parent[history] as number) : history;
  }

  reach(from: number, symbol: number, at: number): number {
    const id = this.histories.child(from, symbol);
    if (id === this.at.length) {
      this.at.push(at);
      this.texts.push('');
    }
    return id;
  }

  /** The tokens of a history, each with a blank before it. */
  text(history: number): string {
    const id = this.whole(history);
    const parent = this.histories.parent[id] as number;
    if (parent === -1) return '';
    const known = this.texts[id] as string;
    if (known !== '') return known;
    const token = this.code.text(this.at[parent] as number, this.symbol[id] as number);
    return (this.texts[id] = this.text(parent) + (token === '' ? '' : ` ${token}`));
  }
}
