import { convexIdentity, type Identity } from '../../platforms/convex/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { type FollowedWay, followedWay } from './read-followed.ts';

/** What answers at a deployment's URL, or at the end of the redirects that begin there. */
export interface FollowedIdentity {
  identity: Identity;
  /** The redirects, where there are any. */
  way: FollowedWay | undefined;
}

const nameForm = /^[a-z0-9][a-z0-9-]{0,99}$/i;

/** Asks a deployment for its name, also where its address is an alias that redirects. */
export const followedIdentity = defineReading({
  name: 'isolation.followed-identity',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, { read }): Promise<FollowedIdentity> {
    const identity = await read(convexIdentity, convex);
    // Most answer at once: only what does not is followed.
    if (identity.answers || !/^status 3\d\d/.test(identity.received)) return { identity, way: undefined };
    const way = await read(followedWay, identity.url);
    const name = way.text?.trim() ?? '';
    return {
      identity: nameForm.test(name) ? { answers: true, url: way.leadsTo, name: name.toLowerCase() } : identity,
      way,
    };
  },
});
