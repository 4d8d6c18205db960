import type { Finding } from '../../../check/finding.ts';
import { type DatabaseAddress, databaseAddress } from '../../../http/index.ts';
import { addressOf } from '../../../platforms/databases/read-rows.ts';
import { type Profile, placedSettings, type Setting, type TableValue } from '../../../profile/index.ts';
import { typeOf } from '../../config/values/value-type.ts';
import { type DatabaseTarget, databaseTarget, isSameDatabase, shownTarget } from './database-target.ts';

export interface HeldTarget {
  key: string;
  environment: string;
  place: string;
  setting: Setting;
  target: DatabaseTarget;
  /** What its server can be asked at; undefined where it is not PostgreSQL. */
  address: DatabaseAddress | undefined;
}

/** What leads to a database: a row of the table, or a connection string of `platforms.databases` that stands in none. */
type ConnectionValue = Pick<TableValue, 'key' | 'rule' | 'setting' | 'cell'>;

/** The connection strings of an environment, unless the config declares them shared. Of the config, also those that are not set. */
export function connectionValues(profile: Profile): ConnectionValue[] {
  const { values, rules } = profile.table;
  const rows = values.filter(({ key, rule }) => typeOf(key, rule).type === 'connection-string');
  const keys = new Set(values.map(({ key }) => key));
  const settings = placedSettings(profile).flatMap(({ role, setting, place }): ConnectionValue[] => {
    if (role.role !== 'connection string' || keys.has(setting.name)) return [];
    const key = setting.name === 'value' ? place : setting.name;
    return [{ key, rule: rules[key] ?? {}, setting, cell: setting.origin }];
  });
  return [...rows, ...settings].filter(({ rule }) => rule.isolated !== false);
}

/** Where the connection strings of an environment lead; those that are set and can be read. */
export function databaseTargets(profile: Profile): HeldTarget[] {
  const { environment } = profile;
  return connectionValues(profile).flatMap(({ key, setting, cell }) => {
    const target = setting.isSet ? databaseTarget(setting.value) : undefined;
    if (target === undefined) return [];
    return [
      {
        key,
        environment,
        place: `${cell} (${environment})`,
        setting,
        target,
        address: withCertificates(profile, setting, databaseAddress(setting.value)),
      },
    ];
  });
}

/** The certificates that the config trusts for the database of a connection string. */
function withCertificates(
  { databases }: Profile,
  { value }: Setting,
  address: DatabaseAddress | undefined,
): DatabaseAddress | undefined {
  const section = databases.find(({ url, ca }) => ca && url.isSet && url.value === value);
  return address && section ? addressOf(section) : address;
}

/** Why nobody knows the connection strings of all; undefined where each is set. */
export function unsetConnection(profiles: readonly Profile[]): Setting['absence'] {
  return profiles.flatMap(connectionValues).find(({ setting }) => !setting.isSet)?.setting.absence;
}

/** A connection string that is set and names no database in any form known here; undefined where each does. */
export function unreadConnection(profiles: readonly Profile[]): { key: string; place: string } | undefined {
  const [unread] = profiles.flatMap((profile) =>
    connectionValues(profile)
      .filter(({ setting }) => setting.isSet && databaseTarget(setting.value) === undefined)
      .map(({ key, cell }) => ({ key, place: `${cell} (${profile.environment})` })),
  );
  return unread;
}

/** Databases that two environments have in common. Users and passwords are not shown. */
export function judgeDatabases(own: readonly HeldTarget[], others: readonly HeldTarget[]): Finding[] {
  return own.flatMap((held) =>
    others
      .filter(({ target }) => isSameDatabase(held.target, target))
      .map((other) => ({
        what: `${held.key} of ${held.environment} points to the database of ${other.environment}`,
        expected: `a separate database for ${held.environment}`,
        received: `${shownTarget(held.target)} in both${held.target.user === other.target.user ? '' : ', under two users'}`,
        from: [held.place, other.place],
      })),
  );
}
