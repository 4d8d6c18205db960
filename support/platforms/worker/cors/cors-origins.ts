import { NotApplicable } from '../../../check/not-applicable.ts';
import { counterpart, named, type PagesProfile, type Profile, type WorkerProfile } from '../../../profile/index.ts';
import { isOpen, type ListedOrigin, listedOrigins, stranger } from './listed-origins.ts';
import { strangersTo } from './look-alikes.ts';

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
  /** The list is `*`: a stranger stands for everybody who is let in. */
  isAnybody?: boolean;
  /** How many more look-alikes there are than were tried; only at one of those that were. */
  untried?: number;
  /** The entry of the allow-list where it is not, byte for byte, what browsers send: with a path, in upper case. */
  heldAs?: string;
}

/**
 * The origins that each Worker has to let in: those of its allow-list, the site of E, and every site's where it is shared.
 * @throws NotApplicable where every allow-list is empty, which lets no browser in and is meant
 */
export function allowedOrigins(profile: Profile): OriginSubject[] {
  const subjects = calledByPages(profile).map((worker) => allowedAt(profile, worker));
  if (subjects.every((each) => each === undefined))
    throw new NotApplicable('`platforms.worker.allowedOrigins` is empty: the Worker lets no browser in');
  return subjects.flatMap((each) => each ?? []);
}

/**
 * The origins that each Worker has to keep out: every other environment's unless it is shared, and what looks like one of
 * its own. Where the list is `*`, a stranger stands for everybody.
 */
export function refusedOrigins(profile: Profile): OriginSubject[] {
  return calledByPages(profile).flatMap((worker) => refusedAt(profile, worker));
}

/** The Workers whose allow-list the config names: of another, nothing says whether pages call it. */
function calledByPages({ workers }: Profile): WorkerProfile[] {
  return workers.filter(({ allowedOrigins: list }) => list !== undefined);
}

/** The origins of each Worker together: what is wrong for many of them has one cause. */
export function originsByWorker(
  subjects: readonly OriginSubject[],
): { worker: WorkerProfile; origins: OriginSubject[] }[] {
  const groups = Map.groupBy(subjects, ({ worker }) => worker);
  return [...groups].map(([worker, origins]) => ({ worker, origins }));
}

function allowedAt(profile: Profile, worker: WorkerProfile): OriginSubject[] | undefined {
  const { others } = profile;
  const pages = siteOf(profile, worker);
  const listed = listedOrigins(worker) ?? [];
  // An empty list lets no browser in, and is meant.
  if (listed.length === 0 && worker.sharing === 'isolated') return undefined;
  const subjects = listed.map((each) =>
    each.entry === '*' ? anybody(profile, worker) : listedSubject(profile, worker, each),
  );
  const site = pages
    ? [{ worker, origin: pages.url.url.origin, who: `the site of ${profile.environment}`, from: pages.url.origin }]
    : [];
  const shared = worker.sharing === 'shared' ? others.flatMap((other) => originsElsewhere(other, worker)) : [];
  return unique([
    ...subjects,
    ...site,
    ...shared.map((each) => ({ ...each, who: `an origin of ${each.environment}, which shares the Worker` })),
  ]);
}

function anybody(profile: Profile, worker: WorkerProfile): OriginSubject {
  return {
    worker,
    origin: stranger,
    who: 'an origin that nobody knows',
    from: placeOf(profile, worker),
    isAnybody: true,
  };
}

function refusedAt(profile: Profile, worker: WorkerProfile): OriginSubject[] {
  const listed = listedOrigins(worker);
  if (isOpen(listed)) return [anybody(profile, worker)];
  const from = placeOf(profile, worker);
  const allowed = (allowedAt(profile, worker) ?? []).filter(
    ({ ownedBy, isMisfit }) => ownedBy === undefined && !isMisfit,
  );
  const patterns = (listed ?? []).filter(({ isPattern }) => isPattern).map(({ entry }) => entry);
  const foreign = worker.sharing === 'shared' ? [] : profile.others.flatMap((other) => originsElsewhere(other, worker));
  const { tried, untried } = strangersTo(
    allowed.flatMap(({ origin }) => origin ?? []),
    patterns,
    profile.class,
  );
  const alike = tried.map(([origin, who], index) => ({
    worker,
    origin,
    who,
    from,
    ...(index === 0 && untried > 0 && { untried }),
  }));
  const strangers = [
    { worker, origin: stranger, who: 'an origin that nobody knows', from },
    { worker, origin: 'null', who: 'the opaque origin `null`', from },
    { worker, origin: undefined, who: 'a request without an origin', from },
  ];
  const own = new Set(allowed.map(({ origin }) => origin));
  return unique([
    ...foreign.map((each) => ({ ...each, who: `an origin of ${each.environment}` })),
    ...strangers,
    ...alike,
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
