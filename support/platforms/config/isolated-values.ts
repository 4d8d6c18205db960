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
export function comparable({ key, rule, setting }: TableValue): string {
  const { type } = typeOf(key, rule);
  const { value } = setting;
  if (type === 'convex-deployment') return deploymentName(value);
  if ((type === 'url' || type === 'connection-string') && URL.canParse(value))
    return new URL(value).href.replace(/\/$/, '');
  return value.trim();
}
