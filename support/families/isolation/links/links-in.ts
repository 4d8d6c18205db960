import { jsonIn } from '../../../files/parse-json.ts';
import { decodedMail, isEncodedMail } from './encoded-mail.ts';
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

const linkForm = /https?:(?:\\*\/){2}[^\s"'<>()|“”„‘’«»`]+/gi;
/** What a mail program makes a link of though its scheme is missing. */
const shortForm = /(?<![\w@/.:-])www\.[a-z0-9-]+\.[^\s"'<>()|“”„‘’«»`]+/gi;
/** What comes of an address whose variable is not set: `${SITE_URL}/reset`. */
const unsetForm = /(?<![\w/.-])(?:undefined|null)\/(?!undefined\b|null\b|void\b)\w[^\s"'<>()|“”„‘’«»`]+/g;

/**
 * The links of a value, also inside a longer text, as the body of a mail, and where that is HTML, of its elements. A link that
 * names no host (`undefined/reset`) is one: nobody who reads a mail gets anywhere by it.
 */
export function linksIn(value: unknown): FoundLinks {
  if (typeof value === 'string') return linksInBody(value);
  if (typeof value !== 'object' || value === null) return { links: [], further: [], texts: [] };
  return together([...Object.keys(value), ...Object.values(value)].map(linksIn));
}

/** A text may be JSON, or a mail as it is sent: then its links are in what these stand for. */
function linksInBody(text: string): FoundLinks {
  const json = /^\s*[[{]/.test(text) ? jsonIn(text) : undefined;
  if (typeof json === 'object' && json !== null) return linksIn(json);

  const read = isEncodedMail(text) ? decodedMail(text) : text;
  return isHtml(read) ? linksInHtml(read) : linksInText(read);
}

/** The links of several texts. */
export function together(found: readonly FoundLinks[]): FoundLinks {
  return {
    links: found.flatMap(({ links }) => links),
    further: found.flatMap(({ further }) => further),
    texts: found.flatMap(({ texts }) => texts),
  };
}

/** The links in a text that is not HTML: a subject, a header, the plain part of a mail. */
export function linksInText(text: string): FoundLinks {
  const links = addressesIn(text);
  return { links: withNested(links), further: [], texts: [text] };
}

/** Slack writes `<https://acme.com|Acme>`, which is not an element. */
function isHtml(text: string): boolean {
  return /<(?:!--|!doctype|\/?[a-z][a-z0-9:-]*(?:\s|\/?>))/i.test(text);
}

/** The links in the HTML part of a mail. */
export function linksInHtml(html: string): FoundLinks {
  const { followed, loaded, shown, texts } = htmlLinks(html);
  const taken = new Set([...followed, ...loaded]);
  const named = shown.flatMap(addressesIn).filter((link) => !taken.has(link));
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
function addressesIn(written: string): string[] {
  const text = written.replace(/(?<!\\)\\+u002f/gi, '/');
  const whole = [...text.matchAll(linkForm)].flatMap(([link]) =>
    link
      .replace(/(?<!\\)\\+\//g, '/')
      .split(/\\|,(?=https?:\/\/)/i)
      .filter((part) => /^https?:/i.test(part)),
  );
  const short = [...text.matchAll(shortForm)].map(([link]) => `https://${link}`);
  const unset = [...text.matchAll(unsetForm)].map(([link]) => link);
  return [...whole, ...short, ...unset].map(withoutPunctuation);
}
