import { NotApplicable } from '../../../check/not-applicable.ts';
import { type ConvexProfile, named, type PagesProfile, type Profile } from '../../../profile/index.ts';

/**
 * Each backend with the site whose scripts call it.
 * @throws NotApplicable where there are several sites, and no backend names one
 */
export function connectedSites({
  backends,
  sites,
}: Pick<Profile, 'backends' | 'sites'>): { convex: ConvexProfile; pages: PagesProfile }[] {
  const connected = backends.flatMap((convex) => {
    const pages = named(sites, convex.site);
    return pages ? [{ convex, pages }] : [];
  });
  if (connected.length > 0) return connected;
  throw new NotApplicable('no backend names the site that calls it: `platforms.convex.site` is not set');
}
