import type { Profile, Setting } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { databaseTargets } from '../databases/judge-databases.ts';
import { attestTokenElsewhere, deployKeyElsewhere, tokenElsewhere } from './read-credential-elsewhere.ts';
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

/** Where a token is shown. */
interface Door {
  url: Setting;
  path: string;
  authenticatesFirst?: boolean;
}

/** The credentials of an environment that can be tried by a call which does nothing but answer. */
export function credentialsOf(owner: Profile): Credential[] {
  return [...deployKey(owner), ...workerTokens(owner), ...attestTokens(owner), ...namedTokens(owner), ...roles(owner)];
}

function deployKey({ convex, environment }: Profile): Credential[] {
  if (convex?.deployKey === undefined) return [];
  return [
    {
      kind: 'deploy key',
      owner: environment,
      setting: convex.deployKey,
      at: (profile, read) => profile.convex && read(deployKeyElsewhere, { owner: convex, at: profile.convex }),
      bare: () => undefined,
    },
  ];
}

function workerTokens({ worker, environment }: Profile): Credential[] {
  const found: Credential[] = [];
  if (worker?.redis)
    found.push(
      tokenCredential('Redis token', environment, worker.redis.token, ({ worker: other }) =>
        other?.redis ? { url: other.redis.url, path: '/ping' } : undefined,
      ),
    );
  // A search for a trace that nobody wrote: it is answered with none.
  if (worker?.ingestToken && worker.sharing === 'isolated')
    found.push(
      tokenCredential("Worker's client token", environment, worker.ingestToken, ({ worker: other }) =>
        other ? { url: other.url, path: `${other.endpoints.logs}?trace_id=airlock-tries-a-token` } : undefined,
      ),
    );
  return found;
}

function attestTokens({ sync, environment }: Profile): Credential[] {
  return (sync?.targets ?? []).flatMap(({ target, attest }) => {
    if (attest === undefined) return [];
    const there = ({ sync: other }: Profile) => other?.targets.find((each) => each.target === target)?.attest;
    return [tokenCredential(`attest token of ${target}`, environment, attest.token, there, attestTokenElsewhere)];
  });
}

function namedTokens({ isolation, environment }: Profile): Credential[] {
  return isolation.tokens.map(({ name, token }, index) =>
    tokenCredential(name, environment, token, (profile) => profile.isolation.tokens[index]),
  );
}

function tokenCredential(
  kind: string,
  owner: string,
  setting: Setting,
  doorOf: (profile: Profile) => Door | undefined,
  reading = tokenElsewhere,
): Credential {
  const trial = (profile: Profile, read: Read, token: Setting | undefined) => {
    const door = doorOf(profile);
    if (door === undefined) return undefined;
    const { url, path, authenticatesFirst = false } = door;
    return read(reading, { owner, token, url, path, authenticatesFirst });
  };
  return {
    kind,
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
