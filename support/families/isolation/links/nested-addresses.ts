import { textViews } from '../site/text-views.ts';

/** An address inside another one, in whichever way a browser reads it: `https:/x`, `https:\\x` and `https:x.y` are `https://x`. */
const inside = /https?:(?:[\\/]+|(?=[a-z0-9-]+\.[a-z]))[^\s"'<>&#;,|]+/gi;
/** The value of a parameter that a browser reads as another host: `next=//acme.com`, `next=/\\acme.com`. */
const withoutScheme = /(?<==)[\\/]{2,}[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s"'<>&#;,|]*/gi;
/** More rounds than a chain of redirects encodes. */
const mostEncodings = 5;

/** A chain of redirects is as long as this at most, or its links are too long to be opened. */
const deepestChain = 8;

/**
 * The addresses in the path, the query and the fragment of a link: plain, percent-encoded however often, and in base64, and those in
 * them in turn. A redirect of an own host may lead there.
 */
export function nestedAddresses(link: string): string[] {
  const found = new Set<string>();
  let next = [link];
  for (let depth = 0; depth < deepestChain && next.length > 0; depth += 1) {
    next = [...new Set(next.flatMap(addressesInside))].filter((address) => !found.has(address));
    for (const address of next) found.add(address);
  }
  return [...found];
}

function addressesInside(link: string): string[] {
  const [own = ''] = /^\s*https?:[\\/]*[^\\/?#]*/i.exec(link) ?? [];
  const found = [
    ...new Set(
      readingsOf(link)
        .flatMap(textViews)
        .map(({ text }) => text),
    ),
  ].flatMap((text) => {
    const rest = text.startsWith(own) ? text.slice(own.length) : text;
    return [
      ...[...rest.matchAll(inside)].map(([address]) => address),
      ...[...rest.matchAll(withoutScheme)].map(([address]) => `https:${address}`),
    ].map(withoutPunctuation);
  });
  return [...new Set(found)].filter((address) => URL.canParse(address));
}

/** In a path, base64 begins behind a slash, which is also one of its characters; some trackers write an address without any. */
function readingsOf(link: string): string[] {
  const plain = decoded(link);
  const defended = /https?-3A__/i.test(link)
    ? [decoded(link.replaceAll('_', '/').replace(/-(?=[0-9a-f]{2})/gi, '%'))]
    : [];
  return [...new Set([link, plain, ...[link, plain].map((text) => text.replaceAll('/', ' ')), ...defended])];
}

/** Without percent-encoding, until nothing changes any more. A browser leaves tabs and ends of lines out of an address. */
function decoded(link: string): string {
  let text = link;
  for (let round = 0; round < mostEncodings; round += 1)
    text = text
      .replace(/%0[9ad]/gi, '')
      .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return text;
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
