import { calledOf, isOwned, openingOf, type Profile, placedCredentials, type Setting } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { databaseTargets } from '../databases/judge-databases.ts';
import { credentialElsewhere } from './read-credential-elsewhere.ts';
import { roleElsewhere } from './read-role-elsewhere.ts';
import type { Trial } from './trial.ts';

type TrialAt = (profile: Profile, read: Read) => Promise<Trial> | undefined;

/** One kind of credential of an environment, and how it is tried: at home, and at the same service of another environment. */
export interface Credential {
  kind: string;
  owner: string;
  setting: Setting;
  at: TrialAt;
  /** The same call without any credential, where it may be open to everybody. */
  bare: TrialAt;
}

/** The credentials of an environment that can be tried by a call which does nothing but answer, and that no other may have. */
export function credentialsOf(owner: Profile): Credential[] {
  const declared = placedCredentials(owner).filter((placed) => isOwned(placed) && placed.role.opens !== undefined);
  return [...declared.map((placed) => declaredCredential(owner.environment, placed)), ...roles(owner)];
}

function declaredCredential(owner: string, placed: ReturnType<typeof placedCredentials>[number]): Credential {
  const { place, setting } = placed;
  const trial = (profile: Profile, read: Read, credential: Setting | undefined) => {
    const there = placedCredentials(profile).find((each) => each.place === place);
    const opening = there && openingOf(there);
    return opening && read(credentialElsewhere, { owner, credential, opening });
  };
  return {
    kind: calledOf(placed),
    owner,
    setting,
    at: (profile, read) => trial(profile, read, setting),
    bare: (profile, read) => trial(profile, read, undefined),
  };
}

function roles(owner: Profile): Credential[] {
  return databaseTargets(owner).flatMap(({ key, setting, address: role }) => {
    if (role === undefined) return [];
    return [
      {
        kind: `database role of ${key}`,
        owner: owner.environment,
        setting,
        at: (profile: Profile, read: Read) => {
          const address = databaseTargets(profile).find((each) => each.key === key)?.address;
          return address && read(roleElsewhere, { role, at: address });
        },
        bare: () => undefined,
      },
    ];
  });
}
