import type { Finding } from '../../support/check/finding.ts';
import {
  deploymentName,
  deploymentOfKey,
  judgeMode,
  type ModedValue,
  unfittingMarks,
} from '../../support/families/config/index.ts';
import { isCutDeployKey, type Profile, placedSettings } from '../../support/profile/index.ts';

interface PlacedValue extends ModedValue {
  /** What is the same in every environment: the row's line, or the setting's place. */
  place: string;
}

/** The values of an environment that are known here: its rows, and settings that stand in none. */
export function modedValues(profile: Profile): PlacedValue[] {
  const { values, rules } = profile.table;
  const keys = new Set(values.map(({ key }) => key));
  const rows = values.flatMap(({ key, rule, setting, line }) =>
    setting.isSet ? [{ key, rule, value: setting.value, from: setting.origin, place: `line ${line}` }] : [],
  );
  const settings = placedSettings(profile).flatMap(({ setting, place, role }) => {
    if (!setting.isSet || keys.has(setting.name)) return [];
    const key = setting.name === 'value' ? place : setting.name;
    const type = role.role === 'deployment name' ? ({ type: 'convex-deployment' } as const) : {};
    return [{ key, rule: { ...type, ...rules[key] }, value: setting.value, from: setting.origin, place }];
  });
  return [...rows, ...settings];
}

/** Keys whose own marks do not fit the environment; cells that were swapped are told once, as swapped. */
export function judgeModes(profile: Profile): Finding[] {
  return modedValues(profile).flatMap((value) => {
    const findings = judgeMode(value, profile);
    const swapped = findings.length > 0 ? swappedWith(value, profile) : undefined;
    if (swapped === undefined) return findings;
    const { environment } = profile;
    return [
      {
        what: `the values of ${value.key} for ${environment} and ${swapped.environment} are swapped`,
        expected: `what is of production in ${profile.class === 'production' ? environment : swapped.environment}`,
        received: 'each in the place of the other',
        from: [value.from, swapped.from],
        remedy: 'Swap the two cells; where many are, the headers of the two columns.',
      },
    ];
  });
}

function swappedWith(
  { place, key }: PlacedValue,
  { others }: Profile,
): { environment: string; from: string } | undefined {
  for (const other of others) {
    const theirs = modedValues(other).find((each) => each.place === place && each.key === key);
    if (theirs && unfittingMarks(theirs, other.class).length > 0)
      return { environment: other.environment, from: theirs.from };
  }
  return undefined;
}

/** Deploy keys that name another deployment than the backend they are for. */
export function judgeDeployKeys({ backends, others }: Profile): Finding[] {
  return backends.flatMap(({ deployKey, deployment, environment, called }) => {
    if (deployKey?.isSet && isCutDeployKey(deployKey.value))
      return [
        {
          what: `the deploy key of ${called} of ${environment} was cut`,
          expected: 'a name, a bar, and what opens it: `prod:happy-animal-123|…`',
          received: 'a name with nothing behind it',
          from: [deployKey.origin],
          remedy: `Put the whole key into ${deployKey.name}, in single quotes where a shell reads it; in a cell of the table the bar is written \`\\|\`.`,
        },
      ];
    if (!deployKey?.isSet || !deployment.isSet) return [];
    const opened = deploymentOfKey(deployKey.value);
    const own = deploymentName(deployment.value);
    if (opened === undefined || opened === own) return [];
    const owner = others.find((other) =>
      other.backends.some((each) => each.deployment.isSet && deploymentName(each.deployment.value) === opened),
    );
    const whose = owner === undefined ? '' : `, which is ${owner.environment}'s`;
    return [
      {
        what: `the deploy key of ${called} of ${environment} is for another deployment`,
        expected: `a key for ${own} (${deployment.origin})`,
        received: `a key that says of itself that it is for ${opened}${whose}`,
        from: [deployKey.origin, deployment.origin],
        remedy: `Put a key for ${own} into ${deployKey.name}; if the columns of the table are swapped, swap them back.`,
      },
    ];
  });
}
