import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { NotVerified } from '../../check/not-verified.ts';
import { type FunctionKind, readSourceReferences, type SourceReferences } from '../../contract/index.ts';
import type { ConvexProfile, PagesProfile } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import { type LiveSite, liveSite } from './read-live-site.ts';

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

/** A call of a function as it is held against the backend: where it stands, and the kind that it asks for where that is told. */
export interface CalledFunction {
  path: string;
  place: string;
  kind?: FunctionKind;
}

/** What one front end calls. */
export interface Calls {
  calls: readonly CalledFunction[];
  /** What only run time resolves, and where it is written. */
  open: readonly OpenCall[];
}

export interface OpenCall {
  place: string;
  text: string;
  reason: string;
}

/** Who calls: a front end's source, or the scripts of the site that is live. */
export type Caller = { convex: ConvexProfile } & ({ frontend: Frontend } | { site: PagesProfile });

/** The front ends whose calls are held against a backend: each source tree, and the live site. */
export function callersOf({ convex, pages }: { convex?: ConvexProfile; pages?: PagesProfile }): Caller[] | undefined {
  if (!convex) return undefined;
  return [
    ...convex.frontends.map((frontend) => ({ convex, frontend })),
    ...(pages && convex.liveSite ? [{ convex, site: pages }] : []),
  ];
}

/**
 * What a front end calls.
 * @throws NotVerified where nothing was found, or a part of it could not be read: nobody knows then what else it calls
 */
export async function readCalls(caller: Caller, read: Read): Promise<Calls> {
  return 'frontend' in caller
    ? callsOfSource(caller.frontend, await read(sourceReferences, caller.frontend))
    : callsOfSite(await read(liveSite, caller.site));
}

/** The HTTP actions that a front end fetches from its Convex site URL, as `METHOD path`. */
export async function readFetched(
  frontend: Frontend,
  read: Read,
): Promise<{ routes: { route: string; place: string }[]; open: number; files: number }> {
  const { routes, openRoutes, filesRead } = await read(sourceReferences, frontend);
  return {
    routes: routes.map(({ method = '*', path, file, line, column }) => ({
      route: `${method} ${path}`,
      place: `${frontend.root.shown}/${file}:${line}:${column}`,
    })),
    open: openRoutes.length,
    files: filesRead,
  };
}

export function callsOfSource({ root: { shown } }: Pick<Frontend, 'root'>, source: SourceReferences): Calls {
  const [unparsed] = source.unparsed;
  if (unparsed)
    throw new NotVerified(
      `${shown}/${unparsed.file}:${unparsed.line}:${unparsed.column} cannot be parsed (${unparsed.reason}); it may call functions that nobody sees`,
    );
  const open = source.unresolved.map(({ file, line, column, text, reason }) => ({
    place: `${posix.join(shown, file)}:${line}:${column}`,
    text,
    reason,
  }));
  if (source.references.length === 0)
    throw new NotVerified(
      `no function reference was found in the ${source.filesRead} files of ${shown}${firstOf(open)}`,
      'Correct platforms.convex.frontends in the deployment config, if the front end calls Convex.',
    );
  return {
    calls: source.references.map(({ path, kind, file, line, column }) => ({
      path,
      place: `${posix.join(shown, file)}:${line}:${column}`,
      ...(kind && { kind }),
    })),
    open,
  };
}

export function callsOfSite(site: LiveSite): Calls {
  const [unread] = site.unread;
  const [unparsed] = site.unparsed;
  if (unread)
    throw new NotVerified(`${unread.url} could not be read (${unread.reason}); it may call functions that nobody sees`);
  if (unparsed)
    throw new NotVerified(
      `${unparsed.file}:${unparsed.line}:${unparsed.column} cannot be read (${unparsed.reason}); it may call functions that nobody sees`,
    );
  const open = site.unresolved.map(({ file, line, column, text, reason }) => ({
    place: `${file}:${line}:${column}`,
    text,
    reason,
  }));
  if (site.references.length === 0)
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

function firstOf(open: readonly OpenCall[]): string {
  const [first] = open;
  return first === undefined
    ? ''
    : `; ${open.length} are only resolved at run time, the first at ${first.place}: ${first.text} (${first.reason})`;
}
