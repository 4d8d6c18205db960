import type { Profile, WorkerProfile } from '../../../profile/index.ts';
import { fits, isOpen, type ListedOrigin, listedOrigins } from './listed-origins.ts';

/** One origin, and what the profile promises for it. */
export interface OriginSubject {
  worker: WorkerProfile;
  /** Undefined: no `Origin` header. */
  origin: string | undefined;
  /** How it is told in a finding: "the site of dev", "a look-alike with another port". */
  who: string;
  /** Where it comes from. */
  from: string;
  /** The other environment whose site it is, where the allow-list of an isolated Worker holds it all the same. */
  ownedBy?: string;
  /** The entry of the allow-list means no origin: it has no scheme, holds two, or is `null`. */
  isMisfit?: boolean;
  /** The entry of the allow-list where it is not, byte for byte, what browsers send: with a path, in upper case. */
  heldAs?: string;
}

/** The origins that the Worker has to let in: those of its allow-list, the site of E, and every site's where it is shared. */
export function allowedOrigins(profile: Profile): OriginSubject[] | undefined {
  const { worker, pages, others } = profile;
  if (!worker) return undefined;
  const listed = listedOrigins(worker);
  // An empty list lets no browser in, and is meant.
  if (listed?.length === 0 && worker.sharing === 'isolated') return undefined;
  const from = placeOf(profile);
  const subjects = listed
    ? listed.filter(({ entry }) => entry !== '*').map((each) => listedSubject(profile, each))
    : pages
      ? [{ worker, origin: pages.url.url.origin, who: `an origin of ${profile.environment}`, from }]
      : [];
  const site =
    pages && listed !== undefined
      ? [{ worker, origin: pages.url.url.origin, who: `the site of ${profile.environment}`, from: pages.url.origin }]
      : [];
  const shared =
    worker.sharing === 'shared'
      ? others.flatMap((other) =>
          ownOrigins(other).map((origin) => ({
            worker,
            origin,
            who: `an origin of ${other.environment}, which shares the Worker`,
            from: placeOf(other),
          })),
        )
      : [];
  return unique([...subjects, ...site, ...shared]);
}

/**
 * The origins that the Worker has to keep out: every other environment's unless it is shared, and what looks like one of
 * its own. Undefined where it lets every origin in, and means to.
 */
export function refusedOrigins(profile: Profile): OriginSubject[] | undefined {
  const { worker, others } = profile;
  const listed = worker && listedOrigins(worker);
  if (!worker || isOpen(listed)) return undefined;
  const allowed = (allowedOrigins(profile) ?? []).filter(({ ownedBy, isMisfit }) => ownedBy === undefined && !isMisfit);
  const patterns = (listed ?? []).filter(({ isPattern }) => isPattern).map(({ entry }) => entry);
  const foreign =
    worker.sharing === 'shared'
      ? []
      : others.flatMap((other) =>
          ownOrigins(other).map((origin) => ({
            worker,
            origin,
            who: `an origin of ${other.environment}`,
            from: placeOf(other),
          })),
        );
  const first = allowed.find(({ origin }) => origin !== undefined)?.origin;
  const alike =
    first === undefined
      ? []
      : lookAlikes(first)
          .filter(([origin]) => !patterns.some((pattern) => fits(origin, pattern)))
          .map(([origin, who]) => ({ worker, origin, who, from: placeOf(profile) }));
  const strangers = [
    { worker, origin: 'https://airlock-stranger.example', who: 'an origin that nobody knows', from: placeOf(profile) },
    { worker, origin: 'null', who: 'the opaque origin `null`', from: placeOf(profile) },
    { worker, origin: undefined, who: 'a request without an origin', from: placeOf(profile) },
  ];
  const own = new Set(allowed.map(({ origin }) => origin));
  return unique([...foreign, ...alike, ...strangers]).filter(({ origin }) => !own.has(origin));
}

/** What the profile promises for one entry of its list. */
function listedSubject(profile: Profile, { entry, origin, isPattern }: ListedOrigin): OriginSubject {
  const worker = profile.worker as WorkerProfile;
  const from = placeOf(profile);
  if (origin === undefined)
    return { worker, origin: entry, who: `an origin of ${profile.environment}`, from, isMisfit: true };
  const ownedBy = ownerElsewhere(profile, origin);
  const who = isPattern ? `an origin that fits ${entry}` : `an origin of ${ownedBy ?? profile.environment}`;
  const isHeldOtherwise = !isPattern && entry !== origin;
  return {
    worker,
    origin,
    who,
    from,
    ...(ownedBy !== undefined && { ownedBy }),
    ...(isHeldOtherwise && { heldAs: entry }),
  };
}

/** The other environment whose site an origin is; undefined where it is this one's too, nobody's, or the Worker is shared. */
function ownerElsewhere({ worker, pages, others }: Profile, origin: string): string | undefined {
  if (worker?.sharing === 'shared' || siteOf(pages) === origin) return undefined;
  return others.find((other) => siteOf(other.pages) === origin)?.environment;
}

function siteOf(pages: Profile['pages']): string | undefined {
  return pages?.url.isSet ? pages.url.url.origin : undefined;
}

/** Origins that careless comparisons (prefix, suffix, pattern, case) take for the real one. */
export function lookAlikes(origin: string): [origin: string, who: string][] {
  const { protocol, hostname, port } = new URL(origin);
  const shownPort = port === '' ? '' : `:${port}`;
  const otherScheme = protocol === 'https:' ? 'http:' : 'https:';
  const otherPort = port === '' ? ':8443' : `:${Number(port) === 65_535 ? 65_534 : Number(port) + 1}`;
  const dotless = hostname.replace('.', 'x');
  return [
    [`${origin}.evil.test`, 'a look-alike that begins as an allowed origin does'],
    [`${protocol}//evil${hostname}${shownPort}`, 'a look-alike that ends as an allowed origin does'],
    [`${protocol}//evil.test/${hostname}`.replace(/\/[^/]*$/, `.${hostname}`), 'a look-alike under an allowed host'],
    [`${otherScheme}//${hostname}${shownPort}`, 'a look-alike with another scheme'],
    [`${protocol}//${hostname}${otherPort}`, 'a look-alike with another port'],
    [`${protocol}//${hostname.toUpperCase()}${shownPort}`, 'a look-alike in upper case'],
    [`${protocol}//${hostname}.${shownPort}`, 'a look-alike with a trailing dot'],
    [`${protocol}//${dotless}${shownPort}`, 'a look-alike that fits where a dot is taken for any character'],
  ];
}

function ownOrigins(profile: Profile): string[] {
  const site = profile.pages ? [profile.pages.url.url.origin] : [];
  const listed = profile.worker?.allowedOrigins?.isSet ? (listedOrigins(profile.worker) ?? []) : [];
  return [...site, ...listed.flatMap(({ origin }) => origin ?? [])];
}

function placeOf({ worker, pages }: Profile): string {
  return worker?.allowedOrigins?.origin ?? pages?.url.origin ?? worker?.url.origin ?? 'the deployment config';
}

function unique(subjects: readonly OriginSubject[]): OriginSubject[] {
  return [...new Map(subjects.toReversed().map((subject) => [subject.origin, subject])).values()].reverse();
}
