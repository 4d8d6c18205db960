import type { Finding } from '../../support/check/finding.ts';
import type { LinkSource } from '../../support/families/isolation/links/link-sources.ts';
import type { FoundLinks } from '../../support/families/isolation/links/links-in.ts';
import { type Profile, pageOrigins } from '../../support/profile/index.ts';
import { quoteForeign } from '../../support/text/quote-foreign.ts';

/**
 * Whether every link leads to E's own origins, and nothing else that is named to another environment's. What stands in
 * the link behind its path may be a token: it is not shown.
 */
export function judgeLinks(
  profile: Pick<Profile, 'environment' | 'convex' | 'pages' | 'worker' | 'others'>,
  { name, place, allow }: Pick<LinkSource, 'name' | 'place' | 'allow'>,
  { links, further }: FoundLinks,
): Finding[] {
  const own = [...pageOrigins(profile).keys()];
  const foreign = profile.others
    .flatMap((other) => [...pageOrigins(other).keys()])
    .filter((origin) => !own.includes(origin));
  const originOf = (link: string) => (/^https?:/i.test(link) ? URL.parse(link)?.origin : undefined);
  const wrong = [
    ...links.filter((link) => ![...own, ...allow].includes(originOf(link) ?? '')),
    ...further.filter((link) => foreign.includes(originOf(link) ?? '')),
  ];
  const shown = new Set(
    wrong.map((link) => {
      const [path = ''] = link.split(/[?#]/);
      return originOf(link) === undefined ? `${quoteForeign(path, 80)}, which names no host` : path;
    }),
  );
  return [...shown].map((received) => ({
    what: `a link that ${profile.environment} generates points to another origin`,
    expected: `a link to ${own.join(' or ')}`,
    received,
    from: [`${name} (${place})`],
  }));
}
