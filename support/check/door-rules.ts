import { type AdmissionRules, type AllowedDatabase, databaseAddress } from '../http/index.ts';
import {
  comparedPlatforms,
  destructiveRoutes,
  entriesOf,
  originsOf,
  type Profile,
  providerReads,
  queryEndpoints,
} from '../profile/index.ts';

/** What the door lets through for the environments of a run: what their profiles name, and nothing else. */
export function doorRules(profiles: readonly Profile[]): AdmissionRules {
  const compared = profiles.flatMap(comparedPlatforms);
  return {
    origins: [
      ...profiles.map((profile) => ({ environment: profile.environment, origins: originsOf(profile) })),
      ...compared,
    ].flatMap(({ environment, origins }) => origins.map((origin) => ({ origin, environment }))),
    queries: [...profiles.flatMap(queryEndpoints), ...compared.flatMap(({ queries }) => queries)],
    entries: profiles.flatMap(entriesOf),
    readPaths: profiles.flatMap(providerReads),
    databases: profiles.flatMap(databasesOf),
    // An address of this run may be another environment's too: what any of them marks is marked.
    guarded: [...new Set(profiles.flatMap((profile) => [profile, ...profile.others]))].flatMap(destructiveRoutes),
  };
}

/** Every PostgreSQL server to which a row of the table or a section of the config leads. */
function databasesOf({ table, databases, environment }: Profile): AllowedDatabase[] {
  return [...table.values.map(({ setting }) => setting), ...databases.map(({ url }) => url)].flatMap((setting) => {
    const address = setting.isSet ? databaseAddress(setting.value) : undefined;
    return address ? [{ host: address.host, port: address.port, environment }] : [];
  });
}
