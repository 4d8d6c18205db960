import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { ServiceProfile } from '../../support/platforms/services/read-answer.ts';
import { valueAt } from '../../support/platforms/worker/health-value.ts';

/** What a service tells of itself. */
export interface ToldIdentity {
  service: ServiceProfile;
  url: string;
  environment: string | undefined;
  instance: string | undefined;
}

export function identityIn(service: ServiceProfile, { json, url }: { json: unknown; url: string }): ToldIdentity {
  const at = (path: string | undefined) => {
    const value = path === undefined ? undefined : valueAt(json, path);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  return { service, url, environment: at(service.identity.environment), instance: at(service.identity.instance) };
}

/**
 * Whether the service at an environment's address is that environment's, and no process answers for two.
 * @throws NotVerified where it tells neither
 */
export function judgeServiceIdentity(own: ToldIdentity, others: readonly ToldIdentity[]): Finding[] {
  const { service, url, environment, instance } = own;
  const findings: Finding[] = [];
  if (environment !== undefined && environment !== service.environment)
    findings.push({
      what: `${service.called} at the address of ${service.environment} is that of ${environment}`,
      expected: service.environment,
      received: environment,
      from: [`GET ${url}`, service.url.origin],
    });
  for (const other of others)
    if (instance !== undefined && other.instance === instance)
      findings.push({
        what: `one process answers for ${service.environment} and ${other.service.environment}`,
        expected: 'a process of its own for each environment',
        received: `${service.called}: ${instance} in both`,
        from: [`GET ${url}`, `GET ${other.url}`],
      });
  if (findings.length === 0 && environment === undefined && instance === undefined)
    throw new NotVerified(
      `${service.called} of ${service.environment} does not tell whose it is`,
      'Answer with the environment’s name in the health answer, and name its place in `platforms.services.NAME.identity`.',
    );
  return findings;
}
