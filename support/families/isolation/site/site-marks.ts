import type { Profile } from '../../../profile/index.ts';
import { deploymentName, hostIdentity, isolatedValues } from '../../config/index.ts';

/** Something by which an environment is recognised in a file of a site. */
export interface SiteMark {
  kind: 'host' | 'deployment' | 'secret';
  text: string;
  environment: string;
  /** Where it stands in the config. */
  from: string;
  /** What it is called, where it is a secret. */
  key?: string;
}

/** The hosts, deployment names and secrets of an environment. */
export function siteMarks(profile: Profile): SiteMark[] {
  const { environment, convex, worker, pages, table } = profile;
  const marks: SiteMark[] = [];
  for (const setting of [convex?.url, worker?.url, pages?.url, worker?.redis?.url]) {
    if (!setting?.isSet || !URL.canParse(setting.value)) continue;
    marks.push({ kind: 'host', text: hostIdentity(setting.url).toLowerCase(), environment, from: setting.origin });
  }
  if (convex?.deployment.isSet)
    marks.push({
      kind: 'deployment',
      text: deploymentName(convex.deployment.value),
      environment,
      from: convex.deployment.origin,
    });
  for (const { setting, secret } of isolatedValues(profile)) {
    if (secret || !setting.isSet || !/^https?:/.test(setting.value) || !URL.canParse(setting.value)) continue;
    marks.push({
      kind: 'host',
      text: hostIdentity(new URL(setting.value)).toLowerCase(),
      environment,
      from: setting.origin,
    });
  }
  for (const { key, setting, secret, cell } of table.values)
    if (secret && setting.isSet && setting.value.length >= 12)
      marks.push({ kind: 'secret', text: setting.value, environment, from: cell, key });
  return [...new Map(marks.map((mark) => [`${mark.kind} ${mark.text}`, mark])).values()];
}

/** Marks of other environments that are not E's own as well: a shared Worker is no foreign host. */
export function foreignSiteMarks(profile: Profile): SiteMark[] {
  const own = new Set(siteMarks(profile).map(({ kind, text }) => `${kind} ${text}`));
  return profile.others.flatMap(siteMarks).filter(({ kind, text }) => !own.has(`${kind} ${text}`));
}

/** Where a mark stands in a text as a whole: not `steady-otter-902` in `unsteady-otter-9021`, nor a host in its subdomain. */
export function findMark(lowered: string, { kind, text }: SiteMark): number {
  const before = kind === 'host' ? /[a-z0-9.-]/ : /[a-z0-9]/;
  const word = text.toLowerCase();
  for (let at = lowered.indexOf(word); at >= 0; at = lowered.indexOf(word, at + 1)) {
    if (kind === 'secret') return at;
    const next = lowered.slice(at + word.length, at + word.length + 2);
    const goesOn = kind === 'host' ? /^(?:[a-z0-9-]|\.[a-z0-9])/ : /^[a-z0-9]/;
    if (!before.test(lowered[at - 1] ?? '') && !goesOn.test(next)) return at;
  }
  return -1;
}
