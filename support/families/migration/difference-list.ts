export interface Difference {
  table: string;
  id: string;
  field?: string;
  expected: string;
  received: string;
}

/** Differences of one kind: the total is exact, the list is limited. */
export interface Differences {
  total: number;
  list: Difference[];
}

/** Three empty lists, each with a maximum number of listed differences. */
export function newLists(listed: number): [DifferenceList, DifferenceList, DifferenceList] {
  return [new DifferenceList(listed), new DifferenceList(listed), new DifferenceList(listed)];
}

/** Counts all differences of one kind, and keeps the first ones. */
export class DifferenceList {
  readonly #listed: number;
  readonly result: Differences = { total: 0, list: [] };

  constructor(listed: number) {
    this.#listed = listed;
  }

  /** Adds what another list of the same kind found. */
  addAll({ total, list }: Differences): void {
    this.result.total += total;
    this.result.list.push(...list.slice(0, Math.max(0, this.#listed - this.result.list.length)));
  }

  add(difference: Difference): void {
    this.result.total += 1;
    if (this.result.list.length < this.#listed) this.result.list.push(difference);
  }
}
