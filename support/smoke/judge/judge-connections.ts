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
 * Judges where a page connects to: hosts of its own environment, and third parties that the profile lists. A host of
 * another environment is named as that; a host asked in the clear by a secure page is mixed content.
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
          received: `${what} to ${origin}${isKeptOut ? ', which was kept out' : ''}`,
          from,
        }),
      ];
    if (!isSecure || !/^(?:http|ws):/.test(address)) return [];
    return [
      {
        what: 'a secure page asks in the clear (mixed content)',
        expected: 'https or wss',
        received: `${what} to ${origin}`,
        from,
      },
    ];
  });
}

/** The finding of a connection that leads nowhere of this environment. */
function strange(
  origin: string,
  owner: string | undefined,
  places: Pick<Finding, 'expected' | 'received' | 'from'>,
): Finding {
  return owner === undefined
    ? {
        ...places,
        what: 'the page connects to a host that the profile does not name',
        remedy: `Take it out of the page, or name it in platforms.smoke.thirdParties: { origin: '${origin}' }.`,
      }
    : {
        ...places,
        what: `the page talks to ${owner}`,
        remedy: "Build the site with this environment's own addresses, and deploy it again.",
      };
}

/** A parameter may be a credential. */
function withoutParameters(address: string): string {
  return address.replace(/[?#].*$/, '');
}
