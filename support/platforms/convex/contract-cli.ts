/** `npm run contract -- --source apps/web --backend prod`: holds what a front end calls against a backend, with or without a config. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { NotVerified } from '../../check/not-verified.ts';
import { readSourceReferences } from '../../contract/index.ts';
import { ConfigurationError, formatConfigurationProblem, MissingInput, type Variables } from '../../profile/index.ts';
import { redact } from '../../redaction/redact.ts';
import {
  functionsFolder,
  functionsFolderNear,
  type NamedSurface,
  readNamedBackend,
  readNamedSite,
  UsageError,
} from './contract-backend.ts';
import { contractRows, formatContract } from './contract-rows.ts';
import { type CalledFunction, callsOfSite, callsOfSource, type OpenCall } from './read-references.ts';

const usage = `npm run contract -- --source apps/web --backend <environment | URL | deployment | functions folder | function-spec.json> [--expected <the same forms>] [--site URL] [--json]
  --source    a front-end tree; may be given several times; the current folder where neither it nor --site is given
  --backend   what the front end is held against; the functions folder below the first source where it is left out
  --expected  what the front end was written against: arguments and results are compared with it; the functions folder in, beside or above the source where it is left out
  --site      a live site whose scripts are read
  CONVEX_DEPLOY_KEY holds the key for a URL or a deployment's name. Exit code: 0 all there, 1 something is not, 3 not verified, 78 wrong use`;

const exitCodes = { fine: 0, wrong: 1, notVerified: 3, usage: 78 } as const;

async function run(argv: readonly string[], variables: Variables): Promise<number> {
  const values = optionsOf(argv);
  if (values.help) {
    write(usage);
    return exitCodes.fine;
  }
  if (values.site !== undefined && !/^https?:$/.test(URL.parse(values.site)?.protocol ?? ''))
    throw new UsageError(`--site ${values.site} is no URL of a site: https://… is expected.`);
  const sources = values.source ?? (values.site ? [] : ['.']);
  const named = values.backend ?? backendBelow(sources[0]);
  const [backend, calls] = await Promise.all([readNamedBackend(named, variables), readAllCalls(sources, values.site)]);
  const expected = await readExpected(values.expected, named, sources, backend, variables);
  const rows = contractRows(calls.calls, backend.surface, expected?.surface.functions, backend.unread);
  const notKnown = rows.filter(({ verdict }) => verdict === 'not known').length;
  const wrong = rows.filter(({ verdict }) => verdict !== 'present').length - notKnown;
  const summary = `${rows.length} functions in ${calls.calls.length} references, held against ${backend.surface.functions.length} of ${backend.shown}: ${wrong + notKnown === 0 ? 'all there' : `${wrong} wrong, ${notKnown} not known`}`;
  const compared = expected
    ? ` Arguments and results were compared with ${expected.shown}.`
    : ' Arguments were not compared: no other functions folder was found, and --expected names none.';
  const { open } = calls;
  if (values.json)
    write(
      JSON.stringify(
        {
          backend: backend.shown,
          functions: backend.surface.functions.length,
          references: calls.calls.length,
          unresolved: open.length,
          open,
          expected: expected?.shown ?? null,
          wrong,
          notKnown,
          rows,
        },
        null,
        2,
      ),
    );
  else write(`${formatContract(rows)}\n\n${summary}.${compared}${formatOpen(open)}`);
  if (wrong > 0) return exitCodes.wrong;
  return notKnown > 0 ? exitCodes.notVerified : exitCodes.fine;
}

async function readAllCalls(
  sources: readonly string[],
  site: string | undefined,
): Promise<{ calls: CalledFunction[]; open: OpenCall[] }> {
  const parts = await Promise.all([
    ...sources.map(async (source) => {
      if (!existsSync(source)) throw new UsageError(`--source ${source || "''"} does not exist.`);
      if (!statSync(source).isDirectory())
        throw new UsageError(`--source ${source} is a file, and the folder of a front end is expected.`);
      const root = path.resolve(source);
      const found = await readSourceReferences({ root });
      if (found.references.length === 0 && found.unresolved.length === 0 && found.unparsed.length === 0)
        throw new NotVerified(
          `no function reference was found in the ${found.filesRead} files of ${source}`,
          'Give --source the folder of the front end.',
        );
      return callsOfSource({ root: { path: root, shown: source } }, found);
    }),
    ...(site === undefined ? [] : [readNamedSite(site).then(callsOfSite)]),
  ]);
  return {
    calls: parts.flatMap(({ calls }) => calls),
    open: parts.flatMap(({ open }) => open),
  };
}

/** What the front end was written against; undefined where that is the backend itself, or is not known. */
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
  throw new UsageError('--backend is missing, and there is no convex folder in, beside or above the source.');
}

function optionsOf(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        source: { type: 'string', multiple: true },
        backend: { type: 'string' },
        expected: { type: 'string' },
        site: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      strict: true,
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}

const mostOpenShown = 10;

/** What only run time resolves is not held against anything, so each place is named. */
function formatOpen(open: readonly OpenCall[]): string {
  if (open.length === 0) return '';
  const shown = open.slice(0, mostOpenShown).map(({ place, text, reason }) => `?  ${place}  ${text} (${reason})`);
  const rest = open.length > shown.length ? [`   and ${open.length - shown.length} more, which --json lists`] : [];
  return [
    `\n\n${open.length} references are only resolved at run time, and were not held against the backend:`,
    ...shown,
    ...rest,
  ].join('\n');
}

function write(text: string): void {
  process.stdout.write(`${redact(text)}\n`);
}

try {
  // biome-ignore lint/style/noProcessEnv: a command reads its environment; checks and readings are given theirs.
  process.exitCode = await run(process.argv.slice(2), process.env);
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof ConfigurationError;
  const words =
    error instanceof ConfigurationError
      ? error.problems.map(formatConfigurationProblem).join('\n')
      : error instanceof NotVerified || error instanceof MissingInput
        ? `not verified: ${error.message}${error.enable === undefined ? '' : `\n  → ${error.enable}`}`
        : error instanceof UsageError
          ? `${error.message}\n  → ${usage}`
          : `not verified: ${(error as Error).message}`;
  process.stderr.write(`${redact(words)}\n`);
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.notVerified;
}
