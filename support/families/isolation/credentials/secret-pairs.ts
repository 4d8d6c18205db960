import type { Profile } from '../../../profile/index.ts';
import { ownedPairs, type Pair, rowPairs, secretRows, sharedKeys } from '../../config/index.ts';
import { type HeldSecret, shortestSecret } from './environment-secrets.ts';

type Side = Pair['own'];

/** Every secret of E beside the same key of each other environment, those left out that may be shared or are rightly empty. */
export function secretPairs(profile: Profile): Pair[] {
  const shared = sharedKeys(profile);
  const rows = secretRows(profile).filter(({ key }) => !shared.has(key));
  const pairs: Pair[] = [...rowPairs(profile, rows), ...ownedPairs(profile).filter(({ own }) => own.secret)];
  return pairs.filter(({ own, environment, other, otherEnvironment }) => {
    const isEmpty = isWithoutValue(own) && isWithoutValue(other);
    return !isEmpty && !isOptional(own, environment) && !isOptional(other, otherEnvironment);
  });
}

/**
 * Whether a pair is compared under its own key alone: one of the two is not known, and only what is written can be compared;
 * or it is not among the secrets that are looked for under other names, as one that is too short.
 * @param held the secrets of both environments that are looked for
 */
export function isComparedAlone(
  { own, other, environment, otherEnvironment }: Pair,
  held: readonly HeldSecret[],
): boolean {
  if (!own.setting.isSet || !other.setting.isSet) return true;
  if ([own, other].some(({ setting }) => setting.value.length < shortestSecret)) return true;
  const isHeld = (of: string) => held.some((each) => each.key === own.key && each.environment === of);
  return !isHeld(environment) || !isHeld(otherEnvironment);
}

function isWithoutValue({ setting, written }: Side): boolean {
  return !setting.isSet && written === '';
}

function isOptional(side: Side, environment: string): boolean {
  return isWithoutValue(side) && side.rule.optionalIn?.includes(environment) === true;
}
