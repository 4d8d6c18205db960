import type { ConvexSource } from './convex-source.ts';
import type { Setting } from './setting.ts';

/** A file or folder: its absolute path, and as the config names it. */
export interface NamedPath {
  path: string;
  shown: string;
}

export interface ConvexProfile {
  environment: string;
  url: Setting;
  /** As written: `prod:steady-otter-902`, with a hyphen, or bare. */
  deployment: Setting;
  deployKey?: Setting;
  frontends: readonly { root: string; shown: string; include?: readonly string[]; exclude?: readonly string[] }[];
  deployCommand: string;
  /** What the front end was written against. */
  backend?: { source: NamedPath } | { functionSpec: NamedPath } | { environment: string };
  httpRoutes: readonly string[];
  optionalVariables: readonly string[];
  canaryQuery?: NonNullable<ConvexSource['canaryQuery']>;
  promotedFrom?: { environment: string; functionSpec?: NamedPath; live: boolean };
  /** Other environments whose Convex deployment a run of this one may read, and nothing else of them. */
  readsFrom: readonly string[];
  liveSite: boolean;
}
