import { z } from 'zod';
import { platforms } from '../platforms/registry.ts';
import { Name } from '../settings/index.ts';

type Platforms = typeof platforms;
export type PlatformName = keyof Platforms;

/** The section for several of a platform; never for a platform of which there is one at most. */
export type SeveralName<Of extends PlatformName> = NonNullable<Platforms[Of]['several']>;

/** A platform whose sections always have names: its own name is the one for several. */
type AlwaysNamed = { [Of in PlatformName]: Of extends SeveralName<Of> ? Of : never }[PlatformName];

type PlatformShape = { [Of in Exclude<PlatformName, AlwaysNamed>]: z.ZodOptional<Platforms[Of]['settings']> } & {
  [Of in PlatformName as SeveralName<Of>]: z.ZodOptional<z.ZodRecord<z.ZodString, Platforms[Of]['settings']>>;
};

export const platformNames = Object.keys(platforms) as PlatformName[];

/** A section for each platform of the registry, and one for several of them. */
export const platformShape = Object.fromEntries(
  platformNames.flatMap((name) => {
    const { several, settings } = platforms[name];
    const one = [name, settings.optional()] as const;
    return several === undefined ? [one] : [one, [several, severalOf(settings, several).optional()] as const];
  }),
) as unknown as PlatformShape;

function severalOf(settings: z.ZodType, several: string) {
  return z
    .record(Name, settings)
    .refine((all) => Object.keys(all).length > 0, `\`${several}\` names each of its sections: { app: { … } }`);
}

/** One section or a map of several: with both, nobody knows what a section without a name is called. */
export function reportSingularAndPlural(configured: object, context: z.core.$RefinementCtx): void {
  for (const name of platformNames) {
    const { several } = platforms[name];
    if (several === undefined || isNamed(name) || !isSet(configured, name) || !isSet(configured, several)) continue;
    context.addIssue({
      code: 'custom',
      path: [several],
      message: `\`platforms.${name}\` and \`platforms.${several}\` are both set; move the single section into \`${several}\`, under a name`,
    });
  }
}

/** A section of a platform in the config, or in a profile. */
export interface Section<Settings = unknown> {
  platform: PlatformName;
  /** Its name among several; undefined where it stands alone. */
  name?: string;
  /** "platforms.worker", "platforms.workers.logs". */
  place: string;
  settings: Settings;
}

/** Every section of a platform in a config: the single one, or several by their names. */
export function configuredSections(configured: object, platform: PlatformName): Section[] {
  const { several } = platforms[platform];
  const sections: Partial<Record<string, unknown>> = configured as Record<string, unknown>;
  const single = isNamed(platform) ? undefined : sections[platform];
  if (single !== undefined) return [{ platform, place: `platforms.${platform}`, settings: single }];
  const named = several === undefined ? undefined : sections[several];
  return Object.entries(named ?? {}).map(([name, settings]) => ({
    platform,
    name,
    place: `platforms.${several}.${name}`,
    settings,
  }));
}

/** Whether every section of a platform has a name, also a single one. */
export function isNamed(platform: PlatformName): boolean {
  return platforms[platform].several === (platform as string);
}

function isSet(configured: object, name: string): boolean {
  return (configured as Record<string, unknown>)[name] !== undefined;
}
