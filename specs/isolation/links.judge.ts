import type { Finding } from '../../support/check/finding.ts';
import { textViews } from '../../support/families/isolation/index.ts';
import type { LinkSource } from '../../support/families/isolation/links/link-sources.ts';
import type { FoundLinks } from '../../support/families/isolation/links/links-in.ts';
import { homeOrigins, type Profile, pageOrigins } from '../../support/profile/index.ts';
import { quoteForeign } from '../../support/text/quote-foreign.ts';

/**
 * Whether every link leads to E's own origins, and nothing else that is named to another environment's. What stands in
 * the link behind its path may be a token: it is not shown.
 */
export function judgeLinks(
  profile: Pick<Profile, 'environment' | 'backends' | 'sites' | 'workers' | 'others' | 'backendOwner'>,
  { name, place, allow }: Pick<LinkSource, 'name' | 'place' | 'allow'>,
  { links, further, texts }: FoundLinks,
): Finding[] {
  const own = [...homeOrigins(profile).keys()];
  const foreign = profile.others
    .flatMap((other) => [...pageOrigins(other).keys()])
    .filter((origin) => !own.includes(origin));
  const originOf = (link: string) => (/^https?:/i.test(link) ? URL.parse(link)?.origin : undefined);
  const wrong = [
    ...links.filter((link) => ![...own, ...allow].includes(originOf(link) ?? '')),
    ...further.filter((link) => foreign.includes(originOf(link) ?? '')),
  ];
  const named = foreign.filter((origin) => texts.some((text) => namesHost(text, origin)));
  const linked = new Set(wrong.map(originOf));
  const shown = new Set([
    ...wrong.map((link) => {
      const [path = ''] = link.split(/[?#]/);
      return originOf(link) === undefined ? `${quoteForeign(path, 80)}, which names no host` : path;
    }),
    ...named.filter((origin) => !linked.has(origin)).map((origin) => `${new URL(origin).host}, named in a text`),
  ]);
  return [...shown].map((received) => ({
    what: `a link that ${profile.environment} generates points to another origin`,
    expected: `a link to ${own.join(' or ')}`,
    received,
    from: [`${name} (${place})`],
  }));
}

/** Whether a text names the host of an origin, in whichever way it is encoded, and not a longer host that only contains it. */
function namesHost(text: string, origin: string): boolean {
  const host = RegExp.escape(new URL(origin).host);
  const form = new RegExp(`(?<![\\w.-])${host}(?![\\w-]|\\.\\w|:\\d)`, 'i');
  return textViews(asBrowser(text)).some((view) => form.test(view.text));
}

/** The forms of a character are one in a host, and what shows nothing is left out. Source: Unicode Technical Standard 46, section 4. */
function asBrowser(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replaceAll('\u3002', '.');
}
