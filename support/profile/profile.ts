import type { Cell, Table, TableProblem } from '../table/index.ts';
import type {
  Deployment,
  Effect,
  EnvironmentSource,
  KeyRule,
  PagesSource,
  SmokeSource,
  Waiver,
  WorkerSource,
} from './schema.ts';
import type { Setting } from './setting.ts';

/** One environment of a deployment, with every value resolved and every value's origin. What checks look at. */
export interface Profile {
  deployment: string;
  environment: string;
  class: EnvironmentSource['class'];
  effects: ReadonlySet<Effect>;
  /** Loopback addresses are this environment's own. */
  loopback: boolean;
  table: ProfileTable;
  convex?: ConvexProfile;
  worker?: WorkerProfile;
  pages?: PagesProfile;
  smoke?: SmokeProfile;
  /** Every other environment of the same deployment. */
  others: readonly Profile[];
  limits: Deployment['limits'];
  optional: readonly string[];
  waivers: readonly Waiver[];
  /** The folder of the config: paths in it are relative to this. */
  directory: string;
  reportsDirectory: string;
}

export interface ProfileTable {
  /** As the config names it. */
  file: string;
  parsed: Table;
  problems: readonly TableProblem[];
  targets: readonly string[];
  rules: Readonly<Record<string, KeyRule>>;
  /** What this environment holds, a row a value. */
  values: readonly TableValue[];
}

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
  /** The cell as written, references unexpanded. */
  written: string;
}

export interface ConvexProfile {
  environment: string;
  url: Setting;
  /** As written: `prod:steady-otter-902`, with a hyphen, or bare. */
  deployment: Setting;
  deployKey?: Setting;
  frontends: readonly { root: string; shown: string; include?: readonly string[]; exclude?: readonly string[] }[];
  deployCommand: string;
}

/** What the Worker's own section says, with the settings resolved. */
export interface WorkerProfile
  extends Omit<WorkerSource, 'url' | 'service' | 'allowedOrigins' | 'redis' | 'retention' | 'durableState' | 'version'> {
  environment: string;
  url: Setting;
  service?: string;
  allowedOrigins?: Setting;
  redis?: { url: Setting; token: Setting };
  retention?: NonNullable<WorkerSource['retention']>;
  durableState?: NonNullable<WorkerSource['durableState']>;
  version?: { commit: Setting; health?: string | undefined; header?: string | undefined };
}

export interface SmokeProfile {
  environment: string;
  /** The site's address. */
  url: Setting;
  pages: SmokeSource['pages'];
  expectedFailures: SmokeSource['expectedFailures'];
}

export interface PagesProfile {
  environment: string;
  url: Setting;
  routes: PagesSource['routes'];
}
