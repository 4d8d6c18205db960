import type { z } from 'zod';
import type { platforms } from '../platforms/registry.ts';
import type { Resolved, Setting } from '../settings/index.ts';
import type { Table, TableProblem } from '../table/index.ts';
import type { Effect } from './effects.ts';
import type { PlatformName, SeveralName } from './platform-shape.ts';
import type { Deployment, EnvironmentSource, KeyRule, Waiver } from './schema.ts';
import type { DeliverySource } from './sections/delivery.ts';
import type { IsolationSource } from './sections/isolation.ts';
import type { MigrationSource } from './sections/migration.ts';
import type { NotifySource } from './sections/notify.ts';
import type { SyncProfile } from './sections/resolve-sync.ts';
import type { SmokeSource } from './sections/smoke.ts';
import type { TableValue } from './values/table-value.ts';

/** Which section of the config a platform's profile comes from. */
export interface SectionIdentity<Name extends PlatformName = PlatformName> {
  platform: Name;
  environment: string;
  /** Its name among several; the platform's name where it stands alone. */
  name: string;
  /** "platforms.worker", "platforms.workers.logs". */
  place: string;
  /** In messages: "the Worker", "the Worker logs". */
  called: string;
  /** What a finding begins with where there are several: "Worker logs". */
  label?: string;
}

/** A platform's section of the config in one environment, with every setting resolved. */
export type PlatformProfile<Name extends PlatformName> = Resolved<z.infer<(typeof platforms)[Name]['settings']>> &
  SectionIdentity<Name>;

export type ConvexProfile = PlatformProfile<'convex'>;
export type WorkerProfile = PlatformProfile<'worker'>;
export type PagesProfile = PlatformProfile<'pages'>;
export type CloudflareProfile = PlatformProfile<'cloudflare'>;
export type GitHubProfile = PlatformProfile<'github'>;
export type IsolationProfile = Resolved<IsolationSource>;
export type NotifyProfile = Resolved<NotifySource>;

/** The smoke test of one site. */
export type SmokeProfile = Omit<Resolved<SmokeSource>, 'site'> & {
  environment: string;
  site: PagesProfile;
  /** The site's address. */
  url: Setting;
};

type OneAtMost<Name extends PlatformName> = [SeveralName<Name>] extends [never] ? Name : never;

/** The platforms of an environment: a list where there may be several, empty where the config has none. */
export type PlatformProfiles = {
  [Name in PlatformName as SeveralName<Name>]: readonly PlatformProfile<Name>[];
} & { [Name in PlatformName as OneAtMost<Name>]?: PlatformProfile<Name> };

/** One environment of a deployment, with every value resolved and every value's origin. What checks look at. */
export interface Profile extends PlatformProfiles {
  deployment: string;
  environment: string;
  class: EnvironmentSource['class'];
  effects: ReadonlySet<Effect>;
  /** Loopback addresses are this environment's own. */
  loopback: boolean;
  table: ProfileTable;
  smoke?: SmokeProfile;
  sync?: SyncProfile;
  delivery?: DeliverySource;
  isolation: IsolationProfile;
  migration?: Resolved<MigrationSource>;
  notify?: NotifyProfile;
  /** Every other environment of the same deployment, but for those that share its backend. */
  others: readonly Profile[];
  /** The environment whose backend this one uses: what the backend is configured with is that one's. */
  backendOwner?: Profile;
  limits: Deployment['limits'];
  optional: readonly string[];
  /** When checks that an upgrade brings count in full. */
  adopt: Deployment['adopt'];
  waivers: readonly Waiver[];
  /** The folder of the config: paths in it are relative to this. */
  directory: string;
  /** Where the verdict and the reports of this environment's gate are. */
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
  /** Convex deployments of no environment that may be named. */
  knownDeployments: readonly string[];
  /** Whether the table is under version control, where the config says so. */
  versioned?: boolean;
  /** What this environment holds, a row a value. */
  values: readonly TableValue[];
}
