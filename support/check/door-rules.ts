import { type AdmissionRules, type AllowedDatabase, databaseAddress, type QueryEndpoint } from '../http/index.ts';
import { convexHttpBase } from '../profile/convex-http-base.ts';
import type { Profile, Setting } from '../profile/index.ts';
import { attestEndpoints, providerOrigins, providerReads } from '../profile/provider-reads.ts';

/** What the door lets through for the environments of a run: what their profiles name, and nothing else. */
export function doorRules(profiles: readonly Profile[]): AdmissionRules {
  return {
    origins: [
      ...profiles.flatMap((profile) =>
        originsOf(profile).map((origin) => ({ origin, environment: profile.environment })),
      ),
      ...profiles.flatMap(readBackends),
    ],
    queries: [...profiles.flatMap(queriesOf), ...profiles.flatMap(readBackends).flatMap(convexQueries)],
    readPaths: profiles.flatMap(providerReads),
    databases: profiles.flatMap(databasesOf),
  };
}

function originsOf(profile: Profile): string[] {
  const settings = [profile.convex?.url, profile.worker?.url, profile.worker?.redis?.url, profile.pages?.url];
  const tokens = profile.isolation?.tokens.map(({ url }) => url) ?? [];
  const mail = profile.isolation?.mail?.url;
  const httpActions = originOf(profile.convex?.url).map((origin) => convexHttpBase(new URL(origin)).origin);
  return [
    ...new Set([...[...settings, ...tokens, mail].flatMap(originOf), ...httpActions, ...providerOrigins(profile)]),
  ];
}

/** Convex queries, and the proofs of attest routes, are POSTs that only read. */
function queriesOf(profile: Profile): QueryEndpoint[] {
  const queries = originOf(profile.convex?.url).flatMap((origin) => convexQueries({ origin }));
  return [...queries, ...attestEndpoints(profile)];
}

/** Source: convex-backend, crates/local_backend/src/{public_api,deploy_config}.rs: a query, and the hashes of what was pushed last. */
function convexQueries({ origin }: { origin: string }): QueryEndpoint[] {
  return ['/api/query', '/api/get_config_hashes'].map((path) => ({ origin, path }));
}

/** The Convex deployments of other environments that the config says this one is held against: those alone, and for reads. */
function readBackends(profile: Profile): { origin: string; environment: string }[] {
  return profile.others
    .filter(({ environment }) => profile.convex?.readsFrom.includes(environment))
    .flatMap(({ environment, convex }) => originOf(convex?.url).map((origin) => ({ origin, environment })));
}

/** Every PostgreSQL server to which a row of the table leads. */
function databasesOf({ table, environment }: Profile): AllowedDatabase[] {
  return table.values.flatMap(({ setting }) => {
    const address = setting.isSet ? databaseAddress(setting.value) : undefined;
    return address ? [{ host: address.host, port: address.port, environment }] : [];
  });
}

/** A setting without an address names no origin: whoever needs it is not verified, and says why. */
function originOf(setting: Setting | undefined): string[] {
  try {
    return setting ? [setting.url.origin] : [];
  } catch {
    return [];
  }
}
