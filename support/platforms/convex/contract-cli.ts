/** `npm run contract -- --source apps/web --backend prod`: compares what a front end calls with a backend, with or without a config. */
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
import { type ContractRow, contractRows, formatContract } from './contract-rows.ts';
import { type CalledFunction, callsOfSite, callsOfSource, type OpenCall } from './read-references.ts';

const usage = `npm run contract -- --source apps/web --backend <environment | URL | deployment | functions folder | function-spec.json> [--expected <the same forms>] [--site URL] [--json]
  --source    a front-end tree; may be repeated. Default: the current folder, unless --site is set
  --backend   the backend that must have the functions. Default: the functions folder in, beside or above the first source
  --expected  the version that the front end was written against, whose arguments and results are compared. Default: the functions folder in, beside or above the source
  --site      a live site whose scripts are read
  CONVEX_DEPLOY_KEY is the key for a URL or a deployment's name. Exit code: 0 all present, 1 something is not, 3 not verified, 78 wrong use`;

const exitCodes = { fine: 0, wrong: 1, notVerified: 3, usage: 78 } as const;

async function run(argv: readonly string[], variables: Variables): Promise<number> {
  const values = optionsOf(argv);
  if (values.help) {
    write(usage);
    return exitCodes.fine;
  }
  if (values.site !== undefined && !/^https?:$/.test(URL.parse(values.site)?.protocol ?? ''))
    throw new UsageError(`--site ${values.site} is not the URL of a site: https://… is expected.`);

  const sources = values.source ?? (values.site ? [] : ['.']);
  const named = values.backend ?? backendBelow(sources[0]);
  const [backend, calls] = await Promise.all([readNamedBackend(named, variables), readAllCalls(sources, values.site)]);
  const expected = await readExpected(values.expected, named, sources, backend, variables);
  const rows = contractRows(calls.calls, backend.surface, expected?.surface.functions, backend.unread);

  const contract = { backend, calls, expected, rows, ...countsOf(rows) };
  write(values.json ? jsonOfContract(contract) : textOfContract(contract));
  if (contract.wrong > 0) return exitCodes.wrong;
  return contract.notKnown > 0 ? exitCodes.notVerified : exitCodes.fine;
}

interface Contract {
  backend: NamedSurface;
  calls: { calls: readonly CalledFunction[]; open: readonly OpenCall[] };
  expected: NamedSurface | undefined;
  rows: readonly ContractRow[];
  wrong: number;
  notKnown: number;
}

function countsOf(rows: readonly ContractRow[]): Pick<Contract, 'wrong' | 'notKnown'> {
  const notKnown = rows.filter(({ verdict }) => verdict === 'not known').length;
  return { notKnown, wrong: rows.filter(({ verdict }) => verdict !== 'present').length - notKnown };
}

function jsonOfContract({ backend, calls, expected, rows, wrong, notKnown }: Contract): string {
  const said = {
    backend: backend.shown,
    functions: backend.surface.functions.length,
    references: calls.calls.length,
    unresolved: calls.open.length,
    open: calls.open,
    expected: expected?.shown ?? null,
    wrong,
    notKnown,
    rows,
  };
  return JSON.stringify(said, null, 2);
}

function textOfContract({ backend, calls, expected, rows, wrong, notKnown }: Contract): string {
  const result = wrong + notKnown === 0 ? 'all present' : `${wrong} wrong, ${notKnown} not known`;
  const summary = `${rows.length} functions in ${calls.calls.length} references, compared with ${backend.surface.functions.length} of ${backend.shown}: ${result}.`;
  const compared = expected
    ? ` Arguments and results were compared with ${expected.shown}.`
    : ' Arguments were not compared: no other functions folder was found, and --expected is not set.';
  return `${formatContract(rows)}\n\n${summary}${compared}${formatOpen(calls.open)}`;
}

async function readAllCalls(
  sources: readonly string[],
  site: string | undefined,
): Promise<{ calls: CalledFunction[]; open: OpenCall[] }> {
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
      return callsOfSource({ root, shown: source }, found);
    }),
    ...(site === undefined ? [] : [readNamedSite(site).then(callsOfSite)]),
  ]);
  return {
    calls: parts.flatMap(({ calls }) => calls),
    open: parts.flatMap(({ open }) => open),
  };
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

/** Calls that are known only at run time cannot be compared, so they are listed. */
function formatOpen(open: readonly OpenCall[]): string {
  if (open.length === 0) return '';
  const shown = open.slice(0, mostOpenShown).map(({ place, text, reason }) => `?  ${place}  ${text} (${reason})`);
  const rest = open.length > shown.length ? [`   and ${open.length - shown.length} more, which --json lists`] : [];
  return [`\n\nKnown only at run time, and not compared with the backend: ${open.length}`, ...shown, ...rest].join(
    '\n',
  );
}

function write(text: string): void {
  process.stdout.write(`${redact(text)}\n`);
}

try {
  // biome-ignore lint/style/noProcessEnv: a command reads its environment; checks and readings get theirs from the profile.
  process.exitCode = await run(process.argv.slice(2), process.env);
} catch (error) {
  process.stderr.write(`${redact(messageOf(error))}\n`);
  const isUsage = error instanceof UsageError || error instanceof ConfigurationError;
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.notVerified;
}

function messageOf(error: unknown): string {
  if (error instanceof ConfigurationError) return error.problems.map(formatConfigurationProblem).join('\n');
  if (error instanceof UsageError) return `${error.message}\n  → ${usage}`;
  const isKnown = error instanceof NotVerified || error instanceof MissingInput;
  const remedy = isKnown && error.enable !== undefined ? `\n  → ${error.enable}` : '';
  return `not verified: ${(error as Error).message}${remedy}`;
}
