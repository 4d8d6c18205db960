/** `npm run contract`: compares the functions that a front end calls with those of a backend, with or without a config. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { NotVerified } from '../../check/not-verified.ts';
import { command } from '../../command/command.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { flag, text, texts } from '../../command/option.ts';
import { say } from '../../command/print.ts';
import { UsageError } from '../../command/stop-error.ts';
import { type OrderReading, readSourceReferences, safeOrder } from '../../contract/index.ts';
import type { Variables } from '../../profile/index.ts';
import { countWords } from '../../text/count-words.ts';
import { firstFew } from '../../text/first-few.ts';
import type { CalledFunction, Calls, OpenPlace } from './call-sites.ts';
import {
  functionsFolder,
  functionsFolderNear,
  type NamedSurface,
  readNamedBackend,
  readNamedSite,
} from './contract-backend.ts';
import { type ContractRow, contractRows, formatContract } from './contract-rows.ts';
import { openPlaces, settleTexts } from './open-places.ts';
import { callsOfSite, callsOfSource, readSiteRoutes } from './read-references.ts';
import type { LiveSite } from './site/read-live-site.ts';

async function readAllCalls(sources: readonly string[], site: string | undefined): Promise<ReadCalls> {
  const parts = await Promise.all([
    ...sources.map(async (source) => {
      if (!existsSync(source)) throw new UsageError(`--source ${source || "''"} does not exist.`);
      if (!statSync(source).isDirectory())
        throw new UsageError(`--source ${source} is a file; the folder of a front end is expected.`);
      const root = path.resolve(source);
      const found = await readSourceReferences({ root });
      if (found.references.length === 0 && found.unresolved.length === 0 && found.unparsed.length === 0)
        throw new NotVerified(
          `no function reference was found in the ${found.filesRead} files of ${source}`,
          'Set --source to the folder of the front end.',
        );
      return callsOfSource({ root: { path: root, shown: source } }, found);
    }),
    ...(site === undefined ? [] : [readSiteCalls(site, sources)]),
  ]);
  return {
    calls: parts.flatMap(({ calls }) => calls),
    open: parts.flatMap(({ open }) => open),
    ofSources: sources.length === 0 ? undefined : parts.slice(0, sources.length).flatMap(({ calls }) => calls),
    ofSite: site === undefined ? undefined : parts.at(-1)?.calls,
    site: parts.flatMap((part) => ('site' in part ? [part.site] : []))[0],
  };
}

/** The calls of all that was read, those of each kind, and the live site. */
interface ReadCalls extends Calls {
  ofSources: readonly CalledFunction[] | undefined;
  ofSite: readonly CalledFunction[] | undefined;
  site: LiveSite | undefined;
}

async function readSiteCalls(url: string, sources: readonly string[]): Promise<Calls & { site: LiveSite }> {
  const routes = await Promise.all(sources.map((source) => readSiteRoutes(path.resolve(source), source)));
  const site = await readNamedSite(url, routes.flat());
  return { ...callsOfSite(site), site };
}

/** The version that the front end was written against; undefined where that is the backend itself, or is not known. */
async function readExpected(
  named: string | undefined,
  backendName: string,
  sources: readonly string[],
  backend: NamedSurface,
  variables: Variables,
): Promise<NamedSurface | undefined> {
  if (named !== undefined) return readNamedBackend(named, variables);
  const near = backend.writtenAgainst ?? sources.map(functionsFolderNear).find((folder) => folder !== undefined);
  if (near === undefined || near === functionsFolder(path.resolve(backendName))) return undefined;
  return { ...(await readNamedBackend(near, variables)), shown: path.relative('', near) };
}

function backendBelow(source: string | undefined): string {
  const folder = source === undefined ? undefined : functionsFolderNear(source);
  if (folder !== undefined) return path.relative('', folder) || '.';
  throw new UsageError('--backend is not set, and there is no convex folder in, beside or above the source.');
}

const mostOpenShown = 10;
const mostReasons = 5;

/** What is only resolved at run time is compared with nothing, so each place is named. */
function formatOpen(open: readonly OpenPlace[]): string {
  if (open.length === 0) return '';

  const lines = open.map(({ place, text, reason }) => `?  ${place}  ${text} (${reason})`);
  const what = countWords(open.length, 'reference is', 'references are');
  const title = `${what} only resolved at run time, and ${open.length === 1 ? 'was' : 'were'} not compared with the backend:`;
  const rest = open.length > mostOpenShown ? ', which --json lists' : '';
  return `\n\n${[title, ...firstFew(lines, mostOpenShown)].join('\n')}${rest}`;
}

interface Compared {
  backend: NamedSurface;
  expected: NamedSurface | undefined;
  calls: readonly CalledFunction[];
  /** What the config does not accept. */
  open: readonly OpenPlace[];
  rows: readonly ContractRow[];
  /** The live site that was read. */
  site: LiveSite | undefined;
  /** The order in which the new backend and the new front end can be deployed, where both versions of the backend are known. */
  order: OrderReading | undefined;
}

function countVerdicts({ rows }: Compared): { wrong: number; notKnown: number } {
  const notKnown = rows.filter(({ verdict }) => verdict === 'not known').length;
  return { notKnown, wrong: rows.filter(({ verdict }) => verdict !== 'present').length - notKnown };
}

