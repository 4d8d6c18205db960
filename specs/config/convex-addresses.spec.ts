import { check, NotApplicable } from '../../support/check/index.ts';
import { requireSeen, unseenValues } from '../../support/families/config/index.ts';
import { judgeConvexAddresses, rowsWithDeployments } from './convex-addresses.judge.ts';

check({
  id: 'config/convex-addresses',
  title: 'each Convex address is of the right service, and of a deployment that an environment of the table has',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A deployment that nobody in the table has is one that nobody deploys to, watches or backs up.',
  remedy: 'Correct the address at the given place.',
  needs: ['platforms.convex'],
  subjects(profile) {
    if (profile.backends.length > 0) return [profile];
    throw new NotApplicable('`platforms.convex` is not set');
  },
  verify({ subject: profile, count }) {
    const named = rowsWithDeployments(profile);
    count('rows that name a Convex deployment', named.length);
    count('backends', profile.backends.length);
    count('secrets not known here', unseenValues(profile.table.values).secrets.length);
    const findings = judgeConvexAddresses(profile);
    if (findings.length === 0) requireSeen(profile.table.values);
    return findings;
  },
});
