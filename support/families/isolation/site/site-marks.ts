import { type Profile, placedSettings } from '../../../profile/index.ts';
import { isDeploymentReference, isSecretRole } from '../../../settings/index.ts';
import { deploymentName, hostIdentity, isolatedValues, placeholderIn } from '../../config/index.ts';

/** Shorter ones are found by chance. */
const shortestSecret = 12;

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
  const marks = [...declaredMarks(profile), ...tableMarks(profile)];
  return [...new Map(marks.map((mark) => [`${mark.kind} ${mark.text}`, mark])).values()];
}

/** What the declared settings of an environment are recognised by: an address that others may have says nothing. */
function declaredMarks(profile: Profile): SiteMark[] {
  const { environment } = profile;
  return placedSettings(profile).flatMap(({ place, role, setting, sharedFor }): SiteMark[] => {
    if (!setting.isSet) return [];
    const { value, origin: from } = setting;
    if (role.role === 'address')
      return sharedFor === undefined && URL.canParse(value)
        ? [{ kind: 'host', text: hostIdentity(new URL(value)).toLowerCase(), environment, from }]
        : [];
    if (role.role === 'deployment name')
      return namesDeployment(value) ? [{ kind: 'deployment', text: deploymentName(value), environment, from }] : [];
    if (!isSecretRole(role) || (role.role === 'credential' && role.typedIntoPages)) return [];
    if (value.length < shortestSecret) return [];
    return [{ kind: 'secret', text: value, environment, from, key: setting.name === 'value' ? place : setting.name }];
  });
}

/** A dash, or a note that there is none, stands in every file: it is not the name of a deployment. */
function namesDeployment(value: string): boolean {
  return isDeploymentReference(value) && !/^none$/i.test(value) && placeholderIn(value, false) === undefined;
}

/** What the table says beyond the declared settings: isolated addresses, and secrets. */
function tableMarks(profile: Profile): SiteMark[] {
  const { environment, table } = profile;
  return [
    ...isolatedValues(profile).flatMap(({ setting, secret }): SiteMark[] => {
      if (secret || setting.webAddress === undefined) return [];
      const text = hostIdentity(setting.webAddress).toLowerCase();
      return [{ kind: 'host', text, environment, from: setting.origin }];
    }),
    ...table.values.flatMap(({ key, setting, secret, cell }): SiteMark[] =>
      secret && setting.isSet && setting.value.length >= shortestSecret
        ? [{ kind: 'secret', text: setting.value, environment, from: cell, key }]
        : [],
    ),
  ];
}

/** Marks of other environments that are not E's own as well: a shared Worker is not a foreign host. */
export function foreignSiteMarks(profile: Profile): SiteMark[] {
  const own = new Set(siteMarks(profile).map(({ kind, text }) => `${kind} ${text}`));
  return profile.others.flatMap(siteMarks).filter(({ kind, text }) => !own.has(`${kind} ${text}`));
}

/** By what other environments are recognised, and what of them is not looked for, by count. */
export function markEvidence(profile: Profile): Record<string, number> {
  const secrets = profile.others.flatMap(secretsOf);
  return {
    'marks of other environments looked for': foreignSiteMarks(profile).length,
    'secrets of other environments not known here, not looked for': secrets.filter(({ isSet }) => !isSet).length,
    'secrets of other environments too short to look for': secrets.filter(
      ({ isSet, value }) => isSet && value.length < shortestSecret,
    ).length,
  };
}

/** The secrets that an environment has, each place once: an empty cell holds none. */
function secretsOf(profile: Profile): { isSet: boolean; value: string }[] {
  const rows = profile.table.values.filter(
    ({ secret, setting, written }) => secret && (setting.isSet || written !== ''),
  );
  const keys = new Set(profile.table.values.map(({ key }) => key));
  const settings = placedSettings(profile).filter(({ role, setting }) => isSecretRole(role) && !keys.has(setting.name));
  return [...rows, ...settings].map(({ setting }) => ({
    isSet: setting.isSet,
    value: setting.isSet ? setting.value : '',
  }));
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
