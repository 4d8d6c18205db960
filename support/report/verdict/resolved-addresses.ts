import { createHash } from 'node:crypto';
import { databaseAddress } from '../../http/index.ts';
import {
  ConfigurationError,
  type LoadedDeployment,
  originsOf,
  type Profile,
  resolveProfiles,
} from '../../profile/index.ts';
import type { VerdictSubject } from './summarize.ts';

/**
 * What the addresses of the environments resolve to, as digests: an address may be declared secret, and is only compared. Nothing
 * where they cannot be resolved: a run ends for that elsewhere, and a reader may lack the variables of the run.
 * @param spanning several environments are looked at in one run
 */
export function addressesOf(
  loaded: LoadedDeployment,
  environments: readonly string[],
  spanning: boolean,
): Pick<VerdictSubject, 'addresses'> {
  // The twin's addresses are others with every run.
  if (loaded.deployment.embedded !== undefined) return {};
  try {
    const profiles = resolveProfiles(loaded, environments, { spanning });
    return { addresses: Object.fromEntries(profiles.map((profile) => [profile.environment, digestsOf(profile)])) };
  } catch (error) {
    if (error instanceof ConfigurationError) return {};
    throw error;
  }
}

function digestsOf(profile: Profile): string[] {
  const addresses = [...originsOf(profile), ...databasesOf(profile)];
  const digests = addresses.map((address) => createHash('sha256').update(address).digest('hex').slice(0, 16));
  return [...new Set(digests)].sort();
}

function databasesOf({ table, databases }: Profile): string[] {
  return [...table.values.map(({ setting }) => setting), ...databases.map(({ url }) => url)].flatMap((setting) => {
    const address = setting.isSet ? databaseAddress(setting.value) : undefined;
    return address ? [`${address.host}:${address.port}/${address.database}`] : [];
  });
}
