import type { Finding } from '../../support/check/finding.ts';
import {
  deploymentName,
  deploymentOfKey,
  judgeMode,
  type ModedValue,
  modeMarks,
  unfittingMarks,
} from '../../support/families/config/index.ts';
import {
  calledOf,
  isCutDeployKey,
  type Profile,
  placedCredentials,
  placedSettings,
} from '../../support/profile/index.ts';

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
  // Read where the first finding needs them, and once: there may be a finding in every row.
  const others = new Map<Profile, ReadonlyMap<string, PlacedValue>>();
  const valuesOf = (other: Profile) => {
    const known = others.get(other) ?? new Map(modedValues(other).map((value) => [placeId(value), value]));
    others.set(other, known);

    return known;
  };

  return modedValues(profile).flatMap((value) => {
    const findings = judgeMode(value, profile);
    const swapped = findings.length > 0 ? swappedWith(value, profile, valuesOf) : undefined;
    if (swapped === undefined) return findings;
    const { environment } = profile;
    return [
      {
        what: `the values of ${value.key} for ${environment} and ${swapped.environment} are swapped`,
        expected: `what is of production in ${profile.class === 'production' ? environment : swapped.environment}`,
        received: 'each in the place of the other',
        from: [value.from, swapped.from],
        remedy: 'Swap the two cells; where many are, the headers of the two columns.',
        ...(findings.every(({ severity }) => severity === 'warning') ? { severity: 'warning' as const } : {}),
      },
    ];
  });
}

/** What is the same in every environment for one value and for no other. */
function placeId({ place, key }: PlacedValue): string {
  return `${place} ${key}`;
}

function swappedWith(
  value: PlacedValue,
  { others, class: kind }: Profile,
  valuesOf: (other: Profile) => ReadonlyMap<string, PlacedValue>,
): { environment: string; from: string } | undefined {
  for (const other of others) {
    const theirs = valuesOf(other).get(placeId(value));
    const isUnfitting = theirs !== undefined && unfittingMarks(theirs, other.class).length > 0;
    // Staging may have either, and what is live there while production has a key of a test belongs to production.
    const isLiveThere =
      kind === 'production' && theirs !== undefined && modeMarks(theirs).some(({ mode }) => mode === 'live');
    if (theirs && (isUnfitting || isLiveThere)) return { environment: other.environment, from: theirs.from };
  }
  return undefined;
}

/** What stands before a credential in the header that carries it, or in a file of variables: pasted along, it is sent twice. */
const headerWords = /^["']?(?:authorization\s*:\s*)?(?:bearer|convex|token|basic)\s+(?=\S)|^["']?authorization\s*:/i;

/**
 * Credentials that a reading sends in a header, with that header's own word before them: `Convex prod:…`, `Bearer …`. What a
 * team sends itself may hold the whole header, and is left alone.
 */
export function judgeHeaderWords(profile: Profile): Finding[] {
  const { environment } = profile;
  return placedCredentials(profile).flatMap((placed) => {
    const { setting, role } = placed;
    const isSent = role.opens !== undefined || role.usedAnyway === true;
    const words = isSent && setting.isSet ? headerWords.exec(setting.value)?.[0].trim() : undefined;
    if (words === undefined) return [];
    return [
      {
        what: `the ${calledOf(placed)} of ${environment} has the word of its header before it`,
        expected: 'the credential alone',
        received: `\`${words}\` and a credential behind it`,
        from: [setting.origin],
        remedy: `Take \`${words}\` off ${setting.name}: it is sent in the header already.`,
      },
    ];
  });
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
