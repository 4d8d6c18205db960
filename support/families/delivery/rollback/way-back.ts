import type { Profile } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { resolveCommit } from '../commit/check-out.ts';
import { commitState, repositoryFolder } from '../commit/read-commit.ts';
import { revisionToGoBackTo } from './commit-to-go-back-to.ts';
import { judgeRollback } from './judge-rollback.ts';
import { judgeReleases } from './judge-worker.ts';
import type { RollbackJudgement } from './obstacle.ts';
import { type LiveState, orUnread, readLive, readReleases } from './read-live.ts';
import { type RollbackTarget, rollbackTargets } from './targets.ts';

/** What a rollback would activate on each platform, and what Cloudflare would refuse. */
export async function readWayBack(
  profile: Profile,
  read: Read,
): Promise<{ targets: RollbackTarget[]; worker: RollbackJudgement }> {
  const releases = await readReleases(profile, read);
  const live = { ...releases, backends: [], states: [] };
  return {
    targets: [...rollbackTargets(live, undefined), ...(await backendTargets(profile, live))],
    worker: judgeReleases(live),
  };
}

/** A backend goes back by a deploy of an earlier commit, which the repository has to have. */
async function backendTargets(profile: Profile, live: LiveState): Promise<RollbackTarget[]> {
  if (!profile.delivery?.rollback) return [];
  const commit = await orUnread(() => resolveCommit(repositoryFolder(profile), revisionToGoBackTo(profile, live)));
  return profile.backends.map(({ called, deployCommand, url }) => {
    const of = { platform: 'convex' as const, called, step: deployCommand, from: url.value };
    return 'unread' in commit ? { ...of, unread: commit.unread } : { ...of, target: commit.value.sha.slice(0, 12) };
  });
}

/** What stands against going back to the commit that the config names, or that the site's previous deployment has. */
export async function readRollback(profile: Profile, read: Read): Promise<RollbackJudgement> {
  const live = await readLive(profile, read);
  const commit = await read(commitState, { profile, revision: revisionToGoBackTo(profile, live) });
  return judgeRollback(commit, live, profile);
}
