import { z } from 'zod';
import type { GitHubProfile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { gitHubClient, repositoryOf } from '../../config/providers/index.ts';
import { patientFetch } from '../../config/providers/patient-fetch.ts';
import { unreadable } from '../../config/providers/unreadable.ts';

const Environments = z.looseObject({
  total_count: z.number(),
  environments: z.array(
    z.looseObject({
      name: z.string(),
      protection_rules: z
        .array(z.looseObject({ type: z.string(), reviewers: z.array(z.unknown()).optional() }))
        .default([]),
    }),
  ),
});

/** The environments of a repository, and how many reviewers each asks. */
export interface Protection {
  reviewers: ReadonlyMap<string, number>;
  from: string;
}

/**
 * How many reviewers every environment of the repository waits for.
 * Source: docs.github.com/rest/deployments/environments: `required_reviewers` among `protection_rules`.
 */
export const gitHubProtection = defineReading({
  name: 'delivery.github-protection',
  effect: 'read',
  key: (github: GitHubProfile) => `${github.api.url.href} ${github.repository.value}`,
  async read(github, { fetch, signal }): Promise<Protection> {
    const { owner, repo } = repositoryOf(github);
    const patient = patientFetch(fetch, signal);
    try {
      const client = await gitHubClient(github, patient.fetch);
      const environments = await client.paginate('GET /repos/{owner}/{repo}/environments', {
        owner,
        repo,
        per_page: 100,
      });
      const parsed = Environments.shape.environments.parse(environments);
      const reviewersOf = ({ protection_rules: rules }: (typeof parsed)[number]) =>
        rules.filter(({ type }) => type === 'required_reviewers').flatMap(({ reviewers = [] }) => reviewers).length;
      return {
        reviewers: new Map(parsed.map((each) => [each.name.toLowerCase(), reviewersOf(each)])),
        from: `${github.api.url.origin}/repos/${owner}/${repo}/environments`,
      };
    } catch (error) {
      throw unreadable(`the environments of ${owner}/${repo}`, error, github.token, 'the permission "Actions: Read"');
    }
  },
});
