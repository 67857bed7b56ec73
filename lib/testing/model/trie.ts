/**
 * Sequences of whole numbers as one number each: equal sequences have equal numbers.
 *
 * Invariants:
 *  - 0 to `roots - 1` are different beginnings, each of nothing yet;
 *  - every other node is a child of an earlier one, and no two children of one node have the same
 *    symbol;
 *  - the children of a node are the list that starts at its `first` and goes on by `next`.
 */
export class Trie {
  declare readonly parent: number[];
  declare readonly symbol: number[];
  declare readonly first: number[];
  declare readonly next: number[];

  constructor(roots: number) {
    this.parent = [];
    this.symbol = [];
    this.first = [];
    this.next = [];
    for (let i = 0; i < roots; i++) this.append(-1, 0, -1);
  }

  /** The sequence that is this one and then the symbol. New nodes have the next number. */
  child(node: number, symbol: number): number {
    const first = this.first[node] as number;
    for (let at = first; at !== -1; at = this.next[at] as number) {
      if (this.symbol[at] === symbol) return at;
    }
    const id = this.append(node, symbol, first);
    this.first[node] = id;
    return id;
  }

  append(parent: number, symbol: number, next: number): number {
    this.first.push(-1);
    this.next.push(next);
    this.symbol.push(symbol);
    return this.parent.push(parent) - 1;
  }

  /** @internal */
  check(): void {
    CHECK: {
      for (let id = 0; id < this.parent.length; id++) {
        if ((this.parent[id] as number) >= id) throw new Error('trie: a child before its parent');
        const seen = new Set<number>();
        for (let at = this.first[id] as number; at !== -1; at = this.next[at] as number) {
          if (this.parent[at] !== id) throw new Error('trie: a child of another');
          if (seen.has(this.symbol[at] as number)) throw new Error('trie: twins');
          seen.add(this.symbol[at] as number);
        }
      }
    }
  }
}
