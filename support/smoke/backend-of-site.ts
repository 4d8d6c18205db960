import { type ConvexProfile, named, type Profile } from '../profile/index.ts';

/** The backend that the pages of the smoke test call; undefined where the config has none, or several for that site. */
export function backendOfSite({
  backends,
  sites,
  smoke,
}: Pick<Profile, 'backends' | 'sites' | 'smoke'>): ConvexProfile | undefined {
  const called = backends.filter(({ site }) => named(sites, site)?.name === smoke?.site.name);
  return called.length === 1 ? called[0] : undefined;
}
