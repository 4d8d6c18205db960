import type { SyncPlatform } from '../../profile/index.ts';

/** What a platform takes of names, sizes and numbers. */
export interface PlatformLimits {
  /** As a message names it. */
  platform: string;
  name: RegExp;
  nameRule: string;
  longestName?: number;
  reserved?: (name: string) => string | undefined;
  /** The largest value in bytes. */
  valueBytes: number;
  /** The most keys. */
  keys: number;
  /** The most variables that are not secrets, where they are kept apart, outside an environment of the platform. */
  repositoryVariables?: number;
  /** The most that all names and values may have together, in bytes. */
  totalBytes?: number;
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const KIB = 1024;

export const platformLimits: Record<SyncPlatform, PlatformLimits> = {
  // convex-backend, crates/common/src/types/environment_variables.rs.
  convex: {
    platform: 'Convex',
    name: identifier,
    nameRule: 'letters, digits and _, the first no digit',
    longestName: 256,
    reserved: (name) => (/^CONVEX_(CLOUD|SITE)_URL$/.test(name) ? 'Convex sets it itself' : undefined),
    valueBytes: 8 * KIB,
    keys: 512,
    totalBytes: 512 * KIB,
  },
  // developers.cloudflare.com/workers/platform/limits: 128 variables and secrets a Worker (paid), 5 KB each.
  worker: {
    platform: 'a Worker',
    name: identifier,
    nameRule: 'an identifier of JavaScript',
    valueBytes: 5 * KIB,
    keys: 128,
  },
  // Functions of Pages run as Workers, with the same limits.
  pages: {
    platform: 'Pages',
    name: identifier,
    nameRule: 'an identifier of JavaScript',
    valueBytes: 5 * KIB,
    keys: 128,
  },
  // docs.github.com, "Secrets reference" and "Variables reference": 48 KB a value; secrets and variables are counted apart.
  github: {
    platform: 'GitHub',
    name: identifier,
    nameRule: 'letters, digits and _, the first no digit',
    reserved: (name) => (/^GITHUB_/i.test(name) ? 'names that begin with GITHUB_ are its own' : undefined),
    valueBytes: 48 * KIB,
    keys: 100,
    repositoryVariables: 500,
  },
};
