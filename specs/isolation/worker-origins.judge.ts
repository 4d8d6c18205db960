import type { Finding } from '../../support/check/finding.ts';
import { NotApplicable } from '../../support/check/not-applicable.ts';
import { triedEnvironments } from '../../support/families/isolation/index.ts';
import { allowsOrigin, isOpen, listedOrigins, type Preflight } from '../../support/platforms/worker/index.ts';
import { named, type PagesProfile, type Profile, type WorkerProfile } from '../../support/profile/index.ts';

export interface OriginSubject {
  worker: WorkerProfile;
  origin: string;
  /** Whose site the origin is. */
  environment: string;
  from: string;
  expected: 'allowed' | 'refused';
}

/**
 * For each Worker with an allow-list: the site whose pages call it, and the sites of all other environments, with what the
 * profile promises. An empty list lets no page in; `*` lets every page in, so of others it promises nothing.
 * @throws NotApplicable where the lists promise nothing of any site
 */
export function originSubjects(profile: Profile): OriginSubject[] {
  const { workers, sites, environment: home } = profile;
  const tried = triedEnvironments(profile, profile.others);
  const subjects = workers.flatMap((worker) => {
    const listed = listedOrigins(worker);
    if (listed === undefined) return [];
    const own = listed.length === 0 ? undefined : named(sites, worker.site);
    const outside = isOpen(listed) ? [] : tried.flatMap((other) => other.sites);
    const subject = ({ environment, url }: PagesProfile, expected: OriginSubject['expected']) => ({
      worker,
      origin: url.url.origin,
      environment,
      from: url.origin,
      expected,
    });
    const elsewhere = worker.sharing === 'shared' ? ('allowed' as const) : ('refused' as const);
    return [...(own ? [subject(own, 'allowed')] : []), ...outside.map((site) => subject(site, elsewhere))];
  });
  if (subjects.length > 0) return subjects;
  throw new NotApplicable(
    `\`platforms.worker.allowedOrigins\` promises nothing of any site: ${home} is the only environment with one`,
  );
}

/** Whether one origin is let in as promised. */
export function judgeOrigin(
  { worker, origin, environment, from, expected }: OriginSubject,
  preflight: Preflight,
): Finding[] {
  const allowed = allowsOrigin(preflight, origin);
  if (allowed === (expected === 'allowed')) return [];
  return [
    {
      what: `the Worker of ${worker.environment} ${allowed ? 'allows' : 'refuses'} the site of ${environment}, ${origin}`,
      expected: `${expected}${worker.sharing === 'shared' ? ', since the Worker is shared' : ''}`,
      received: `status ${preflight.status}, Access-Control-Allow-Origin: ${preflight.allowOrigin ?? '(none)'}`,
      from: [preflight.url, from],
    },
  ];
}
