import { htmlLinks } from './html-links.ts';
import { nestedAddresses, withoutPunctuation } from './nested-addresses.ts';

/** Addresses in what the backend sends. */
export interface FoundLinks {
  /** What a reader follows, and every address inside such a link: a redirect follows it. */
  links: readonly string[];
  /** What else is loaded: pictures, styles. */
  further: readonly string[];
  /** Everything that is shown or followed, in which an address may be named without its scheme. Comments are not in it. */
  texts: readonly string[];
}

const linkForm = /https?:(?:\\?\/){2}[^\s"'<>()|“”„‘’«»`]+/gi;

/**
 * The links of a value, also inside a longer text, as the body of a mail, and where that is HTML, of its elements. A link that
 * names no host (`undefined/reset`) is one: nobody who reads a mail gets anywhere by it.
 */
export function linksIn(value: unknown): FoundLinks {
  if (typeof value === 'string') return linksInText(value);
  if (typeof value !== 'object' || value === null) return { links: [], further: [], texts: [] };
  return together(Object.values(value).map(linksIn));
}

/** The links of several texts. */
export function together(found: readonly FoundLinks[]): FoundLinks {
  return {
    links: found.flatMap(({ links }) => links),
    further: found.flatMap(({ further }) => further),
    texts: found.flatMap(({ texts }) => texts),
  };
}

function linksInText(text: string): FoundLinks {
  if (isHtml(text)) return linksInHtml(text);
  const links = addressesIn(text);
  return { links: withNested(links), further: [], texts: [text] };
}

/** Slack writes `<https://acme.com|Acme>`, which is no element. */
function isHtml(text: string): boolean {
  return /<(?:!--|!doctype|\/?[a-z][a-z0-9:-]*(?:\s|\/?>))/i.test(text);
}

/** The links in the HTML part of a mail. */
export function linksInHtml(html: string): FoundLinks {
  const { followed, loaded, texts } = htmlLinks(html);
  const taken = new Set([...followed, ...loaded]);
  const named = texts.flatMap(addressesIn).filter((link) => !taken.has(link));
  return {
    links: withNested([...followed, ...named]),
    further: loaded.filter((link) => !followed.includes(link)),
    texts: [...texts, ...followed, ...loaded],
  };
}

function withNested(links: readonly string[]): string[] {
  return [...new Set(links.flatMap((link) => [link, ...nestedAddresses(link)]))];
}

/** Addresses as a mail program makes links of them, also with the slashes of JSON escaped. */
function addressesIn(text: string): string[] {
  return [...text.matchAll(linkForm)].flatMap(([link]) =>
    link
      .replace(/\\+\//g, '/')
      .split(/\\|,(?=https?:\/\/)/i)
      .filter((part) => part !== '')
      .map(withoutPunctuation),
  );
}
