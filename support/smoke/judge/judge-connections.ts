import type { Finding } from '../../check/finding.ts';
import { type Profile, pageOrigins } from '../../profile/index.ts';
import type { PageReading } from '../visit/open-page.ts';
import type { PageWatch } from '../watch/watch-page.ts';

/** Who an origin belongs to: "the Convex deployment of prod". */
export type Homes = ReadonlyMap<string, string>;

/** The origins of an environment, by its profile. */
export function homesOf(profile: Profile): Homes {
  return new Map([
    ...[...pageOrigins(profile)].map(([origin, what]) => [origin, `${what} of ${profile.environment}`] as const),
    ...(profile.smoke?.thirdParties ?? []).map(
      ({ origin }) => [origin, 'a third party that the profile lists'] as const,
    ),
  ]);
}

/**
 * Judges where a page connects to: only its own environment and the third parties in the profile. A host of another environment
 * is named as such; an unencrypted request of a secure page is mixed content.
 */
export function judgeConnections(
  { url, watch }: Pick<PageReading, 'url'> & { watch: Pick<PageWatch, 'connections' | 'initiators'> },
  homes: Homes,
  foreign: Homes,
): Finding[] {
  const isSecure = url.startsWith('https:');
  const expected = `one of ${[...homes.keys()].join(', ')}`;
  return [...watch.connections.values()].flatMap(({ origin, url: address, what, isKeptOut }): Finding[] => {
    const initiator = watch.initiators.of(address);
    const from = [url, ...(initiator === undefined ? [] : [withoutParameters(initiator)]), withoutParameters(address)];
    if (!homes.has(origin))
      return [
        strange(origin, foreign.get(origin), {
          expected,
          received: `${what} to ${origin}${isKeptOut ? ', which was blocked' : ''}`,
          from,
        }),
      ];
    if (!isSecure || !/^(?:http|ws):/.test(address)) return [];
    return [
      {
        what: 'a secure page makes an unencrypted request (mixed content)',
        expected: 'https or wss',
        received: `${what} to ${origin}`,
        from,
      },
    ];
  });
}

/** The finding for a connection to a host outside this environment. */
function strange(
  origin: string,
  owner: string | undefined,
  places: Pick<Finding, 'expected' | 'received' | 'from'>,
): Finding {
  return owner === undefined
    ? {
        ...places,
        what: 'the page connects to a host that is not in the profile',
        remedy: `Remove it from the page, or list it in platforms.smoke.thirdParties: { origin: '${origin}' }.`,
      }
    : {
        ...places,
        what: `the page connects to ${owner}`,
        remedy: "Build the site with this environment's own addresses, and deploy it again.",
      };
}

/** Parameters may contain credentials. */
function withoutParameters(address: string): string {
  return address.replace(/[?#].*$/, '');
}
