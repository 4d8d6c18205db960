import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { NotVerified } from '../../check/not-verified.ts';
import {
  type FunctionReference,
  readSourceReferences,
  type SourceReferences,
  sourceRoutes,
  type UnresolvedReference,
} from '../../contract/index.ts';
import { type ConvexProfile, named, type PagesProfile, type Profile } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import type { CalledFunction, Calls, OpenPlace } from './call-sites.ts';
import { type LiveSite, liveSite } from './site/read-live-site.ts';
import type { SiteRoute } from './site/site-answers.ts';

export type Frontend = ConvexProfile['frontends'][number];

/** The function references in one front-end tree. */
const sourceReferences = defineReading({
  name: 'convex.source-references',
  effect: 'offline',
  key: ({ root, include, exclude }: Frontend) => JSON.stringify([root.path, include, exclude]),
  read({ root: { path, shown }, include, exclude }): Promise<SourceReferences> {
    if (!existsSync(path))
      throw new NotVerified(
        `the front-end tree ${shown} does not exist`,
        'Correct platforms.convex.frontends in the deployment config.',
      );
    return readSourceReferences({ root: path, ...(include && { include }), ...(exclude && { exclude }) });
  },
});

/** What calls: a front end's source, or the scripts of the live site. */
export type Caller = { convex: ConvexProfile } & ({ frontend: Frontend } | { site: PagesProfile });

/** The front ends whose calls are compared with each backend: its source trees, and the live site that calls it. */
export function callersOf({ backends, sites }: Pick<Profile, 'backends' | 'sites'>): Caller[] {
  return backends.flatMap((convex) => [
    ...convex.frontends.map((frontend) => ({ convex, frontend })),
    ...sitesOf(sites, convex).map((site) => ({ convex, site })),
  ]);
}

/** Each backend that a live site calls, with that site. */
export function siteCallers({
  backends,
  sites,
}: Pick<Profile, 'backends' | 'sites'>): { convex: ConvexProfile; pages: PagesProfile }[] {
  return backends.flatMap((convex) => sitesOf(sites, convex).map((pages) => ({ convex, pages })));
}

function sitesOf(sites: readonly PagesProfile[], { liveSite: isCalled, site }: ConvexProfile): PagesProfile[] {
  const found = isCalled ? named(sites, site) : undefined;
  return found ? [found] : [];
}

/**
 * What a front end calls.
 * @throws NotVerified where no call was found, or a part of the front end could not be read: what else it calls is then not known
 */
export async function readCalls(caller: Caller, read: Read): Promise<Calls> {
  return 'frontend' in caller
    ? callsOfSource(caller.frontend, await read(sourceReferences, caller.frontend))
    : callsOfSite(await read(liveSite, { pages: caller.site, routes: await readRoutes(caller.convex, read) }));
}

/** The pages that the sources of a backend's front ends have. */
const siteRoutes = defineReading({
  name: 'convex.source-routes',
  effect: 'offline',
  key: ({ root }: Frontend) => root.path,
  read: ({ root: { path, shown } }) => readSiteRoutes(path, shown),
});

/** @param shown the folder, as it is named where places are shown */
export async function readSiteRoutes(path: string, shown: string): Promise<SiteRoute[]> {
  return existsSync(path) ? (await sourceRoutes(path)).map((route) => ({ ...route, root: shown })) : [];
}

async function readRoutes({ frontends }: ConvexProfile, read: Read): Promise<SiteRoute[]> {
  return (await Promise.all(frontends.map((frontend) => read(siteRoutes, frontend)))).flat();
}

/** The HTTP actions that a front end fetches from its Convex site URL, as `METHOD path`. */
export async function readFetched(
  frontend: Frontend,
  read: Read,
): Promise<{ routes: { route: string; place: string }[]; open: readonly OpenPlace[]; files: number }> {
  const { routes, openRoutes, filesRead } = await read(sourceReferences, frontend);
  return {
    routes: routes.map(({ method = '*', path, file, line, column }) => ({
      route: `${method} ${path}`,
      place: `${posix.join(frontend.root.shown, file)}:${line}:${column}`,
    })),
    open: openRoutes.map((each) => openPlace(each, frontend.root.shown, 'the path is known only at run time')),
    files: filesRead,
  };
}

export function callsOfSource({ root: { shown } }: Pick<Frontend, 'root'>, source: SourceReferences): Calls {
  const [unparsed] = source.unparsed;
  if (unparsed)
    throw new NotVerified(
      `${shown}/${unparsed.file}:${unparsed.line}:${unparsed.column} cannot be parsed (${unparsed.reason}), so the functions that it calls are not known`,
    );
  const open = source.unresolved.map((each) => openPlace(each, shown, each.reason));
  if (source.references.length === 0 && !open.some(({ mayBe }) => mayBe))
    throw new NotVerified(
      `no function reference was found in the ${source.filesRead} files of ${shown}${firstOf(open)}`,
      'Correct platforms.convex.frontends in the deployment config, if the front end calls Convex.',
    );
  return {
    calls: source.references.map((reference) => calledAt(reference, shown)),
    open,
  };
}

/** A reference in a tree. @param shown the tree, as the config names it */
export function calledAt(
  { path, kind, handedTo, file, line, column }: FunctionReference,
  shown: string,
): CalledFunction {
  return {
    path,
    place: `${posix.join(shown, file)}:${line}:${column}`,
    ...(kind && { kind }),
    ...(handedTo && { handedTo }),
  };
}

export function callsOfSite(site: LiveSite): Calls {
  const [unread] = site.unread;
  const [unparsed] = site.unparsed;
  if (unread)
    throw new NotVerified(
      `${unread.url} could not be read (${unread.reason}), so the functions that it calls are not known`,
    );
  if (unparsed)
    throw new NotVerified(
      `${unparsed.file}:${unparsed.line}:${unparsed.column} cannot be parsed (${unparsed.reason}), so the functions that it calls are not known`,
    );
  const unresolved = site.unresolved.map(({ file, line, column, ...each }) => ({
    place: `${file}:${line}:${column}`,
    ...each,
  }));
  const open = [...unresolved, ...site.open];
  if (site.references.length === 0 && !open.some(({ mayBe }) => mayBe))
    throw new NotVerified(
      `no function reference was found in the ${site.filesRead} scripts of ${site.url}, ${site.clients} of them with a Convex client${firstOf(open)}`,
      'Set platforms.convex.liveSite to false, if the site does not call Convex from the browser.',
    );
  return {
    calls: site.references.map(({ path, file, line, column, source }) => ({
      path,
      place: `${file}:${line}:${column}${source ? ` (${source.file}:${source.line}:${source.column})` : ''}`,
    })),
    open,
  };
}

/** Something in a tree that only run time resolves. @param shown the tree, as the config names it */
export function openPlace(
  { file, line, column, text, mayBe }: Omit<UnresolvedReference, 'reason'>,
  shown: string,
  reason: string,
): OpenPlace {
  return { place: `${posix.join(shown, file)}:${line}:${column}`, text, reason, ...(mayBe !== undefined && { mayBe }) };
}

function firstOf(open: readonly OpenPlace[]): string {
  const [first] = open;
  if (first === undefined) return '';
  return `; ${open.length} are known only at run time, the first at ${first.place}: ${first.text} (${first.reason})`;
}
