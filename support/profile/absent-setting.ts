import { Setting } from '../settings/index.ts';
import { type PlatformName, platformNames } from './platform-shape.ts';
import type { Profile } from './profile.ts';
import { sectionsOf } from './sections-of.ts';

/** A setting that a check needs, and the config does not have. */
export interface AbsentSetting {
  /** `platforms.worker.version`. */
  place: string;
  /** "`platforms.worker.version` is not set". */
  sentence: string;
}

/**
 * What a check needs and the config does not have; undefined where it has everything. Of several sections, one that has the setting is
 * enough.
 * @param places as they stand in the config of a single section: `platforms.worker.version`, `sync.targets.NAME.localFile`
 */
export function absentSetting(profile: Profile, places: readonly string[]): AbsentSetting | undefined {
  for (const place of places) {
    const [first = '', ...steps] = place.replace(/^platforms\./, '').split('.');
    const values = valuesAt(rootsOf(profile, first), steps);
    const shown = `\`${placeAmongSeveral(profile, place)}\``;
    if (values.length === 0) return { place, sentence: `${shown} is not set` };
    if (values.every((value) => value === false)) return { place, sentence: `${shown} is false` };
    if (values.every(isEmpty)) return { place, sentence: `${shown} is empty` };
  }
  return undefined;
}

/** The section that a check of a platform needs where it says nothing else. */
export function ownSection(platform: string): string[] {
  if (platform === 'delivery') return ['delivery'];
  const isSection = ['smoke', 'migration', ...platformNames].includes(platform);
  return isSection ? [`platforms.${platform}`] : [];
}

function rootsOf(profile: Profile, section: string): unknown[] {
  if (platformNames.includes(section as PlatformName)) return [...sectionsOf(profile, section as PlatformName)];
  return [(profile as unknown as Record<string, unknown>)[section]].filter((value) => value !== undefined);
}

/** `platforms.workers.NAME.version`, where the config has the sections of a platform in a map. */
function placeAmongSeveral(profile: Profile, place: string): string {
  const platform = platformNames.find((name) => place.startsWith(`platforms.${name}.`));
  if (platform === undefined) return place;
  const single = `platforms.${platform}`;
  const [first] = sectionsOf(profile, platform);
  if (first === undefined || first.place === single || first.place.startsWith(`${single}.`)) return place;
  const map = first.place.slice(0, first.place.lastIndexOf('.'));
  return `${map}.NAME${place.slice(single.length)}`;
}

/** Every value at a place; lists and maps of sections are gone through, whatever their items are called. */
function valuesAt(values: readonly unknown[], steps: readonly string[]): unknown[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [...values];
  const next = values.flatMap((value) => {
    if (typeof value !== 'object' || value === null || value instanceof Setting) return [];
    if (step === 'NAME') return Object.values(value);
    return [(value as Record<string, unknown>)[step]];
  });
  return valuesAt(
    next.filter((value) => value !== undefined),
    rest,
  );
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Setting) return false;
  return Object.keys(value).length === 0;
}
