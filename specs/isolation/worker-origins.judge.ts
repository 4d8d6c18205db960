import type { Finding } from '../../support/check/finding.ts';
import { allowsOrigin, type Preflight } from '../../support/platforms/worker/index.ts';
import { named, type PagesProfile, type Profile, type WorkerProfile } from '../../support/profile/index.ts';

export interface OriginSubject {
  worker: WorkerProfile;
  origin: string;
  /** Whose site the origin is. */
  environment: string;
  from: string;
  expected: 'allowed' | 'refused';
}

/** For each Worker: the site whose pages call it, and the sites of all other environments, with what the profile promises. */
export function originSubjects({ workers, sites, others }: Profile): OriginSubject[] {
  return workers.flatMap((worker) => {
    const own = named(sites, worker.site);
    const subject = ({ environment, url }: PagesProfile, expected: OriginSubject['expected']) => ({
      worker,
      origin: url.url.origin,
      environment,
      from: url.origin,
      expected,
    });
    const elsewhere = worker.sharing === 'shared' ? ('allowed' as const) : ('refused' as const);
    return [
      ...(own ? [subject(own, 'allowed')] : []),
      ...others.flatMap((other) => other.sites.map((site) => subject(site, elsewhere))),
    ];
  });
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
