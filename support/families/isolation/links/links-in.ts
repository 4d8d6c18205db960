/** Addresses in what the backend sends. */
export interface FoundLinks {
  /** What a reader follows. */
  links: readonly string[];
  /** What else is loaded or named: pictures, styles, the namespaces of a document. */
  further: readonly string[];
}

const linkForm = /https?:\/\/[^\s"'<>()\\|“”„‘’«»`]+/gi;
const followed = /<(?:a|area|form)\b[^<>]*?\b(?:href|action)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi;
/** What leads to no host: a place in the mail itself, a number to call, an app; and what the provider fills in as it sends. */
const elsewhere = /^(?:$|#|(?:tel|sms|callto|mailto):|[a-z][a-z0-9+.-]*:(?!\d)|\{\{|\[\[|%\w+%|<%|\*\|)/i;

/**
 * Every absolute web address in a value, also inside a longer text, as the body of a mail; and, where that is HTML, what
 * its links lead to without naming a host (`undefined/reset`): nobody who reads a mail gets anywhere by it.
 */
export function linksIn(value: unknown): string[] {
  if (typeof value === 'string')
    return [...addressesIn(value), ...followedIn(value).filter((link) => !isAbsolute(link))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(linksIn);
}

/** The addresses in the HTML part of a mail: those that are followed, and the others. */
export function linksInHtml(html: string): FoundLinks {
  const links = followedIn(html).flatMap((link) => (isAbsolute(link) ? addressesIn(link) : [link]));
  const taken = new Set(links);
  return { links, further: addressesIn(html).filter((link) => !taken.has(link)) };
}

function isAbsolute(link: string): boolean {
  return /^https?:\/\//i.test(link);
}

function addressesIn(text: string): string[] {
  return [...text.replaceAll('&amp;', '&').matchAll(linkForm)].flatMap(([link]) =>
    link.split(/,(?=https?:\/\/)/i).map(withoutPunctuation),
  );
}

/** What the sentence around it put behind an address: `[https://acme.com]`, `**https://acme.com**`. */
function withoutPunctuation(link: string): string {
  const bare = link.replace(/[.,;:!?*_~…]+$/, '');
  return bare.endsWith(']') && !bare.includes('[') ? withoutPunctuation(bare.slice(0, -1)) : bare;
}

/** Where the links and forms of an HTML text lead, as far as that is a place of the web. */
function followedIn(html: string): string[] {
  return [...html.matchAll(followed)]
    .map(([, double, single, bare]) => decoded(double ?? single ?? bare ?? '').trim())
    .map((link) => link.replace(/^\/\//, 'https://'))
    .filter((link) => isAbsolute(link) || !elsewhere.test(link));
}

function decoded(attribute: string): string {
  return attribute
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,6});/g, (_, decimal: string) => String.fromCodePoint(Number(decimal)))
    .replaceAll('&amp;', '&');
}
