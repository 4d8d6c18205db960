import type { Profile } from '../../../profile/index.ts';
import { type CommitState, presentConstants } from '../commit/read-commit.ts';
import { judgeBackendRollback } from './judge-backend.ts';
import { judgeWorkerRollback } from './judge-worker.ts';
import { merged, type RollbackJudgement } from './obstacle.ts';
import type { LiveState } from './read-live.ts';

/** Everything that stands against going back to a commit, or is not known of it. */
export function judgeRollback(commit: CommitState, live: LiveState, profile: Profile): RollbackJudgement {
  const to = commit.sha.slice(0, 12);
  const backends = commit.backends.flatMap((committed) => {
    const own = live.backends.find(
      ({ convex }) => convex === committed.convex || convex.place === committed.convex.place,
    );
    return own ? [judgeBackendRollback({ committed, live: own, to })] : [];
  });
  return merged([...backends, judgeWorkerRollback(live, commit, profile, presentConstants(profile))]);
}
