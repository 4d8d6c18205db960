import type { Profile } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import type { FoundLinks } from './links-in.ts';
import { generatedLinks } from './read-links.ts';
import { mailedLinks } from './read-mail.ts';

/** Something of the backend that holds links as people get them. */
export interface LinkSource {
  /** A function's path, or "captured mail". */
  name: string;
  place: string;
  /** Origins beside its own to which it may lead. */
  allow: readonly string[];
  links: (read: Read) => Promise<FoundLinks & { mails?: number }>;
}

/** The queries that the profile names, and its mail catcher; undefined where it names none. */
export function linkSources(profile: Profile): LinkSource[] | undefined {
  const { convex, isolation } = profile;
  const queries = convex
    ? isolation.links.map((call) => ({
        name: call.path,
        place: convex.url.origin,
        allow: [],
        links: async (read: Read) => ({ links: await read(generatedLinks, { convex, call }), further: [] }),
      }))
    : [];
  const { mail } = isolation;
  const mails = mail
    ? [
        {
          name: 'captured mail',
          place: mail.url.origin,
          allow: mail.allow,
          links: (read: Read) => read(mailedLinks, profile),
        },
      ]
    : [];
  const sources = [...queries, ...mails];
  return sources.length === 0 ? undefined : sources;
}
