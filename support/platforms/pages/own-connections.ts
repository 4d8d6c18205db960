import { type PagesProfile, type Profile, pageOrigins } from '../../profile/index.ts';

/**
 * The origins that the pages of a site may connect to, with `wss` beside each: Convex is reached by WebSocket. Where there are
 * several sites, a Worker or a backend belongs to the one that it names.
 */
export function ownConnections(profile: Profile, { url, name }: PagesProfile): string[] {
  const isOfSite = ({ site }: { site?: string | undefined }) => site === undefined || site === name;
  const workers = profile.workers.filter(isOfSite);
  const backends = profile.backends.filter(isOfSite);
  const sockets = backends.flatMap(({ url: each }) => each.webAddress?.origin ?? []);
  return [...pageOrigins({ workers, backends }).keys()]
    .filter((origin) => origin !== url.url.origin)
    .flatMap((origin) => (sockets.includes(origin) ? [origin, origin.replace(/^http/, 'ws')] : [origin]));
}

/** A path that no site has. @param runId marks it in the site's logs */
export function unknownPath(runId: string): string {
  return `/${runId.toLowerCase().replace(/[^a-z0-9-]/g, '-')}/no-such-page`;
}
