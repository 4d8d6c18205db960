import type { ConvexProfile, PagesProfile, Profile, WorkerProfile } from '../profile/index.ts';
import type { Read } from '../reading/index.ts';
import type { Setting } from '../settings/index.ts';
import { convexIdentity } from './convex/read-identity.ts';
import { toldByConvex } from './convex-version.ts';
import { siteVersion } from './pages/read-version.ts';
import type { ServiceProfile } from './services/read-answer.ts';
import { serviceVersions } from './services/read-version.ts';
import type { ToldVersion } from './told-version.ts';
import { readVersion as readWorkerVersion } from './worker/read-version.ts';

/** A platform that says its version, or at least who it is. */
export type VersionedSection = PagesProfile | WorkerProfile | ConvexProfile | ServiceProfile;

/** What one platform says of itself. */
export interface PlatformVersion {
  /** "the Worker logs". */
  called: string;
  told: readonly ToldVersion[];
  /** The commit that the config means. */
  meant?: Setting;
  /** A deployment of Convex that says no commit: its name has to be this one. */
  name?: string;
}

/** The platforms of an environment that say a version or an identity, and those that say none. */
export function versionedSections({ sites, workers, backends, services }: Profile): {
  versioned: VersionedSection[];
  silent: VersionedSection[];
} {
  const others = [...workers, ...sites, ...services];
  return {
    versioned: [...backends, ...others.filter(({ version }) => version)],
    silent: others.filter(({ version }) => !version),
  };
}

/**
 * Reads what a platform says that it is, wherever its config says that it does.
 * @throws NotVerified or RequestFailure where it does not answer
 */
export async function readVersion(section: VersionedSection, profile: Profile, read: Read): Promise<PlatformVersion> {
  if (section.platform === 'convex') return identity(section, read);
  if (section.platform === 'worker') return workerVersion(section, read);
  if (section.platform === 'services') return serviceVersion(section, read);
  const told = await read(siteVersion, { pages: section, cloudflare: profile.cloudflare });
  return { called: section.called, told, ...(section.version && { meant: section.version.commit }) };
}

async function workerVersion(worker: WorkerProfile, read: Read): Promise<PlatformVersion> {
  const told = await readWorkerVersion(worker, read);
  const { version } = worker;
  return { called: worker.called, told, ...(version && { meant: version.commit }) };
}

async function serviceVersion(service: ServiceProfile, read: Read): Promise<PlatformVersion> {
  const told = await serviceVersions(service, read);
  const { version } = service;
  return { called: service.called, told, ...(version && { meant: version.commit }) };
}

async function identity(convex: ConvexProfile, read: Read): Promise<PlatformVersion> {
  if (convex.version) return { called: convex.called, told: await toldByConvex(convex, read) };
  const found = await read(convexIdentity, convex);
  const value = found.answers ? found.name : undefined;
  const name = convex.deployment.value.replace(/^[a-z]+:/, '').toLowerCase();
  return { called: convex.called, told: [{ value, from: found.url }], name };
}
