import type { WorkerProfile } from '../../../profile/index.ts';
import { wildcard } from '../../../text/wildcard.ts';

/** One entry of an allow-list. */
export interface ListedOrigin {
  entry: string;
  /** The origin that the entry means as browsers send it, or one that fits its pattern; undefined where there is none. */
  origin: string | undefined;
  /** `https://*.example.pages.dev`: the star stands for a label of the host, as previews have them. */
  isPattern: boolean;
}

/** What stands for the star of a pattern. */
const label = 'airlock-preview';

/** A page that nobody knows. */
export const stranger = 'https://airlock-stranger.example';

/** The allow-list of the profile, entry by entry; undefined where it has none. */
export function listedOrigins({ allowedOrigins }: Pick<WorkerProfile, 'allowedOrigins'>): ListedOrigin[] | undefined {
  return allowedOrigins?.value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const isPattern = entry.includes('*') && entry !== '*';
      const meant = isPattern ? entry.replaceAll('*', label) : entry;
      return { entry, isPattern, origin: serialized(meant) };
    });
}

/**
 * The first origin of the allow-list: a site whose pages post. Where the list lets everybody in, a stranger is one; undefined
 * where it names none.
 */
export function siteOrigin(worker: WorkerProfile): string | undefined {
  const listed = listedOrigins(worker);
  const named = listed?.find(({ origin }) => origin !== undefined)?.origin;
  return named ?? (isOpen(listed) ? stranger : undefined);
}

/** Whether the list lets every origin in. */
export function isOpen(listed: readonly ListedOrigin[] | undefined): boolean {
  return listed?.some(({ entry }) => entry === '*') ?? false;
}

/** Whether an origin fits a pattern. */
export function fits(origin: string, pattern: string): boolean {
  return wildcard(pattern, '[^/]*').test(origin);
}

/** The origin of a URL as browsers send it (HTML standard, "serialization of an origin"); undefined where it is not a URL. */
function serialized(url: string): string | undefined {
  const { origin, protocol, host } = URL.parse(url) ?? {};
  if (origin !== 'null') return origin;
  // Apps and extensions have schemes of their own, whose origin `URL` calls opaque: `capacitor://localhost`.
  return host ? `${protocol}//${host}` : undefined;
}
