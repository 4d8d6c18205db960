import { NotApplicable } from '../../../check/not-applicable.ts';
import { counterpart, named, type PagesProfile, type Profile, type WorkerProfile } from '../../../profile/index.ts';
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

/**
 * The origins that each Worker has to let in: those of its allow-list, the site of E, and every site's where it is shared.
 * @throws NotApplicable where every allow-list is empty, which lets no browser in and is meant
 */
export function allowedOrigins(profile: Profile): OriginSubject[] {
  const subjects = profile.workers.map((worker) => allowedAt(profile, worker));
  if (subjects.every((each) => each === undefined))
    throw new NotApplicable('`platforms.worker.allowedOrigins` is empty: the Worker lets no browser in');
  return subjects.flatMap((each) => each ?? []);
}

/**
 * The origins that each Worker has to keep out: every other environment's unless it is shared, and what looks like one of
 * its own.
 * @throws NotApplicable where every Worker lets every origin in, and means to
 */
export function refusedOrigins(profile: Profile): OriginSubject[] {
  const subjects = profile.workers.map((worker) => refusedAt(profile, worker));
  if (subjects.every((each) => each === undefined))
    throw new NotApplicable('`platforms.worker.allowedOrigins` is `*`: the Worker lets every origin in');
  return subjects.flatMap((each) => each ?? []);
}

function allowedAt(profile: Profile, worker: WorkerProfile): OriginSubject[] | undefined {
  const { others } = profile;
  const pages = siteOf(profile, worker);
  const listed = listedOrigins(worker);
  // An empty list lets no browser in, and is meant.
  if (listed?.length === 0 && worker.sharing === 'isolated') return undefined;
  const from = placeOf(profile, worker);
  const subjects = listed
    ? listed.filter(({ entry }) => entry !== '*').map((each) => listedSubject(profile, worker, each))
    : pages
      ? [{ worker, origin: pages.url.url.origin, who: `an origin of ${profile.environment}`, from }]
      : [];
  const site =
    pages && listed !== undefined
      ? [{ worker, origin: pages.url.url.origin, who: `the site of ${profile.environment}`, from: pages.url.origin }]
      : [];
  const shared = worker.sharing === 'shared' ? others.flatMap((other) => originsElsewhere(other, worker)) : [];
  return unique([
    ...subjects,
    ...site,
    ...shared.map((each) => ({ ...each, who: `an origin of ${each.environment}, which shares the Worker` })),
  ]);
}

function refusedAt(profile: Profile, worker: WorkerProfile): OriginSubject[] | undefined {
  const listed = listedOrigins(worker);
  if (isOpen(listed)) return undefined;
  const from = placeOf(profile, worker);
  const allowed = (allowedAt(profile, worker) ?? []).filter(
    ({ ownedBy, isMisfit }) => ownedBy === undefined && !isMisfit,
  );
  const patterns = (listed ?? []).filter(({ isPattern }) => isPattern).map(({ entry }) => entry);
  const foreign = worker.sharing === 'shared' ? [] : profile.others.flatMap((other) => originsElsewhere(other, worker));
  const first = allowed.find(({ origin }) => origin !== undefined)?.origin;
  const alike =
    first === undefined
      ? []
      : lookAlikes(first)
          .filter(([origin]) => !patterns.some((pattern) => fits(origin, pattern)))
          .map(([origin, who]) => ({ worker, origin, who, from }));
  const strangers = [
    { worker, origin: 'https://airlock-stranger.example', who: 'an origin that nobody knows', from },
    { worker, origin: 'null', who: 'the opaque origin `null`', from },
    { worker, origin: undefined, who: 'a request without an origin', from },
  ];
  const own = new Set(allowed.map(({ origin }) => origin));
  return unique([
    ...foreign.map((each) => ({ ...each, who: `an origin of ${each.environment}` })),
    ...alike,
    ...strangers,
  ]).filter(({ origin }) => !own.has(origin));
}

/** What the profile promises for one entry of its list. */
function listedSubject(
  profile: Profile,
  worker: WorkerProfile,
  { entry, origin, isPattern }: ListedOrigin,
): OriginSubject {
  const from = placeOf(profile, worker);
  if (origin === undefined)
    return { worker, origin: entry, who: `an origin of ${profile.environment}`, from, isMisfit: true };
  const ownedBy = ownerElsewhere(profile, worker, origin);
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
function ownerElsewhere({ sites, others }: Profile, { sharing }: WorkerProfile, origin: string): string | undefined {
  if (sharing === 'shared' || sites.some((site) => originOf(site) === origin)) return undefined;
  return others.find((other) => other.sites.some((site) => originOf(site) === origin))?.environment;
}

/** The site whose pages call a Worker; undefined where the config has none. */
function siteOf({ sites }: Pick<Profile, 'sites'>, { site }: WorkerProfile): PagesProfile | undefined {
  return named(sites, site);
}

function originOf({ url }: PagesProfile): string | undefined {
  return url.isSet ? url.url.origin : undefined;
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

/** The origins of another environment: its sites, and what the allow-list of the same Worker there holds. */
function originsElsewhere(
  other: Profile,
  worker: WorkerProfile,
): { worker: WorkerProfile; origin: string; environment: string; from: string }[] {
  const there = counterpart(other, worker);
  const listed = there?.allowedOrigins?.isSet ? (listedOrigins(there) ?? []) : [];
  const origins = [...other.sites.map(({ url }) => url.url.origin), ...listed.flatMap(({ origin }) => origin ?? [])];
  const from = there ? placeOf(other, there) : (other.sites[0]?.url.origin ?? 'the deployment config');
  return origins.map((origin) => ({ worker, origin, environment: other.environment, from }));
}

function placeOf(profile: Profile, worker: WorkerProfile): string {
  return worker.allowedOrigins?.origin ?? siteOf(profile, worker)?.url.origin ?? worker.url.origin;
}

function unique(subjects: readonly OriginSubject[]): OriginSubject[] {
  return [...new Map(subjects.toReversed().map((subject) => [subject.origin, subject])).values()].reverse();
}
