import { type ConvexHost, convexHostsIn } from '../../../settings/index.ts';
import type { SiteFiles } from './site-crawl.ts';

/** A host of the Convex cloud in a file of a site. */
export interface NamedConvexHost extends ConvexHost {
  host: string;
  /** The file. */
  url: string;
}

/** Names in the messages of Convex's own client (npm package `convex`, 1.48) and its guides. */
const examples = /^(?:happy-otter|happy-animal|small-mouse|cool-name|your-deployment|adjective-animal)-\d+$/;

/** Words of JavaScript that may stand before a text without being a sentence. */
const keywords = /\b(?:return|case|default|typeof|new|throw|await|yield|in|of|else|void|from|import)$/;

/**
 * The hosts that a site's files name as an address, and how many stand in a sentence or are known examples: a library's own
 * error text names no backend.
 */
export function convexAddressesIn({ files }: SiteFiles): { named: NamedConvexHost[]; examples: number } {
  const all = files.flatMap(({ url, text }) =>
    convexHostsIn(text).map(({ at, ...host }) => ({ ...host, url, isExample: isExample(text, at, host.deployment) })),
  );
  const named = all.filter(({ isExample: example }) => !example).map(({ isExample: _, ...host }) => host);
  return { named, examples: all.length - named.length };
}

function isExample(text: string, at: number, deployment: string): boolean {
  if (examples.test(deployment)) return true;
  const before = text.slice(Math.max(0, at - 48), at).replace(/[a-z]{2,5}:\/\/$/i, '');
  const sentence = /([A-Za-z]+)[.,]?\s["'`(\\]*$/.exec(before)?.[1];
  return sentence !== undefined && !keywords.test(sentence);
}
