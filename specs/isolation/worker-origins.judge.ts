import type { Finding } from '../../support/check/finding.ts';
import { allowsOrigin, type Preflight } from '../../support/platforms/worker/index.ts';
import type { Profile, WorkerProfile } from '../../support/profile/index.ts';

export interface OriginSubject {
  worker: WorkerProfile;
  origin: string;
  /** Whose site the origin is. */
  environment: string;
  from: string;
  expected: 'allowed' | 'refused';
}

/** The site of E and the sites of all others, each with what the profile promises for it. */
export function originSubjects(profile: Profile): OriginSubject[] {
  const { worker } = profile;
  if (!worker) return [];
  return [profile, ...profile.others].flatMap(({ environment, pages }) =>
    pages
      ? [
          {
            worker,
            origin: pages.url.url.origin,
            environment,
            from: pages.url.origin,
            expected:
              environment === profile.environment || worker.sharing === 'shared'
                ? ('allowed' as const)
                : ('refused' as const),
          },
        ]
      : [],
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
