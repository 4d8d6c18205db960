import { isOwned, type PlacedSetting, type Profile, placedSettings, type TableValue } from '../../profile/index.ts';
import { bareDeploymentName } from '../../settings/index.ts';
import { keysOf } from './table-index.ts';
import { typeOf } from './values/value-type.ts';

/**
 * The rows of the table that must differ in every environment: keys that the config declares isolated, and those of
 * settings that each environment has for itself, unless the config says that they are shared.
 */
export function isolatedValues(profile: Profile): TableValue[] {
  const owned = ownedKeys(profile);
  return profile.table.values.filter(({ key, rule }) => rule.isolated ?? owned.has(key));
}

/** Settings that each environment has for itself and that stand in no row of the table. */
export function isolatedSettings(profile: Profile): PlacedSetting[] {
  const rows = keysOf(profile.table.values);
  const { rules } = profile.table;
  return placedSettings(profile).filter(
    (placed) => isOwned(placed) && !rows.has(placed.setting.name) && rules[placed.setting.name]?.isolated !== false,
  );
}

/** The keys of secrets that several environments may have in common: the config says so, or the declaration of the setting. */
export function sharedKeys(profile: Profile): Set<string> {
  const owned = ownedKeys(profile);
  const shared = placedSettings(profile)
    .filter(({ role }) => role.role === 'credential')
    .map(({ setting }) => setting.name)
    .filter((key) => !owned.has(key));
  const rules = Object.entries(profile.table.rules);
  return new Set([
    ...shared.filter((key) => profile.table.rules[key]?.isolated !== true),
    ...rules.filter(([, { isolated }]) => isolated === false).map(([key]) => key),
  ]);
}

/** A key that one section has in common with other environments is shared, whatever else is read from it. */
function ownedKeys(profile: Profile): Set<string> {
  const placed = placedSettings(profile);
  const shared = new Set(placed.filter(({ section }) => section.sharedByConfig).map(({ setting }) => setting.name));
  return new Set(
    placed
      .filter(isOwned)
      .map(({ setting }) => setting.name)
      .filter((key) => !shared.has(key)),
  );
}

/** What two values are compared by: their meaning, not their spelling. */
export function comparable(value: Pick<TableValue, 'key' | 'rule' | 'secret' | 'setting'>): string {
  return comparableText(value, value.setting.value);
}

/** A text as a value of a row's key is compared. A secret is compared as it is: white space at its end is a mistake. */
export function comparableText(
  { key, rule, secret }: Pick<TableValue, 'key' | 'rule' | 'secret'>,
  value: string,
): string {
  const { type } = typeOf(key, rule);
  if (secret && type !== 'connection-string') return value;
  if (type === 'convex-deployment') return bareDeploymentName(value);
  if ((type === 'url' || type === 'connection-string') && URL.canParse(value)) return comparableAddress(new URL(value));
  if (type === 'origins')
    return value
      .split(',')
      .map((each) => each.trim())
      .sort()
      .join(',');
  // A Worker's JSON binding tells its value in a spelling of its own, whatever the key is called.
  if (type === 'json' || (type === 'text' && /^\s*[{[]/.test(value))) return canonicalJson(value);
  if (type === 'boolean') return value.trim().toLowerCase();
  return value.trim();
}

/** The port and the database that a client takes where none is written. Sources: RFC 7230; redis.io/docs, "Redis URI"; PostgreSQL, "Connection URIs". */
const defaults: Readonly<Record<string, { port: string; path: string }>> = {
  'redis:': { port: '6379', path: '/0' },
  'rediss:': { port: '6379', path: '/0' },
  'postgres:': { port: '5432', path: '' },
  'postgresql:': { port: '5432', path: '' },
  'mysql:': { port: '3306', path: '' },
  'amqp:': { port: '5672', path: '' },
  'amqps:': { port: '5671', path: '' },
};

function comparableAddress(url: URL): string {
  const known = defaults[url.protocol];
  if (known === undefined) return url.href.replace(/\/$/, '');
  if (url.port === '' && url.hostname !== '') url.port = known.port;
  if (url.pathname.replace(/^\/$/, '') === '') url.pathname = known.path;
  url.hostname = url.hostname.toLowerCase();
  return url.href.replace(/\/$/, '').replace(/^postgresql:/, 'postgres:');
}

/** JSON in one spelling; text that is none is trimmed. */
export function canonicalJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
        : value,
    );
  } catch {
    return text.trim();
  }
}
