import { isSameCommit } from '../../../text/same-commit.ts';
import type { PagesDeployment, PagesRelease } from '../providers/read-pages-project.ts';
import { reachableVersion } from './judge-worker.ts';
import type { RollbackPlatform } from './obstacle.ts';
import type { LiveState } from './read-live.ts';

/** What a rollback would activate on one platform. */
export interface RollbackTarget {
  platform: RollbackPlatform;
  called: string;
  /** What would be activated, for messages; undefined where there is nothing. */
  target?: string;
  /** The command or the step that activates it. */
  step: string;
  /** Why there is nothing, or why it is not known. */
  missing?: string;
  unread?: string;
  from: string;
}

/** The earlier production deployment of a site: the one of a commit, else the newest before the live one that succeeded. */
export function earlierDeployment(
  { project, deployments }: PagesRelease,
  sha: string | undefined,
): PagesDeployment | undefined {
  const live = project.canonical_deployment;
  const usable = deployments.filter(
    ({ id, environment, latest_stage: { name, status } }) =>
      environment === 'production' && id !== live?.id && name === 'deploy' && status === 'success',
  );
  if (sha !== undefined)
    return usable.find((each) => isSameCommit(each.deployment_trigger.metadata?.commit_hash ?? '', sha));
  // What was deployed after the live one is not a way back.
  const isEarlier = ({ created_on }: PagesDeployment) => !live || created_on <= live.created_on;
  return usable.filter(isEarlier).toSorted((one, other) => other.created_on.localeCompare(one.created_on))[0];
}

/** What a rollback would activate on each platform. @param sha the commit to go back to, where one is named */
export function rollbackTargets({ sites, workers, backends }: LiveState, sha: string | undefined): RollbackTarget[] {
  return [
    ...sites.map(({ target: { name }, release }): RollbackTarget => {
      const of = { platform: 'pages' as const, called: `the site ${name}` };
      if ('unread' in release) return { ...of, step: '', unread: release.unread, from: name };
      const { from } = release.value;
      const earlier = earlierDeployment(release.value, sha);
      const byHand =
        sha === undefined
          ? ''
          : `git checkout ${sha.slice(0, 12)}, build, and npx wrangler pages deploy --project-name ${name}`;
      if (!earlier)
        return {
          ...of,
          step: byHand,
          missing:
            sha === undefined
              ? 'no earlier production deployment that succeeded'
              : `no successful production deployment of ${sha.slice(0, 12)} among the newest 25`,
          from: `${from}/deployments`,
        };
      const commit = earlier.deployment_trigger.metadata?.commit_hash?.slice(0, 12) ?? 'no commit';
      return {
        ...of,
        target: `${earlier.id.slice(0, 8)} (${commit}, ${earlier.created_on})`,
        step: `Cloudflare dashboard › Workers & Pages › ${name} › Deployments › ${earlier.id.slice(0, 8)} › Rollback to this deployment`,
        from: `${from}/deployments/${earlier.id}`,
      };
    }),
    ...workers.map(({ target: { name }, release }): RollbackTarget => {
      const of = { platform: 'worker' as const, called: `the Worker ${name}` };
      if ('unread' in release) return { ...of, step: '', unread: release.unread, from: name };
      const { from } = release.value;
      const version = reachableVersion(release.value, sha);
      const redeploy =
        sha === undefined ? 'npx wrangler deploy' : `git checkout ${sha.slice(0, 12)} && npx wrangler deploy`;
      if (!version)
        return {
          ...of,
          step: redeploy,
          missing: 'no earlier version that had all traffic',
          from: `${from}/deployments`,
        };
      if (!version.isWithinReach)
        return {
          ...of,
          step: redeploy,
          missing: `the version ${version.id} is not among the newest 100`,
          from: `${from}/versions`,
        };
      return {
        ...of,
        target: `${version.id} (${version.tag ?? 'no tag'}, ${version.deployedAt})`,
        // A version of another commit, or of one that nobody knows, is not what was asked for.
        step:
          sha === undefined || version.isOfCommit === true
            ? `npx wrangler rollback ${version.id} --name ${name}`
            : redeploy,
        from: `${from}/versions/${version.id}`,
      };
    }),
    ...backends.map(
      ({ convex }): RollbackTarget => ({
        platform: 'convex',
        called: convex.called,
        ...(sha !== undefined && { target: `the commit ${sha.slice(0, 12)}, deployed again` }),
        step: sha === undefined ? convex.deployCommand : `git checkout ${sha.slice(0, 12)} && ${convex.deployCommand}`,
        ...(sha === undefined && { missing: 'no commit to deploy again is known' }),
        from: convex.url.value,
      }),
    ),
  ];
}
