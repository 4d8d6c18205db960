import type { Finding } from '../../support/check/finding.ts';
import {
  type ForeignMark,
  type HeldKey,
  type HeldKeys,
  judgeForeignHosts,
  judgeMode,
  judgeShape,
  marksOf,
  placeholderIn,
  rowsOf,
  unownedDeployments,
} from '../../support/families/config/index.ts';
import {
  isSecretKey,
  type KeyRule,
  type Profile,
  registerValue,
  Setting,
  type SyncTarget,
} from '../../support/profile/index.ts';

type ReadableKey = HeldKey & { value: string };

/** Values that a platform shows and that are not the table's own: those are judged where they are written. */
export function valuesBeyondTable(profile: Profile, target: SyncTarget, held: HeldKeys): ReadableKey[] {
  const rows = rowsOf(profile, target);
  return held.keys.filter((key): key is ReadableKey => {
    if (!key.readable || key.value === undefined) return false;
    const own = rows.filter((row) => row.key.toUpperCase() === key.name.toUpperCase());
    return !own.some(({ setting }) => setting.isSet && setting.value === key.value);
  });
}

/** What runs is the platform's value: it obeys the same rules as a cell. Of secrets, only the finding is shown. */
export function judgePlatformValues(profile: Profile, held: HeldKeys, keys: readonly ReadableKey[]): Finding[] {
  const marks = profile.others.flatMap((other) => marksOf(other, profile));
  return keys.flatMap((key) => judgeHeldValue(profile, { held, key, marks }));
}

/** GitHub keeps every name in capitals, whatever the table calls the key. */
function ruleOf({ table: { rules } }: Profile, platform: HeldKeys['platform'], name: string): KeyRule {
  const isKey = (key: string) => key === name || (platform === 'github' && key.toUpperCase() === name);
  const key = Object.keys(rules).find(isKey);
  return (key !== undefined && rules[key]) || {};
}

function judgeHeldValue(
  profile: Profile,
  { held, key: { name, value }, marks }: { held: HeldKeys; key: ReadableKey; marks: readonly ForeignMark[] },
): Finding[] {
  const rule = ruleOf(profile, held.platform, name);
  const secret = isSecretKey(name, rule);
  registerValue(name, value, secret);
  const from = `${held.address} (${name})`;
  const called = `${name} on ${held.place}`;
  const placeholder = rule.placeholder === true ? undefined : placeholderIn(value, secret, profile.class);
  const judged = { key: called, rule, secret, setting: Setting.of(name, value, from) };
  return [
    ...judgeForeignHosts(judged, profile.environment, marks, profile.loopback),
    ...judgeMode({ key: called, rule, value, from }, profile),
    ...judgeShape({ ...judged, key: name }).map((finding) => ({ ...finding, what: `${called}: ${finding.what}` })),
    ...unownedDeployments(profile, value).map((deployment) => ({
      what: `${called} names the Convex deployment ${deployment}, which belongs to no environment`,
      expected: 'a deployment that an environment of the table has',
      received: secret ? 'a secret that contains it' : value,
      from: [from],
      remedy: `Correct the value on the platform; if ${deployment} is meant, list it in table.knownDeployments.`,
    })),
    ...(placeholder === undefined
      ? []
      : [
          {
            what: `${called} contains a placeholder`,
            expected: 'the real value',
            received: `${placeholder.what}: \`${placeholder.text}\``,
            from: [from],
          },
        ]),
  ];
}