function jsonOfContract(compared: Compared): string {
  const { backend, expected, calls, open, rows, site, order } = compared;
  return JSON.stringify(
    {
      backend: backend.shown,
      functions: backend.surface.functions.length,
      references: calls.length,
      unresolved: open.length,
      open,
      expected: expected?.shown ?? null,
      ...(order && { order }),
      ...(site && { site: { url: site.url, pages: site.pages, scripts: site.filesRead } }),
      ...countVerdicts(compared),
      rows,
    },
    null,
    2,
  );
}

function wordContract(compared: Compared): string {
  const { backend, expected, calls, open, rows } = compared;
  const { wrong, notKnown } = countVerdicts(compared);
  const result = resultOf(wrong, notKnown + open.length);
  const called = `${countWords(rows.length, 'function')} in ${countWords(calls.length, 'reference')}`;
  const summary = `${called}, compared with ${backend.surface.functions.length} of ${backend.shown}: ${result}.`;
  const aside = expected
    ? `Arguments and results were compared with ${expected.shown}.`
    : 'Arguments were not compared: no other functions folder was found, and --expected names none.';
  return `${formatContract(rows)}\n\n${summary} ${aside}${formatSite(compared)}${formatOrder(compared)}${formatOpen(open)}`;
}

function formatSite({ site }: Compared): string {
  if (site === undefined) return '';
  const what = `${countWords(site.filesRead, 'script')} of ${countWords(site.pages.length, 'page')}`;
  return `\nOf ${site.url} ${what} were read: ${firstFew(site.pages, mostOpenShown).join(', ')}.`;
}

const orderWords: Record<OrderReading['order'], string> = {
  either: 'either first. Both versions work with each other',
  'backend first': 'backend first. The new front end does not work on the old backend',
  'front end first': 'front end first. The old front end does not work on the new backend',
  none: 'none. Neither may be deployed alone: split the change (docs/contract.md)',
};

function formatOrder({ order, open }: Compared): string {
  if (order === undefined) return '';
  const reasons = [...order.backendFirst, ...order.frontendFirst];
  const why = reasons.length === 0 ? '' : `: ${firstFew([...new Set(reasons)], mostReasons).join('; ')}`;
  const aside = open.length === 0 ? '' : ' What is listed below was not compared.';
  return `\nSafe order: ${orderWords[order.order]}${why}.${aside}`;
}

/** @param calls what the new front end and the live site call; of one that was not read, every public function counts */
function orderOf(
  backend: NamedSurface,
  expected: NamedSurface | undefined,
  calls: ReadCalls,
): OrderReading | undefined {
  if (expected === undefined) return undefined;
  const paths = (of: readonly CalledFunction[] | undefined) => of?.map(({ path: called }) => called);
  return safeOrder({
    before: backend.surface.functions,
    after: expected.surface.functions,
    calledBefore: paths(calls.ofSite),
    calledAfter: paths(calls.ofSources),
  });
}

function resultOf(wrong: number, notKnown: number): string {
  return wrong + notKnown === 0 ? 'all present' : `${wrong} wrong, ${notKnown} not known`;
}

function requireSite(site: string | undefined): void {
  if (site !== undefined && !/^https?:$/.test(URL.parse(site)?.protocol ?? ''))
    throw new UsageError(`--site takes the URL of a site (https://…); it was given ${site || 'nothing'}.`);
}

const backends = 'an environment, a URL, the name of a deployment, a functions folder or a function-spec file';

await command({
  name: 'contract',
  usage: {
    does: 'Compares every function that a front end calls with what a backend has. CONVEX_DEPLOY_KEY is the key for a URL or the name of a deployment.',
    exits: {
      0: 'all present',
      1: 'a function is missing, or refuses what it is called with',
      3: 'something could not be read',
    },
    example: '--source apps/web --backend prod',
  },
  options: {
    source: texts({
      value: 'FOLDER',
      help: 'a front end; may be given several times',
      fallback: 'the current folder, without --site',
    }),
    backend: text({ value: 'BACKEND', help: backends, fallback: 'the functions folder near the first source' }),
    expected: text({
      value: 'BACKEND',
      help: 'what the front end was written against: arguments and results are compared with it',
      fallback: 'the functions folder near the source',
    }),
    site: text({ value: 'URL', help: 'a live site whose scripts are read' }),
    json: flag('print the result as JSON'),
  },
  async run({ source, backend: namedBackend, expected: namedExpected, site, json }, { variables }): Promise<ExitCode> {
    requireSite(site);
    const sources = source ?? (site ? [] : ['.']);
    const named = namedBackend ?? backendBelow(sources[0]);
    const [backend, found] = await Promise.all([readNamedBackend(named, variables), readAllCalls(sources, site)]);
    const settled = settleTexts(found, backend.surface.functions);
    const { calls } = settled;
    const open = openPlaces(settled.open, backend.unresolved ?? []);

    const expected = await readExpected(namedExpected, named, sources, backend, variables);
    const rows = contractRows(calls, backend.surface, expected?.surface.functions, backend.unread);
    const compared = {
      backend,
      expected,
      calls,
      open,
      rows,
      site: found.site,
      order: orderOf(backend, expected, found),
    };
    say(json ? jsonOfContract(compared) : wordContract(compared));

    const { wrong, notKnown } = countVerdicts(compared);
    if (wrong > 0) return exitCodes.failed;
    return notKnown + open.length > 0 ? exitCodes.notVerified : exitCodes.done;
  },
});
