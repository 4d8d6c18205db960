import type { Profile } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { commitState } from '../commit/read-commit.ts';
import { revisionToGoBackTo } from './commit-to-go-back-to.ts';
import { judgeRollback } from './judge-rollback.ts';
import { judgeReleases } from './judge-worker.ts';
import type { RollbackJudgement } from './obstacle.ts';
import { readLive, readReleases } from './read-live.ts';
import { type RollbackTarget, rollbackTargets } from './targets.ts';

/** What a rollback would activate on each platform, and what Cloudflare would refuse. */
export async function readWayBack(
  profile: Profile,
  read: Read,
): Promise<{ targets: RollbackTarget[]; worker: RollbackJudgement }> {
  const releases = await readReleases(profile, read);
  const live = { ...releases, backends: [], states: [] };
  const named = profile.delivery?.rollback?.to;
  const commit = named === undefined ? undefined : (await read(commitState, { profile, revision: named })).sha;
  return { targets: rollbackTargets(live, commit), worker: judgeReleases(live) };
}

/** What stands against going back to the commit that the config names, or that the site's previous deployment has. */
export async function readRollback(profile: Profile, read: Read): Promise<RollbackJudgement> {
  const live = await readLive(profile, read);
  const commit = await read(commitState, { profile, revision: revisionToGoBackTo(profile, live) });
  return judgeRollback(commit, live, profile);
}
