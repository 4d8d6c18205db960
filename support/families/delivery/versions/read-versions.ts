import { NotVerified } from '../../../check/not-verified.ts';
import { RequestFailure } from '../../../http/index.ts';
import { hashOfModules } from '../../../platforms/convex-version.ts';
import { readVersion, type VersionedSection } from '../../../platforms/read-version.ts';
import type { ToldVersion } from '../../../platforms/told-version.ts';
import {
  type ConvexProfile,
  MissingInput,
  type PagesProfile,
  type Profile,
  type WorkerProfile,
} from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { cloudflareTargets, requireTarget } from '../providers/cloudflare-target.ts';
import { gitHubDeployment } from '../providers/read-github-deployments.ts';
import { pagesRelease } from '../providers/read-pages-project.ts';
import { workerRelease } from '../providers/read-worker-releases.ts';
import { type DeployedVersion, partOf } from './deployed-version.ts';
import { imageVersion } from './image-version.ts';

/** What one part reports, or why it reports nothing. */
export interface PartVersions {
  part: string;
  /** "the Worker logs" */
  called: string;
  versions: readonly DeployedVersion[];
  /** Why no version is known. */
  unread?: { reason: string; enable?: string | undefined };
  /** The command that brings it up. */
  deployCommand: string;
}

/**
 * What every part of an environment reports of its version: backends, Workers, sites, services, and what `delivery.versions` adds.
 * A part that cannot be read is there with the reason.
 */
export async function readVersions(profile: Profile, read: Read): Promise<PartVersions[]> {
  const { backends, workers, sites, services, github, delivery } = profile;
  const { githubEnvironment, images = [] } = delivery?.versions ?? {};
  return Promise.all([
    ...backends.map((convex) => part(convex, convex.deployCommand, () => versionOfBackend(convex, profile, read))),
    ...workers.map((worker) => part(worker, 'npx wrangler deploy', () => versionOfWorker(worker, profile, read))),
    ...sites.map((site) =>
      part(site, 'run the workflow that deploys the site again', () => versionOfSite(site, profile, read)),
    ),
    ...services.map((service) =>
      part(service, `docker compose up -d --pull always ${service.name ?? service.place}`, () =>
        reportedBy(service, profile, read),
      ),
    ),
    ...(githubEnvironment === undefined
      ? []
      : [
          part(
            { place: 'github', called: `the environment ${githubEnvironment} on GitHub` },
            `run the workflow that deploys ${githubEnvironment} again`,
            () => read(gitHubDeployment, { github, environment: githubEnvironment }),
          ),
        ]),
    ...images.map((image) =>
      part(
        { place: image.name, called: `the image ${image.name}` },
        `pull and start the image of ${image.name} again`,
        () => read(imageVersion, { directory: profile.directory, ...image }),
      ),
    ),
  ]);
}

async function part(
  section: { place: string; called: string },
  deployCommand: string,
  readPart: () => Promise<DeployedVersion[]>,
): Promise<PartVersions> {
  const { called } = section;
  const of = { part: partOf(section), called, deployCommand };
  try {
    return { ...of, versions: await readPart() };
  } catch (error) {
    if (error instanceof RequestFailure && error.isRefusal) throw error;
    if (error instanceof NotVerified || error instanceof MissingInput)
      return { ...of, versions: [], unread: { reason: error.message, enable: error.enable } };
    if (error instanceof RequestFailure) return { ...of, versions: [], unread: { reason: error.message } };
    throw error;
  }
}

/** What a section reports at the places that its `version` names. @throws NotVerified where there is none at one of them */
async function reportedBy(section: VersionedSection, profile: Profile, read: Read): Promise<DeployedVersion[]> {
  const { told } = await readVersion(section, profile, read);
  if (section.version === undefined || told.length === 0)
    throw new NotVerified(
      `${section.called} reports no version`,
      `Set ${section.place}.version: where it reports the commit that it was built from.`,
    );
  return versionsOf(section, told);
}

/** @throws NotVerified where a place tells none */
function versionsOf(section: { place: string; called: string }, told: readonly ToldVersion[]): DeployedVersion[] {
  return told.map(({ value, from }) => {
    if (value === undefined)
      throw new NotVerified(
        `${section.called} has no version at ${from}`,
        'Deploy with the commit as a constant or a variable, and return it.',
      );
    return { part: partOf(section), called: section.called, version: value, from };
  });
}

/** The constant that the backend returns; else a hash over its modules. */
async function versionOfBackend(convex: ConvexProfile, profile: Profile, read: Read): Promise<DeployedVersion[]> {
  if (convex.version) return reportedBy(convex, profile, read);
  const { value, from } = await hashOfModules(convex, read);
  return [{ part: partOf(convex), called: convex.called, version: value, from }];
}

/** What the Worker reports itself; else the tag of each version that has traffic. */
async function versionOfWorker(worker: WorkerProfile, profile: Profile, read: Read): Promise<DeployedVersion[]> {
  const targets = cloudflareTargets(profile, 'worker');
  const isAlone = profile.workers.length === 1 && targets.length > 0;
  if (worker.version || !isAlone) return reportedBy(worker, profile, read);
  const { deployments, details, from } = await read(workerRelease, requireTarget(targets, worker.called, 'worker'));
  const [live] = deployments;
  return (live?.versions ?? []).map(({ version_id: id }) => {
    const tag = details.get(id)?.annotations?.['workers/tag'];
    if (tag === undefined || tag === '')
      throw new NotVerified(
        `the version ${id} of ${worker.called} has no tag`,
        'Deploy with `npx wrangler deploy --tag "$(git rev-parse --short=12 HEAD)"`, or let the Worker report its commit and set `platforms.worker.version`.',
      );
    return {
      part: partOf(worker),
      called: worker.called,
      version: tag,
      from: `${from}/versions/${id} › workers/tag`,
      ...(live && { deployedAt: live.created_on }),
    };
  });
}

/** What a service in a container reports itself. @throws NotVerified where it reports none */
/** What the site reports itself; else the commit of the deployment that Cloudflare Pages serves. */
async function versionOfSite(site: PagesProfile, profile: Profile, read: Read): Promise<DeployedVersion[]> {
  if (site.version) return reportedBy(site, profile, read);
  const targets = profile.sites.length === 1 ? cloudflareTargets(profile, 'pages') : [];
  const { project, from } = await read(pagesRelease, requireTarget(targets, site.called, 'pages'));
  const live = project.canonical_deployment;
  if (!live) throw new NotVerified(`${project.name} has no production deployment`);
  const commit = live.deployment_trigger.metadata?.commit_hash;
  if (!commit)
    throw new NotVerified(
      `the deployment ${live.id} of ${project.name} has no commit`,
      'Deploy with `npx wrangler pages deploy --commit-hash "$(git rev-parse HEAD)"`.',
    );
  return [
    {
      part: partOf(site),
      called: site.called,
      version: commit,
      from: `${from} › canonical_deployment`,
      deployedAt: live.created_on,
    },
  ];
}
