import { z } from 'zod';
import { cloudflareClient, gitHubClient, repositoryOf } from '../families/config/index.ts';
import type { Fetch } from '../http/index.ts';
import {
  type CloudflareProfile,
  type ConvexProfile,
  type GitHubProfile,
  named,
  type Profile,
} from '../profile/index.ts';
import { quoteForeign } from '../text/quote-foreign.ts';
import type { DeployStep } from './deploy-plan.ts';
import { sealSecret } from './seal-secret.ts';

/**
 * Writes one step to its platform. Values are sent in request bodies only.
 * @throws Error of the official client or the door; it is then unknown whether the platform accepted it
 */
export async function writeStep(profile: Profile, step: DeployStep, fetch: Fetch): Promise<void> {
  const { backends, cloudflare, github } = profile;
  const convex = named(backends, step.target.backend);
  const { platform } = step.target;
  if (platform === 'convex' && convex) return writeConvex(convex, step, fetch);
  if (platform === 'worker' && cloudflare) return writeWorker(cloudflare, step, fetch);
  if (platform === 'pages' && cloudflare) return writePages(cloudflare, step, fetch);
  if (platform === 'github' && github) return writeGitHub(github, step, fetch);
  throw new Error(`the config has no platform for the target ${step.target.target}`);
}

/** `POST /api/v1/update_environment_variables`; null removes. Source: convex-backend, environment_variables.rs. */
async function writeConvex({ url, deployKey }: ConvexProfile, { writes }: DeployStep, fetch: Fetch): Promise<void> {
  if (!deployKey) throw new Error('the config names no deploy key');
  const response = await fetch(new URL('/api/v1/update_environment_variables', url.url), {
    method: 'POST',
    headers: { authorization: `Convex ${deployKey.value}`, 'content-type': 'application/json' },
    body: JSON.stringify({ changes: writes.map(({ key, value }) => ({ name: key, value })) }),
  });
  if (!response.ok) throw new Error(`status ${response.status}: ${quoteForeign(await response.text(), 160)}`);
}

/** `PATCH …/secrets-bulk`: one new version for all of them. */
async function writeWorker(cloudflare: CloudflareProfile, { target, writes }: DeployStep, fetch: Fetch): Promise<void> {
  const client = await cloudflareClient(cloudflare, fetch);
  await client.workers.scripts.secrets.bulkUpdate(target.name?.value ?? '', {
    account_id: cloudflare.accountId.value,
    secrets: Object.fromEntries(
      writes.map(({ key, value }) => [
        key,
        value === null ? null : { name: key, text: value, type: 'secret_text' as const },
      ]),
    ),
  });
}

/** `PATCH` of the project merges its variables; null removes. They reach the site with its next deployment. */
async function writePages(cloudflare: CloudflareProfile, { target, writes }: DeployStep, fetch: Fetch): Promise<void> {
  const client = await cloudflareClient(cloudflare, fetch);
  const within = target.within?.value === 'preview' ? 'preview' : 'production';
  const env_vars = Object.fromEntries(
    writes.map(({ key, value, as }) => [
      key,
      value === null ? null : { type: as === 'secret' ? ('secret_text' as const) : ('plain_text' as const), value },
    ]),
  );
  await client.pages.projects.edit(target.name?.value ?? '', {
    account_id: cloudflare.accountId.value,
    deployment_configs: { [within]: { env_vars } },
  });
}

const PublicKey = z.looseObject({ key_id: z.string(), key: z.string() });

/** Secrets are sealed with the key of the repository or the environment; variables are plain. */
async function writeGitHub(github: GitHubProfile, { target, writes }: DeployStep, fetch: Fetch): Promise<void> {
  const client = await gitHubClient(github, fetch);
  const { owner, repo } = repositoryOf(github);
  const environment = target.within?.value;
  const base =
    environment === undefined ? '/repos/{owner}/{repo}/actions' : '/repos/{owner}/{repo}/environments/{environment}';
  for (const { key: name, value, as, isNew } of writes) {
    const where = { owner, repo, environment, name };
    if (value === null)
      await client.request(`DELETE ${base}/${as === 'secret' ? 'secrets' : 'variables'}/{name}`, where);
    else if (as === 'variable')
      await (isNew
        ? client.request(`POST ${base}/variables`, { ...where, value })
        : client.request(`PATCH ${base}/variables/{name}`, { ...where, value }));
    else {
      const { key_id, key } = PublicKey.parse((await client.request(`GET ${base}/secrets/public-key`, where)).data);
      await client.request(`PUT ${base}/secrets/{name}`, {
        ...where,
        key_id,
        encrypted_value: await sealSecret(value, key),
      });
    }
  }
}
