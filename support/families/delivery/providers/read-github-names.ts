import { z } from 'zod';
import type { GitHubProfile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { gitHubClient, repositoryOf } from '../../config/providers/index.ts';
import { listAll } from '../../config/providers/list-all.ts';
import { patientFetch } from '../../config/providers/patient-fetch.ts';
import { unreadable } from '../../config/providers/unreadable.ts';

/** The names of secrets and variables at one level of GitHub. */
export interface GitHubNames {
  /** "the repository acme/incidents", "the environment production" */
  called: string;
  secrets: ReadonlySet<string>;
  vars: ReadonlySet<string>;
}

/** `repository`, `organisation`, or the name of an environment. */
export type GitHubLevel = { kind: 'repository' | 'organisation' } | { kind: 'environment'; name: string };

const Secrets = z.looseObject({ total_count: z.number(), secrets: z.array(z.looseObject({ name: z.string() })) });
const Variables = z.looseObject({ total_count: z.number(), variables: z.array(z.looseObject({ name: z.string() })) });

const pathOf = {
  repository: { secrets: '/actions/secrets', variables: '/actions/variables' },
  organisation: { secrets: '/actions/organization-secrets', variables: '/actions/organization-variables' },
  environment: { secrets: '/environments/{environment}/secrets', variables: '/environments/{environment}/variables' },
} as const;

/** The most of each that a page of GitHub has. */
const pageSizes = { secrets: 100, variables: 30 } as const;

interface LevelInput {
  github: GitHubProfile;
  level: GitHubLevel;
}

/**
 * The names at one level; undefined for an environment that the repository does not have. No value is asked for.
 * Source: docs.github.com/rest/actions/{secrets,variables}.
 */
export const gitHubNames = defineReading({
  name: 'delivery.github-names',
  effect: 'read',
  key: ({ github, level }: LevelInput) => JSON.stringify([github.api.url.href, github.repository.value, level]),
  async read({ github, level }, { fetch, signal }): Promise<GitHubNames | undefined> {
    const { owner, repo } = repositoryOf(github);
    const called = calledOf(level, `${owner}/${repo}`);
    const environment = level.kind === 'environment' ? level.name : undefined;
    const patient = patientFetch(fetch, signal);
    try {
      const client = await gitHubClient(github, patient.fetch);
      const page = async (kind: 'secrets' | 'variables', number: number): Promise<unknown> => {
        const route = `GET /repos/{owner}/{repo}${pathOf[level.kind][kind]}`;
        return (await client.request(route, { owner, repo, environment, per_page: pageSizes[kind], page: number }))
          .data;
      };
      const [secrets, variables] = await Promise.all([
        listAll(`the secrets of ${called}`, pageSizes.secrets, async (number) => {
          const { total_count: total, secrets: items } = Secrets.parse(await page('secrets', number));
          return { total, items };
        }),
        listAll(`the variables of ${called}`, pageSizes.variables, async (number) => {
          const { total_count: total, variables: items } = Variables.parse(await page('variables', number));
          return { total, items };
        }),
      ]);
      return { called, secrets: namesOf(secrets), vars: namesOf(variables) };
    } catch (error) {
      // The positive control is the repository itself, which the same token has listed.
      if (level.kind === 'environment' && statusOf(error) === 404) return undefined;
      throw unreadable(
        `the secrets and variables of ${called}`,
        error,
        github.token,
        'the permissions "Secrets: Read", "Variables: Read" and "Environments: Read"',
      );
    }
  },
});

function calledOf(level: GitHubLevel, repository: string): string {
  if (level.kind === 'environment') return `the environment ${level.name} of ${repository}`;
  return level.kind === 'repository' ? `the repository ${repository}` : `the organisation of ${repository}`;
}

/** GitHub keeps names in capitals. */
function namesOf(items: readonly { name: string }[]): Set<string> {
  return new Set(items.map(({ name }) => name.toUpperCase()));
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}
