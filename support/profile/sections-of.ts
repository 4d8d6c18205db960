import { platforms } from '../platforms/registry.ts';
import type { PlatformName } from './platform-shape.ts';
import type { PlatformProfile, PlatformProfiles, SectionIdentity } from './profile.ts';

/** Every section of a platform in one environment. */
export function sectionsOf<Name extends PlatformName>(
  profile: Partial<PlatformProfiles>,
  platform: Name,
): readonly PlatformProfile<Name>[] {
  const { several } = platforms[platform];
  const found = (profile as Record<string, unknown>)[several ?? platform];
  return [found ?? []].flat() as PlatformProfile<Name>[];
}

/** The partner that a section names; without a name, the only one. The config is refused where that is not clear. */
export function named<Section extends SectionIdentity>(
  sections: readonly Section[],
  name: string | undefined,
): Section | undefined {
  if (name !== undefined) return sections.find((section) => section.name === name);
  return sections.length === 1 ? sections[0] : undefined;
}

/** The same section of the config in another environment. */
export function counterpart<Name extends PlatformName>(
  profile: Partial<PlatformProfiles>,
  { platform, name }: Pick<SectionIdentity<Name>, 'platform' | 'name'>,
): PlatformProfile<Name> | undefined {
  return sectionsOf(profile, platform).find((section) => section.name === name);
}
