import type { Finding } from '../../check/finding.ts';
import type { Profile } from '../../profile/index.ts';
import type { LinkSource } from './link-sources.ts';
import type { FoundLinks } from './links-in.ts';
import { ownOrigins } from './read-sign-in.ts';

/**
 * Whether every link leads to E's own origins, and nothing else that is named to another environment's. What stands in
 * the link behind its path may be a token: it is not shown.
 */
export function judgeLinks(
  profile: Pick<Profile, 'environment' | 'convex' | 'pages' | 'worker' | 'others'>,
  { name, place, allow }: Pick<LinkSource, 'name' | 'place' | 'allow'>,
  { links, further }: FoundLinks,
): Finding[] {
  const own = ownOrigins(profile);
  const foreign = profile.others.flatMap(ownOrigins).filter((origin) => !own.includes(origin));
  const wrong = [
    ...links
      .map((link) => URL.parse(link))
      .filter((link) => link === null || ![...own, ...allow].includes(link.origin)),
    ...further.map((link) => URL.parse(link)).filter((link) => link !== null && foreign.includes(link.origin)),
  ];
  const shown = new Set(
    wrong.map((link) => (link === null ? 'an address that cannot be read' : link.origin + link.pathname)),
  );
  return [...shown].map((received) => ({
    what: `a link that ${profile.environment} generates leads elsewhere`,
    expected: `a link to ${own.join(' or ')}`,
    received,
    from: [`${name} (${place})`],
  }));
}
