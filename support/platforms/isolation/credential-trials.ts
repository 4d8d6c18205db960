import type { Profile, Setting } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import { deployKeyElsewhere, type Trial, tokenElsewhere } from './read-credential-elsewhere.ts';

/** One kind of credential of an environment, and how it is tried: at home, and at the same service of another environment. */
export interface Credential {
  kind: string;
  owner: string;
  setting: Setting;
  at: (profile: Profile, read: Read) => Promise<Trial> | undefined;
  /** The same call without any credential, where it may be open to everybody. */
  bare: (profile: Profile, read: Read) => Promise<Trial> | undefined;
}

/** The credentials of an environment that can be tried by a call which does nothing but answer. */
export function credentialsOf(owner: Profile): Credential[] {
  const { convex, worker, isolation, environment } = owner;
  const credentials: Credential[] = [];
  if (convex?.deployKey)
    credentials.push({
      kind: 'deploy key',
      owner: environment,
      setting: convex.deployKey,
      at: (profile, read) => profile.convex && read(deployKeyElsewhere, { owner: convex, at: profile.convex }),
      bare: () => undefined,
    });
  const tokens = [
    ...(worker?.redis
      ? [
          {
            name: 'Redis token',
            path: '/ping',
            token: worker.redis.token,
            urlOf: (profile: Profile) => profile.worker?.redis?.url,
          },
        ]
      : []),
    ...isolation.tokens.map(({ name, path, token }, index) => ({
      name,
      path,
      token,
      urlOf: (profile: Profile) => profile.isolation.tokens[index]?.url,
    })),
  ];
  for (const { name, path, token, urlOf } of tokens) {
    const trial = (profile: Profile, read: Read, shown: Setting | undefined) => {
      const url = urlOf(profile);
      return url && read(tokenElsewhere, { owner: environment, token: shown, url, path });
    };
    credentials.push({
      kind: name,
      owner: environment,
      setting: token,
      at: (profile, read) => trial(profile, read, token),
      bare: (profile, read) => trial(profile, read, undefined),
    });
  }
  return credentials;
}
