import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import type { Fetch } from '../../../http/index.ts';
import type { GitHubProfile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import type { HeldKey, HeldKeys, TargetInput } from './held-keys.ts';
import { listAll } from './list-all.ts';
import { patientFetch } from './patient-fetch.ts';
import { unreadable } from './unreadable.ts';

const Secrets = z.looseObject({
  total_count: z.number(),
  secrets: z.array(z.looseObject({ name: z.string(), updated_at: z.string() })),
});
const Variables = z.looseObject({
  total_count: z.number(),
  variables: z.array(z.looseObject({ name: z.string(), value: z.string(), updated_at: z.string() })),
});

/** The most a page that GitHub gives of each. */
const pageSizes = { secrets: 100, variables: 30 } as const;

/** The official client on the door's `fetch`. */
export async function gitHubClient({ token, api }: GitHubProfile, fetch: Fetch): Promise<Octokit> {
  const { Octokit } = await import('@octokit/rest');
  return new Octokit({
    auth: token.value,
    baseUrl: api.url.href.replace(/\/$/, ''),
    userAgent: 'airlock',
    request: { fetch },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
}

/** `owner/name` in two. @throws NotVerified where it is not that */
export function repositoryOf({ repository }: GitHubProfile): { owner: string; repo: string } {
  const [owner = '', repo = '', ...more] = repository.value.split('/');
  if (owner === '' || repo === '' || more.length > 0)
    throw new NotVerified(
      `${repository.name} is not a repository: expected \`owner/name\``,
      `Correct it (${repository.origin}).`,
    );
  return { owner, repo };
}

/**
 * Lists the secrets (names and ages) and variables (with values) of Actions, of a repository or of one of its environments.
 * Source: docs.github.com/rest/actions/secrets and /variables.
 */
export const gitHubKeys = defineReading({
  name: 'config.github-keys',
  effect: 'read',
  key: ({ profile, target }: TargetInput) =>
    `${profile.github?.api.url.href} ${profile.github?.repository.value} ${target.within?.value ?? ''} ${target.target}`,
  async read({ profile: { github }, target }, { fetch, signal }): Promise<HeldKeys> {
    if (!github) throw new NotVerified('`platforms.github` is not set', 'Add it to the deployment config.');
    const { owner, repo } = repositoryOf(github);
    const environment = target.within?.value;
    const place =
      environment === undefined
        ? `the repository ${owner}/${repo}`
        : `the environment ${environment} of ${owner}/${repo}`;
    const base =
      environment === undefined ? '/repos/{owner}/{repo}/actions' : '/repos/{owner}/{repo}/environments/{environment}';
    const patient = patientFetch(fetch, signal);
    try {
      const client = await gitHubClient(github, patient.fetch);
      const page = async (kind: 'secrets' | 'variables', number: number): Promise<unknown> =>
        (
          await client.request(`GET ${base}/${kind}`, {
            owner,
            repo,
            environment,
            per_page: pageSizes[kind],
            page: number,
          })
        ).data;
      const [secrets, variables] = await Promise.all([
        listAll(`the secrets of ${place}`, pageSizes.secrets, async (number) => {
          const { total_count: total, secrets: items } = Secrets.parse(await page('secrets', number));
          return { total, items };
        }),
        listAll(`the variables of ${place}`, pageSizes.variables, async (number) => {
          const { total_count: total, variables: items } = Variables.parse(await page('variables', number));
          return { total, items };
        }),
      ]);
      const keys: HeldKey[] = [
        ...variables.map(({ name, value, updated_at }) => ({ name, readable: true, value, updatedAt: updated_at })),
        ...secrets.map(({ name, updated_at }) => ({ name, readable: false, updatedAt: updated_at })),
      ];
      const shown = `/repos/${owner}/${repo}/${environment === undefined ? 'actions' : `environments/${environment}`}`;
      return {
        platform: 'github',
        target: target.target,
        place,
        address: `${github.api.url.origin}${shown}`,
        keys,
        repeated: patient.repeated(),
      };
    } catch (error) {
      throw unreadable(
        `the secrets and variables of ${place}`,
        error,
        github.token,
        'the permissions "Secrets: Read", "Variables: Read" and "Environments: Read"',
      );
    }
  },
});
