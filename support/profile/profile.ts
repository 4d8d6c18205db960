import type { Table, TableProblem } from '../table/index.ts';
import type { ConvexProfile } from './convex-profile.ts';
import type { Effect } from './effects.ts';
import type { IsolationProfile, MigrationProfile, NotifyProfile } from './isolation-profile.ts';
import type {
  Deployment,
  EnvironmentSource,
  KeyRule,
  PagesSource,
  SmokeSource,
  Waiver,
  WorkerSource,
} from './schema.ts';
import type { Setting } from './setting.ts';
import type { CloudflareProfile, GitHubProfile, SyncProfile } from './sync-profile.ts';
import type { TableValue } from './table-value.ts';

export type { ConvexProfile } from './convex-profile.ts';

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
  cloudflare?: CloudflareProfile;
  github?: GitHubProfile;
  sync?: SyncProfile;
  isolation: IsolationProfile;
  migration?: MigrationProfile;
  notify?: NotifyProfile;
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
  /** The values that the config allows a flag in this environment. */
  flags: Readonly<Record<string, readonly string[]>>;
  /** Whether the table is under version control, where the config says so. */
  versioned?: boolean;
  /** What this environment holds, a row a value. */
  values: readonly TableValue[];
}

/** What the Worker's own section says, with the settings resolved. */
export interface WorkerProfile
  extends Omit<
    WorkerSource,
    'url' | 'service' | 'allowedOrigins' | 'ingestToken' | 'redis' | 'retention' | 'durableState' | 'version'
  > {
  environment: string;
  url: Setting;
  service?: string;
  allowedOrigins?: Setting;
  ingestToken?: Setting;
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
  thirdParties: SmokeSource['thirdParties'];
  signIn?: Omit<NonNullable<SmokeSource['signIn']>, 'fields'> & {
    fields: readonly { label: string; value: Setting }[];
  };
  settleWithinMs: number;
  webVitals: SmokeSource['webVitals'];
  phone: SmokeSource['phone'];
  evidence: SmokeSource['evidence'];
  browsers: SmokeSource['browsers'];
  writesOnOpening: SmokeSource['writesOnOpening'];
}

export interface PagesProfile {
  environment: string;
  url: Setting;
  routes: PagesSource['routes'];
}
