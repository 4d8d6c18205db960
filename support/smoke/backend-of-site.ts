import { type ConvexProfile, named, type Profile } from '../profile/index.ts';

/** The backend that the pages of the smoke test call; undefined where the config has none, or several for that site. */
export function backendOfSite(profile: Pick<Profile, 'backends' | 'sites' | 'smoke'>): ConvexProfile | undefined {
  const called = backendsOfSite(profile);
  return called.length === 1 ? called[0] : undefined;
}

/** Every backend that belongs to the site of the smoke test. */
export function backendsOfSite({
  backends,
  sites,
  smoke,
}: Pick<Profile, 'backends' | 'sites' | 'smoke'>): ConvexProfile[] {
  return backends.filter(({ site }) => named(sites, site)?.name === smoke?.site.name);
}
