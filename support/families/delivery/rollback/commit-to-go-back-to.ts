import { NotVerified } from '../../../check/not-verified.ts';
import type { Profile } from '../../../profile/index.ts';
import type { LiveState } from './read-live.ts';
import { earlierDeployment } from './targets.ts';

/**
 * The revision that a rollback would deploy: what the config names, else the commit of the site's previous production deployment.
 * @throws NotVerified where neither is known
 */
export function revisionToGoBackTo({ delivery }: Profile, { sites }: LiveState): string {
  const named = delivery?.rollback?.to;
  if (named !== undefined) return named;
  const [site] = sites;
  if (site && 'unread' in site.release)
    throw new NotVerified(`which commit a rollback would deploy is not known: ${site.release.unread}`);
  const commit =
    site &&
    'value' in site.release &&
    earlierDeployment(site.release.value, undefined)?.deployment_trigger.metadata?.commit_hash;
  if (commit) return commit;
  throw new NotVerified(
    'which commit a rollback would deploy is not known: no earlier production deployment of the site names one',
    'Set `delivery.rollback.to` to a commit, a tag or a branch.',
  );
}
