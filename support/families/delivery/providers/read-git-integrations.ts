import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { RequestFailure } from '../../../http/index.ts';
import { MissingInput, type Profile } from '../../../profile/index.ts';
import { defineReading, type Read } from '../../../reading/index.ts';
import type { DeclaredDeployment } from '../../../workflow/index.ts';
import { cloudflareClient } from '../../config/providers/index.ts';
import { patientFetch } from '../../config/providers/patient-fetch.ts';
import { unreadable } from '../../config/providers/unreadable.ts';
import { type CloudflareTarget, cloudflareTargets, keyOfTarget } from './cloudflare-target.ts';
import { pagesRelease } from './read-pages-project.ts';

/** What Cloudflare says of its own Git integrations. */
export interface GitIntegrations {
  deploys: readonly DeclaredDeployment[];
  /** Platforms whose projects were all read, and that deploy nothing by themselves. */
  silent: readonly string[];
  /** Projects and Workers that were asked. */
  asked: number;
}

const Scripts = z.array(z.looseObject({ id: z.string(), tag: z.string().optional() }));
const Triggers = z.array(
  z.looseObject({
    build_command: z.string().nullish(),
    deploy_command: z.string().nullish(),
    root_directory: z.string().nullish(),
    branch_includes: z.array(z.string()).nullish(),
  }),
);
type Trigger = z.infer<typeof Triggers>[number];

/**
 * What Workers Builds does on a push of a Worker's repository: its triggers.
 * Source: developers.cloudflare.com/workers/ci-cd/builds/api-reference: a Worker is known there by its tag.
 */
const buildTriggers = defineReading({
  name: 'delivery.build-triggers',
  effect: 'read',
  key: keyOfTarget,
  async read({ cloudflare, name }: CloudflareTarget, { fetch, signal }): Promise<Trigger[]> {
    const account_id = cloudflare.accountId.value;
    const patient = patientFetch(fetch, signal);
    try {
      const client = await cloudflareClient(cloudflare, patient.fetch);
      const listed = Scripts.parse((await client.workers.scripts.list({ account_id })).result);
      const tag = listed.find(({ id }) => id === name)?.tag;
      if (tag === undefined) throw new NotVerified(`the account does not list the Worker ${name}`);
      const answer = await client.get(`/accounts/${account_id}/builds/workers/${tag}/triggers`);
      return z.looseObject({ result: Triggers }).parse(answer).result;
    } catch (error) {
      throw unreadable(
        `the build triggers of the Worker ${name}`,
        error,
        cloudflare.apiToken,
        'the permission "Workers Builds Configuration: Read" (a token of a user, not of the account)',
      );
    }
  },
});

/** Asks Cloudflare which Pages projects and Workers of an environment it deploys by itself. What may not be read stays open. */
export async function readGitIntegrations(profile: Profile, read: Read): Promise<GitIntegrations> {
  const branch = profile.delivery?.defaultBranch ?? 'main';
  const [pages, workers] = await Promise.all([
    Promise.all(cloudflareTargets(profile, 'pages').map((target) => orOpen(ofPages(target, read)))),
    Promise.all(cloudflareTargets(profile, 'worker').map((target) => orOpen(ofWorker(target, branch, read)))),
  ]);
  const answers = { 'cloudflare-pages': pages, 'cloudflare-workers': workers };
  return {
    deploys: [...pages, ...workers].flatMap((each) => each ?? []),
    silent: Object.entries(answers).flatMap(([platform, all]) =>
      all.length > 0 && all.every((each) => each?.length === 0) ? [platform] : [],
    ),
    asked: [...pages, ...workers].filter((each) => each !== undefined).length,
  };
}

async function ofPages(target: CloudflareTarget, read: Read): Promise<DeclaredDeployment[]> {
  const { project } = await read(pagesRelease, target);
  const { source, build_config: build } = project;
  const isOn =
    source?.config?.deployments_enabled !== false && source?.config?.production_deployments_enabled !== false;
  if (!source || !isOn) return [];
  return [
    {
      platform: 'cloudflare-pages',
      folder: folderOf(build?.root_dir),
      // An empty command is one that is known: nothing is built, and nothing deploys the backend.
      buildCommand: build?.build_command ?? '',
    },
  ];
}

async function ofWorker(target: CloudflareTarget, branch: string, read: Read): Promise<DeclaredDeployment[]> {
  const triggers = await read(buildTriggers, target);
  return triggers
    .filter(({ branch_includes: includes }) => !includes || includes.includes(branch) || includes.includes('*'))
    .map(({ build_command: build, deploy_command: deploy, root_directory: root }) => ({
      platform: 'cloudflare-workers',
      folder: folderOf(root),
      buildCommand: [build, deploy].filter((command) => command).join(' && '),
    }));
}

function folderOf(root: string | null | undefined): string {
  return (root ?? '').replace(/^\/+|\/+$/g, '');
}

async function orOpen<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    const isOpen =
      error instanceof NotVerified ||
      error instanceof MissingInput ||
      (error instanceof RequestFailure && !error.isRefusal);
    if (isOpen) return undefined;
    throw error;
  }
}
