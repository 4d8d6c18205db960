import type { Setting } from '../../settings/index.ts';
import type { Cell } from '../../table/index.ts';
import type { KeyRule } from '../schema.ts';

/** A row's value for one environment. */
export interface TableValue {
  key: string;
  /** The row's line in the table: the same in every environment. */
  line: number;
  targets: readonly Cell[];
  rule: KeyRule;
  setting: Setting;
  /** Never shown: its key or its rule says so. */
  secret: boolean;
  /** "app.table:12:40" — the cell itself, also where an environment variable gives the value. */
  cell: string;
  /** The environment variable that gives the value instead of the cell, where one does. */
  variable?: string;
  /** Every reference of the cell is filled in by a variable of this environment alone: `PROD_NAME`. */
  ownReferences?: true;
  /** The cell as written, references unexpanded. */
  written: string;
}
