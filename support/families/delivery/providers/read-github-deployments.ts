import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import type { GitHubProfile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { gitHubClient, repositoryOf } from '../../config/providers/index.ts';
import { patientFetch } from '../../config/providers/patient-fetch.ts';
import { unreadable } from '../../config/providers/unreadable.ts';
import type { DeployedVersion } from '../versions/deployed-version.ts';

const Deployments = z.array(
  z.looseObject({ id: z.number(), sha: z.string(), environment: z.string(), created_at: z.string() }),
);
const Statuses = z.array(z.looseObject({ state: z.string(), created_at: z.string() }));

/** Deployments that are looked through for one that succeeded. */
const mostDeployments = 10;

/**
 * The commit of the newest deployment to an environment of GitHub that succeeded. Any that is newer and failed is not what runs.
 * Source: docs.github.com/rest/deployments/{deployments,statuses}: statuses come the newest first.
 */
export const gitHubDeployment = defineReading({
  name: 'delivery.github-deployment',
  effect: 'read',
  key: ({ github, environment }: { github: GitHubProfile | undefined; environment: string }) =>
    `${github?.api.url.href} ${github?.repository.value} ${environment}`,
  async read({ github, environment }, { fetch, signal }): Promise<DeployedVersion[]> {
    if (!github) throw new NotVerified('`platforms.github` is not set', 'Add it to the deployment config.');
    const { owner, repo } = repositoryOf(github);
    const called = `the environment ${environment} on GitHub`;
    const patient = patientFetch(fetch, signal);
    try {
      const client = await gitHubClient(github, patient.fetch);
      const listed = await client.repos.listDeployments({ owner, repo, environment, per_page: mostDeployments });
      for (const { id, sha, created_at } of Deployments.parse(listed.data)) {
        const answer = await client.repos.listDeploymentStatuses({ owner, repo, deployment_id: id, per_page: 1 });
        const [newest] = Statuses.parse(answer.data);
        if (newest?.state === 'success')
          return [
            {
              part: 'github',
              called,
              version: sha,
              from: `${github.api.url.origin}/repos/${owner}/${repo}/deployments/${id}`,
              deployedAt: created_at,
            },
          ];
      }
    } catch (error) {
      throw unreadable(
        `the deployments of ${owner}/${repo}`,
        error,
        github.token,
        'the permission "Deployments: Read"',
      );
    }
    throw new NotVerified(`no deployment to ${environment} of ${owner}/${repo} has succeeded`);
  },
});
