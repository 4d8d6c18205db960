import type { Profile } from '../../../profile/index.ts';
import { ownedPairs, type Pair, rowPairs, secretRows, sharedKeys } from '../../config/index.ts';

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

/** Whether one of the two is not known: then only what is written can be compared. */
export function isPartlyKnown({ own, other }: Pair): boolean {
  return !own.setting.isSet || !other.setting.isSet;
}

function isWithoutValue({ setting, written }: Side): boolean {
  return !setting.isSet && written === '';
}

function isOptional(side: Side, environment: string): boolean {
  return isWithoutValue(side) && side.rule.optionalIn?.includes(environment) === true;
}
