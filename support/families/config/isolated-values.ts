import type { Profile, TableValue } from '../../profile/index.ts';
import { deploymentName } from './deployment-name.ts';
import { typeOf } from './value-type.ts';

/**
 * The values that must differ in every environment: keys that the config declares isolated, and those from which the
 * platforms take their addresses and credentials, unless the config says that they are shared.
 */
export function isolatedValues(profile: Profile): TableValue[] {
  const { convex, worker, pages } = profile;
  const byNature = [
    convex?.url,
    convex?.deployment,
    convex?.deployKey,
    pages?.url,
    ...(worker?.sharing === 'isolated' ? [worker.url] : []),
  ].map((setting) => setting?.name);
  return profile.table.values.filter(({ key, rule }) => rule.isolated ?? byNature.includes(key));
}

/** What two values are compared by: their meaning, not their spelling. */
export function comparable(value: TableValue): string {
  return comparableText(value, value.setting.value);
}

/** A text as a value of a row's key is compared. A secret is compared as it is: white space at its end is a mistake. */
export function comparableText(
  { key, rule, secret }: Pick<TableValue, 'key' | 'rule' | 'secret'>,
  value: string,
): string {
  const { type } = typeOf(key, rule);
  if (secret && type !== 'connection-string') return value;
  if (type === 'convex-deployment') return deploymentName(value);
  if ((type === 'url' || type === 'connection-string') && URL.canParse(value))
    return new URL(value).href.replace(/\/$/, '');
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

function canonicalJson(text: string): string {
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
