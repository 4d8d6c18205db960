/** One difference, by table, id and field. */
export interface Difference {
  table: string;
  id: string;
  field?: string;
  expected: string;
  received: string;
}

/** Differences of one kind: the total is exact, the list is bounded. */
export interface Differences {
  total: number;
  list: Difference[];
}

/** Collects differences of one kind: all are counted, the first ones are kept. */
export class DifferenceList {
  readonly #listed: number;
  readonly result: Differences = { total: 0, list: [] };

  constructor(listed: number) {
    this.#listed = listed;
  }

  add(difference: Difference): void {
    this.result.total += 1;
    if (this.result.list.length < this.#listed) this.result.list.push(difference);
  }
}
