import { type PagesProfile, type Profile, pageOrigins } from '../../profile/index.ts';

/** The origins that the pages of a site may connect to, with `wss` beside each: Convex is reached by WebSocket. */
export function ownConnections(profile: Profile, { url }: PagesProfile): string[] {
  const backends = profile.backends.flatMap(({ url: each }) =>
    each.isSet && URL.canParse(each.value) ? [each.url.origin] : [],
  );
  return [...pageOrigins({ workers: profile.workers, backends: profile.backends }).keys()]
    .filter((origin) => origin !== url.url.origin)
    .flatMap((origin) => (backends.includes(origin) ? [origin, origin.replace(/^http/, 'ws')] : [origin]));
}

/** A path that no site has. @param runId marks it in the site's logs */
export function unknownPath(runId: string): string {
  return `/${runId.toLowerCase().replace(/[^a-z0-9-]/g, '-')}/no-such-page`;
}
