import { textViews } from '../site/text-views.ts';

/** An address inside another one, in whichever way a browser reads it: `https:/x`, `https:\\x` and `https:x.y` are `https://x`. */
const inside = /https?:(?:[\\/]+|(?=[a-z0-9-]+\.[a-z]))[^\s"'<>&#;,|]+/gi;

/**
 * The addresses in the path, the query and the fragment of a link: plain, percent-encoded once or twice, and in base64.
 * A redirect of an own host may lead there.
 */
export function nestedAddresses(link: string): string[] {
  const found = textViews(link).flatMap(({ text }) => {
    // The link itself stands at the beginning of its own view.
    const start = /^\s*https?:/i.test(text) ? text.search(/:/) + 1 : 0;
    return [...text.slice(start).matchAll(inside)].map(([address]) => withoutPunctuation(address));
  });
  return [...new Set(found)].filter((address) => URL.canParse(address));
}

/** What the sentence around it put behind an address: `[https://acme.com]`, `**https://acme.com**`. */
export function withoutPunctuation(link: string): string {
  let end = link.length;
  while (end > 0 && (isMark(link[end - 1]) || (link[end - 1] === ']' && !link.slice(0, end).includes('[')))) end -= 1;
  return link.slice(0, end);
}

function isMark(character: string | undefined): boolean {
  return character !== undefined && '.,;:!?*_~…'.includes(character);
}
