import type { z } from 'zod';
import { platforms } from '../platforms/registry.ts';
import {
  type AddressRole,
  type CredentialRole,
  type FoundSetting,
  type Opening,
  ofGroup,
  type Role,
  reasonToShare,
  settingsIn,
} from '../settings/index.ts';
import { type PlatformName, platformNames } from './platform-shape.ts';
import type { PlatformProfiles, Profile, SectionIdentity } from './profile.ts';
import { IsolationSource } from './sections/isolation.ts';
import { NotifySource } from './sections/notify.ts';
import { SmokeSource } from './sections/smoke.ts';
import { SyncSource } from './sections/sync.ts';
import { sectionsOf } from './sections-of.ts';

/** The part of a profile that holds settings. */
export type ConfiguredSections = Partial<PlatformProfiles> &
  Partial<Pick<Profile, 'smoke' | 'isolation' | 'sync' | 'notify'>>;

interface Section {
  place: string;
  /** Whose its settings are, in messages: "the Worker". */
  title: string;
  /** What needs its settings: "the platform worker", "`notify`". */
  neededBy: string;
  /** The platform of the registry; undefined in the other sections. */
  platform?: PlatformName;
  /** The config says that several environments have it in common. */
  sharedByConfig: boolean;
}

/** A declared setting of one environment. */
export interface PlacedSetting<Meaning extends Role = Role> extends FoundSetting<Meaning> {
  section: Section;
  /** Why two environments may have the same value, by the declaration; undefined where each has one of its own. */
  sharedFor?: string;
}

const known = new WeakMap<ConfiguredSections, readonly PlacedSetting[]>();

/** Every declared setting of an environment. What the door admits, what differs, what is tried follows from these. */
export function placedSettings(profile: ConfiguredSections): readonly PlacedSetting[] {
  const found = known.get(profile);
  if (found) return found;

  const placed = walkSections(profile);
  known.set(profile, placed);
  return placed;
}

function walkSections(profile: ConfiguredSections): PlacedSetting[] {
  return filledSections(profile).flatMap(({ schema, values, ...section }) =>
    settingsIn(schema, values, section.place).map((found) => {
      const sharedFor = reasonToShare(found.role, found.group);
      return { ...found, section, ...(sharedFor !== undefined && { sharedFor }) };
    }),
  );
}

/** The addresses of an environment. */
export function placedAddresses(profile: ConfiguredSections): PlacedSetting<AddressRole>[] {
  return placedSettings(profile).filter(
    (placed): placed is PlacedSetting<AddressRole> => placed.role.role === 'address',
  );
}

/** The credentials of an environment. */
export function placedCredentials(profile: ConfiguredSections): PlacedSetting<CredentialRole>[] {
  return placedSettings(profile).filter(
    (placed): placed is PlacedSetting<CredentialRole> => placed.role.role === 'credential',
  );
}

/** Whether the value belongs to one environment: no other may have it. */
export function isOwned({ sharedFor, section }: PlacedSetting): boolean {
  return sharedFor === undefined && !section.sharedByConfig;
}

/** The request that proves a credential; undefined where there is none. */
export function openingOf({ role, group }: PlacedSetting<CredentialRole>): Opening | undefined {
  return role.opens && ofGroup(role.opens, group);
}

/** What a credential is called in findings: "attest token of LOG_WORKER". */
export function calledOf({ role, group, owner }: PlacedSetting<CredentialRole>): string {
  const called = ofGroup(role.called, group);
  return owner === undefined ? called : `${called} of ${owner}`;
}

/** The addresses at which a service answers: none where its setting has no value that is one. */
export function urlsOf({ setting, role }: PlacedSetting<AddressRole>): URL[] {
  const url = setting.webAddress;
  if (url === undefined) return [];
  return role.alsoServes ? [url, role.alsoServes(url)] : [url];
}

interface FilledSection extends Section {
  schema: z.core.$ZodType;
  values: unknown;
}

function filledSections(profile: ConfiguredSections): FilledSection[] {
  return [
    ...platformNames.flatMap((name) => sectionsOf(profile, name).map((values) => platformSection(values))),
    furtherSection('platforms.smoke', SmokeSource, profile.smoke),
    furtherSection('platforms.isolation', IsolationSource, profile.isolation),
    furtherSection('sync', SyncSource, profile.sync && { targets: byTarget(profile.sync.targets) }),
    furtherSection('notify', NotifySource, profile.notify),
  ];
}

function platformSection(values: SectionIdentity): FilledSection {
  const { platform, place, called: title, label } = values;
  const { isShared, settings: schema } = platforms[platform];
  return {
    place,
    title,
    neededBy: label === undefined ? `the platform ${platform}` : title,
    platform,
    sharedByConfig: isShared(values),
    schema,
    values,
  };
}

function furtherSection(place: string, schema: z.core.$ZodType, values: unknown): FilledSection {
  const title = `\`${place}\``;
  return { place, title, neededBy: title, sharedByConfig: false, schema, values };
}

/** The targets as the config has them. */
function byTarget<Target extends { target: string }>(targets: readonly Target[]): Record<string, Target> {
  return Object.fromEntries(targets.map((each) => [each.target, each]));
}
