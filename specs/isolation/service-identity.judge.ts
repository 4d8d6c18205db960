import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { databaseTarget } from '../../support/families/isolation/databases/database-target.ts';
import type { ServiceProfile } from '../../support/platforms/services/read-answer.ts';
import { valueAt } from '../../support/platforms/worker/health/health-value.ts';
import type { Profile } from '../../support/profile/index.ts';

/** What a service tells of itself. */
export interface ToldIdentity {
  service: ServiceProfile;
  url: string;
  environment: string | undefined;
  /** The database that it says it uses, and the one that the table means. */
  database: string | undefined;
  meantDatabase: string | undefined;
  instance: string | undefined;
}

export function identityIn(
  service: ServiceProfile,
  { health, url }: { health: unknown; url: string },
  { table }: Pick<Profile, 'table'>,
): ToldIdentity {
  const { identity } = service;
  const at = (path: string | undefined) => {
    const value = path === undefined ? undefined : valueAt(health, path);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const row = table.values.find(({ key, setting }) => key === identity.databaseKey && setting.isSet);
  return {
    service,
    url,
    environment: at(identity.environment),
    database: at(identity.database),
    meantDatabase: row && databaseTarget(row.setting.value)?.database,
    instance: at(identity.instance),
  };
}

/**
 * Whether the service at an environment's address is that environment's, and no process answers for two.
 * @throws NotVerified where it does not tell what the profile says that it tells, or tells nothing
 */
export function judgeServiceIdentity(own: ToldIdentity, others: readonly ToldIdentity[]): Finding[] {
  const findings = [...judgeOwn(own), ...others.flatMap((other) => judgePair(own, other))];
  if (findings.length > 0) return findings;
  const { called, environment, identity, place } = own.service;
  const silent = (['environment', 'database', 'instance'] as const).filter(
    (each) => identity[each] !== undefined && own[each] === undefined,
  );
  const isAnonymous = own.environment === undefined && (own.database === undefined || own.meantDatabase === undefined);
  if (silent.length === 0 && !isAnonymous) return [];
  throw new NotVerified(
    silent.length > 0
      ? `${called} of ${environment} does not tell its ${silent.join(' and ')} at ${own.url}`
      : `${called} of ${environment} does not tell whose it is`,
    `Answer with the environment’s name in the health answer, and name its place in \`${place}.identity\`.`,
  );
}

function judgeOwn({ service, url, environment, database, meantDatabase }: ToldIdentity): Finding[] {
  const { called, identity } = service;
  const meant = identity.names[service.environment] ?? service.environment;
  const findings: Finding[] = [];
  if (environment !== undefined && environment !== meant)
    findings.push({
      what: `${called} at the address of ${service.environment} says that it is another environment's`,
      expected: meant,
      received: environment,
      from: [`GET ${url}`, service.url.origin],
    });
  if (database !== undefined && meantDatabase !== undefined && database !== meantDatabase)
    findings.push({
      what: `${called} of ${service.environment} uses another database than the table means`,
      expected: meantDatabase,
      received: database,
      from: [`GET ${url}`, `${identity.databaseKey} of ${service.environment}`],
    });
  return findings;
}

function judgePair(own: ToldIdentity, other: ToldIdentity): Finding[] {
  if (own.instance === undefined || own.instance !== other.instance) return [];
  return [
    {
      what: `one process answers for ${own.service.environment} and ${other.service.environment}`,
      expected: 'a process of its own for each environment',
      received: `${own.service.called}: ${own.instance} in both`,
      from: [`GET ${own.url}`, `GET ${other.url}`],
    },
  ];
}
