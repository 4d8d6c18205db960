import { platforms } from '../platforms/registry.ts';
import { type AddressRole, type CredentialRole, MissingInput, ofGroup } from '../settings/index.ts';
import {
  type ConfiguredSections,
  openingOf,
  type PlacedSetting,
  placedAddresses,
  placedCredentials,
  urlsOf,
} from './placed-settings.ts';
import { type PlatformName, platformNames } from './platform-shape.ts';
import type { Profile } from './profile.ts';
import { sectionsOf } from './sections-of.ts';

/** A path that may be read at an origin where nothing else may. */
export interface ReadPath {
  origin: string;
  path: RegExp;
}

interface Endpoint {
  origin: string;
  path: string;
}

/** The origins of every address of an environment. */
export function originsOf(profile: Profile): string[] {
  return [
    ...new Set(
      placedAddresses(profile)
        .flatMap((placed) => [...urlsOf(placed), ...askedBeside(placed)])
        .map(({ origin }) => origin),
    ),
  ];
}

function askedBeside(placed: PlacedSetting<AddressRole>): readonly URL[] {
  const [url] = urlsOf(placed);
  return (url && placed.role.alsoAsked?.(url)) ?? [];
}

/** The origins that pages of the environment may connect to, and that a sign-in may lead back to, each with whose it is. */
export function pageOrigins(profile: ConfiguredSections): Map<string, string> {
  const reached = placedAddresses(profile).filter(({ role }) => role.reachedByPages === true);
  return new Map(
    reached.flatMap((placed) => urlsOf(placed).map(({ origin }) => [origin, placed.section.title] as const)),
  );
}

/**
 * The same, for judging whether something leads home: one address that cannot be read makes the list incomplete. A backend that
 * another environment owns leads to the pages of its owner.
 * @throws MissingInput if an address of the environment is set and is not a web address
 */
export function homeOrigins(profile: ConfiguredSections & Pick<Profile, 'backendOwner'>): Map<string, string> {
  const ofOwner = profile.backendOwner ? homeOrigins(profile.backendOwner) : [];
  const reached = placedAddresses(profile).filter(({ role }) => role.reachedByPages === true);
  const invalid = reached.find((placed) => placed.setting.isSet && urlsOf(placed).length === 0);
  // Asking for the address throws, and names where the value comes from.
  invalid?.setting.url.toString();
  return new Map([...pageOrigins(profile), ...ofOwner]);
}

/** Addresses that are asked with POST and only read. */
export function queryEndpoints(profile: Profile): Endpoint[] {
  return placedAddresses(profile).flatMap(queriesAt);
}

/** Routes that destroy, by whatever method, below the addresses of an environment. */
export function destructiveRoutes(profile: Profile): { origin: string; path: string; harmless: readonly string[] }[] {
  return placedAddresses(profile).flatMap((placed) => {
    const [url] = urlsOf(placed);
    const routes = ofGroup(placed.role.destroys ?? [], placed.group);
    return url ? routes.map(({ path, harmless }) => ({ origin: url.origin, path: below(url, path), harmless })) : [];
  });
}

/** Everything that is ever read of the providers' APIs. An origin that is named here answers to no other path, whoever asks. */
export function providerReads(profile: Profile): ReadPath[] {
  return placedAddresses(profile).flatMap((placed) => pathsBelow(placed, placed.role.reads ?? []));
}

/**
 * Everything that the tools read: what the platforms hold, what proves a credential, and the routes that prove values. An
 * origin that is named here answers the tools on no other path.
 */
export function toolReads(profile: Profile): ReadPath[] {
  return [
    ...providerReads(profile),
    ...placedAddresses(profile).flatMap((placed) => pathsBelow(placed, placed.role.keyReads ?? [])),
    ...placedCredentials(profile).flatMap((placed) => {
      const url = openedAt(placed);
      return url ? [{ origin: url.origin, path: new RegExp(`^${RegExp.escape(url.pathname)}$`) }] : [];
    }),
  ];
}

/** The platforms of other environments that the config says this one is held against: where each answers, and nothing else. */
export function comparedPlatforms(profile: Profile): { environment: string; origins: string[]; queries: Endpoint[] }[] {
  return platformNames.flatMap((name) => {
    const environments = readsFrom(profile, name);
    return profile.others
      .filter(({ environment }) => environments.includes(environment))
      .map((other) => {
        const addresses = placedAddresses(other).filter(({ section }) => section.platform === name);
        return {
          environment: other.environment,
          origins: addresses.flatMap((placed) => urlsOf(placed).slice(0, 1)).map(({ origin }) => origin),
          queries: addresses.flatMap(queriesAt),
        };
      });
  });
}

/** The other environments whose own platform a check of this platform may read, and nothing else of them. */
export function readsFrom(profile: Profile, platform: string): string[] {
  if (!Object.hasOwn(platforms, platform)) return [];
  const name = platform as PlatformName;
  const environments = sectionsOf(profile, name).flatMap((section) => platforms[name].readsFrom(section));
  return [...new Set(environments)].filter((environment) => environment !== profile.environment);
}

function below(url: URL, path: string): string {
  return `${url.pathname.replace(/\/$/, '')}${path}`;
}

function queriesAt(placed: PlacedSetting<AddressRole>): Endpoint[] {
  const [url] = urlsOf(placed);
  const paths = ofGroup(placed.role.queries ?? [], placed.group);
  return url ? paths.map((path) => ({ origin: url.origin, path })) : [];
}

/** The API may have a path of its own, as Cloudflare's has. */
function pathsBelow(placed: PlacedSetting<AddressRole>, paths: readonly RegExp[]): ReadPath[] {
  const [url] = urlsOf(placed);
  if (!url) return [];
  const base = RegExp.escape(url.pathname.replace(/\/$/, ''));
  return paths.map((path) => ({ origin: url.origin, path: new RegExp(`^${base}${path.source.slice(1)}`) }));
}

/** Where a credential is shown; undefined where the address has no value, or none that is one: whoever uses it says so. */
function openedAt(placed: PlacedSetting<CredentialRole>): URL | undefined {
  try {
    return openingOf(placed)?.at();
  } catch (error) {
    if (error instanceof MissingInput) return undefined;
    throw error;
  }
}
