import { NotApplicable } from '../../../check/not-applicable.ts';
import { type ConvexProfile, type FunctionCall, named, type Profile } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import type { FoundLinks } from './links-in.ts';
import { generatedLinks, linksOfAction } from './read-links.ts';
import { mailedLinks } from './read-mail.ts';

/** Something of the backend that holds links as people get them. */
export interface LinkSource {
  /** A function's path, or "captured mail". */
  name: string;
  place: string;
  /** Origins beside its own to which it may lead. */
  allow: readonly string[];
  links: (read: Read) => Promise<FoundLinks & { mails?: number; attachments?: number }>;
}

/**
 * The queries that the profile names, and its mail catcher.
 * @throws NotApplicable where it names none
 */
export function linkSources(profile: Profile): LinkSource[] {
  const { backends, isolation } = profile;
  const { mail } = isolation;
  const convex = named(backends, isolation.backend);
  const queries = convex ? isolation.links.map((call) => queried(convex, call)) : [];
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
  if (sources.length > 0) return sources;
  throw new NotApplicable('`platforms.isolation.links` and `platforms.isolation.mail` are not set');
}

/**
 * The actions that the profile names.
 * @throws NotApplicable where it names none
 */
export function linkActions({ backends, isolation }: Profile): LinkSource[] {
  const convex = named(backends, isolation.backend);
  if (convex === undefined || isolation.linksOfActions.length === 0)
    throw new NotApplicable('`platforms.isolation.linksOfActions` is not set');
  return isolation.linksOfActions.map((call) => ({
    ...queried(convex, call),
    links: (read: Read) => read(linksOfAction, { convex, call }),
  }));
}

function queried(convex: ConvexProfile, call: FunctionCall): LinkSource {
  return {
    name: call.path,
    place: convex.url.origin,
    allow: [],
    links: (read) => read(generatedLinks, { convex, call }),
  };
}
