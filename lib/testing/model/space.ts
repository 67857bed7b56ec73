/**
 * The states of a program that a search has found, and those of them whose moves are still to be
 * made.
 *
 * A move is written in three parts: `step` or `fall` starts the state that follows from `here` and
 * moves a proc; what else changes is written into its row; `arrive` ends it.
 *
 * Invariant: `open` holds rows of the table, each at most once.
 */
import type { Program } from '../program.ts';
import { Buffers } from './buffers.ts';
import { Code } from './code.ts';
import { Layout } from './layout.ts';
import { Table } from './table.ts';
import { Traces } from './traces.ts';

export class Space {
  declare readonly program: Program;
  declare readonly code: Code;
  declare readonly traces: Traces;
  declare readonly buffers: Buffers;
  declare readonly layout: Layout;
  declare readonly table: Table;
  declare readonly reuse: boolean;
  declare readonly procs: number;
  declare readonly open: number[];
  /** Where the row begins whose moves are made. */
  declare here: number;
  /** How many moves it had. */
  declare moves: number;

  constructor(program: Program, reuse: boolean) {
    this.program = program;
    this.code = new Code(program);
    this.traces = new Traces(this.code);
    this.buffers = new Buffers();
    this.layout = new Layout(program, reuse);
    this.table = new Table(this.layout.width);
    this.reuse = reuse;
    this.procs = program.procs.length;
    this.open = [0];
    this.here = 0;
    this.moves = 0;
    const { rows } = this.table;
    for (let p = 0; p < this.procs; p++) {
      rows[p] = this.code.isSpawned[p] === true ? this.procs + p : p;
    }
    for (const [w, counter] of (program.waitGroups ?? []).entries()) {
      rows[this.layout.groups + w * this.layout.groupWidth] = counter;
    }
    this.table.join();
  }

  /** Goes to the next open state. Precondition: there is one. */
  visit(): void {
    this.here = (this.open.pop() as number) * this.layout.width;
    this.moves = 0;
  }

  /** The position of a proc in the code. */
  at(p: number): number {
    return this.traces.at[this.table.rows[this.here + p] as number] as number;
  }

  step(p: number, symbol: number): number {
    const to = this.table.draft(this.here);
    this.moveOn(to, p, symbol);
    return to;
  }

  /** One who moves in the step of another: what it did is written into the same row. */
  moveOn(to: number, q: number, symbol: number): void {
    const { rows } = this.table;
    this.endBody(to, q);
    rows[to + q] = this.traces.after(rows[to + q] as number, symbol);
  }

  /** A once is done behind its body, however that ended. */
  endBody(to: number, q: number): void {
    const once = this.code.bodyOf[this.at(q)] as number;
    if (once >= 0) this.table.rows[to + this.layout.onces + once] = 2;
  }

  fall(p: number, symbol: number): number {
    const to = this.table.draft(this.here);
    const { rows } = this.table;
    this.endBody(to, p);
    rows[to + p] = this.traces.fallen(rows[to + p] as number, symbol);
    return to;
  }

  arrive(): void {
    this.moves++;
    if (this.table.join()) this.open.push(this.table.size - 1);
  }

  /** The line that says what the procs did and where they stand. */
  outcome(): string {
    let line = '';
    for (let p = 0; p < this.procs; p++) {
      const history = this.table.rows[this.here + p] as number;
      const at = this.traces.at[history] as number;
      let text = this.traces.text(history);
      if (at === 0) text = ' -';
      else if (this.code.steps[at] !== null) text += ` B@${this.code.index[at]}`;
      line += p === 0 ? text.slice(1) : ` |${text === '' ? ' ' : text}`;
    }
    return line;
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.table.check();
      this.buffers.check();
      this.traces.histories.check();
      const open = new Set(this.open);
      if (open.size !== this.open.length) throw new Error('space: twice open');
      for (const row of open) if (row >= this.table.size) throw new Error('space: no such row');
    }
  }
}
