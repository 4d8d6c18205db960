import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { defineReading, type Read } from '../../../reading/index.ts';
import type { TargetInput } from './held-keys.ts';
import { listAll } from './list-all.ts';
import { patientFetch } from './patient-fetch.ts';
import { gitHubClient, gitHubKeys, repositoryOf } from './read-github-keys.ts';
import { unreadable } from './unreadable.ts';

/** A level at which GitHub keeps secrets and variables, and the names that it has. */
export interface GitHubLevel {
  place: string;
  address: string;
  names: ReadonlySet<string>;
}

const Names = z.looseObject({
  total_count: z.number(),
  secrets: z.array(z.looseObject({ name: z.string() })).optional(),
  variables: z.array(z.looseObject({ name: z.string() })).optional(),
});
const pageSize = 30;

/** What the organisation gives to the repository. Source: docs.github.com/rest/actions/secrets#list-repository-organization-secrets. */
const organizationNames = defineReading({
  name: 'config.github-organization',
  effect: 'read',
  key: ({ profile: { github } }: TargetInput) => `${github?.api.url.href} ${github?.repository.value}`,
  async read({ profile: { github } }, { fetch, signal }): Promise<GitHubLevel> {
    if (!github) throw new NotVerified('`platforms.github` is not set', 'Add it to the deployment config.');
    const { owner, repo } = repositoryOf(github);
    const place = `the organisation of ${owner}/${repo}`;
    const client = await gitHubClient(github, patientFetch(fetch, signal).fetch);
    try {
      const lists = (['secrets', 'variables'] as const).map((kind) =>
        listAll(`the ${kind} of ${place}`, pageSize, async (page) => {
          const path = `GET /repos/{owner}/{repo}/actions/organization-${kind}`;
          const { data } = await client.request(path, { owner, repo, per_page: pageSize, page });
          const { total_count: total, [kind]: items = [] } = Names.parse(data);
          return { total, items };
        }),
      );
      const names = new Set((await Promise.all(lists)).flat().map(({ name }) => name));
      return { place, address: `${github.api.url.origin}/repos/${owner}/${repo}/actions/organization-secrets`, names };
    } catch (error) {
      throw unreadable(
        `the secrets of ${place}`,
        error,
        github.token,
        'the permissions "Secrets: Read" and "Variables: Read"',
      );
    }
  },
});

/**
 * The levels that a job of a target's environment reads, the closest first.
 * @returns also why a level could not be read
 */
export async function gitHubLevels(
  read: Read,
  input: TargetInput,
): Promise<{ levels: GitHubLevel[]; unread: unknown }> {
  const { within, ...repository } = input.target;
  const inputs = within === undefined ? [input] : [input, { ...input, target: repository }];
  const readings = [
    ...inputs.map(async (each): Promise<GitHubLevel> => {
      const { place, address, keys } = await read(gitHubKeys, each);
      return { place, address, names: new Set(keys.map(({ name }) => name)) };
    }),
    read(organizationNames, input),
  ];
  const [own, ...others] = await Promise.allSettled(readings);
  if (own?.status !== 'fulfilled') throw own?.reason;
  const unread = others.find((each) => each.status === 'rejected');
  const levels = others.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  return { levels: [own.value, ...levels], unread: unread?.reason };
}
