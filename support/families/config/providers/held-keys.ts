import type { Profile, SyncPlatform, SyncTarget } from '../../../profile/index.ts';

/** One key that a platform holds. */
export interface HeldKey {
  name: string;
  /** The platform shows its value. A value that cannot be read back is never called equal. */
  readable: boolean;
  value?: string;
  /** When the platform got it, in ISO 8601, where it says so. */
  updatedAt?: string;
  /** Who set it, where the platform says so. */
  setBy?: string;
}

/** A binding of a deployed script, with the fields that the platform shows. */
export interface DeployedBinding {
  name: string;
  type: string;
  [field: string]: unknown;
}

/** What one platform holds for one TARGET. */
export interface HeldKeys {
  platform: SyncPlatform;
  target: string;
  /** What was read, as a message names it: `the Worker twin-log-worker`. */
  place: string;
  /** The address that was read. */
  address: string;
  keys: readonly HeldKey[];
  /** Every binding of a Worker's script, resources too. */
  bindings?: readonly DeployedBinding[];
  /** What the platform shows of a Worker's script beside its bindings. */
  settings?: Readonly<Record<string, unknown>>;
  /** Names that the same platform holds elsewhere, where this environment does not see them. */
  elsewhere?: { place: string; names: readonly string[] };
  /** None of its keys is newer than this, where the platform tells no more. */
  newestAt?: string;
  /** Who released the newest, where the platform says so. */
  newestBy?: string;
  /** Requests that had to be repeated. */
  repeated: number;
}

/** Whose keys are read. */
export interface TargetInput {
  profile: Profile;
  target: SyncTarget;
}
