import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../command/stop-error.ts';
import { type BackendSurface, readBackendSource, type UnreadModule } from '../../contract/index.ts';
import { parseJson } from '../../files/parse-json.ts';
import { Door } from '../../http/index.ts';
import {
  type ConvexProfile,
  findConfig,
  loadDeployment,
  type PagesProfile,
  resolveProfile,
  Setting,
  startEmbedded,
  type Variables,
} from '../../profile/index.ts';
import { type Read, Readings } from '../../reading/index.ts';
import { registerSecret } from '../../redaction/redact.ts';
import { bareDeploymentName, convexHost, isGivenName } from '../../settings/index.ts';
import { errorText } from '../../text/error-text.ts';
import { shownDeployment } from './call-sites.ts';
import { deployedSpec } from './read-deployed-functions.ts';
import { readFunctionSpecFile, requireFunctions } from './read-expected-backend.ts';
import { requireAnswer } from './read-key.ts';
import { type LiveSite, liveSite } from './site/read-live-site.ts';
import type { SiteRoute } from './site/site-answers.ts';

/** A backend that a front end is compared with. */
export interface NamedSurface {
  surface: BackendSurface;
  /** Its name in what is printed. */
  shown: string;
  /** Modules of a source that could not be imported. */
  unread?: readonly UnreadModule[];
  /** The functions folder or the function spec that the deployment config names for it. */
  writtenAgainst?: string;
  /** Places that only run time resolves and that the deployment config accepts. */
  unresolved?: ConvexProfile['unresolved'];
}

const deadlineMs = 60_000;

/**
 * Finds what `--backend` names: a functions folder, a function-spec file, a URL, a deployment of the cloud by its name, or an environment
 * of the deployment config. A deployment is read with the key in `CONVEX_DEPLOY_KEY`, an environment with its own key.
 * @throws UsageError for a name that is none of these; NotVerified where it cannot be read
 */
export async function readNamedBackend(named: string, variables: Variables): Promise<NamedSurface> {
  if (existsSync(named)) {
    if (statSync(named).isFile())
      return { shown: named, surface: await readFunctionSpecFile(path.resolve(named), named) };
    const folder = functionsFolder(path.resolve(named));
    if (folder === undefined)
      throw new UsageError(
        `${named} is not a folder of Convex functions: neither in it nor in a convex folder below it is there a module beside generated code, and no convex.json names one.`,
      );
    const surface = await readBackendSource(folder);
    requireFunctions(surface, named);
    return { shown: named, surface, unread: surface.readStatically };
  }
  // Outside the first region a host names its region, and the deployment's name alone does not tell it.
  const host = `${bareDeploymentName(named)}.convex.cloud`;
  const cloud = isGivenName(convexHost(host)?.deployment ?? '') ? host : undefined;
  const url = /^https?:\/\//.test(named) ? named : cloud && `https://${cloud}`;
  if (url) {
    const key = variables.CONVEX_DEPLOY_KEY ?? variables.CONVEX_SELF_HOSTED_ADMIN_KEY;
    if (!key)
      throw new UsageError(
        `CONVEX_DEPLOY_KEY is not set: ${url} lists its functions only for a key that may view data.`,
      );
    registerSecret('CONVEX_DEPLOY_KEY', key);
    return readDeployment(
      convexAt(url, Setting.of('CONVEX_DEPLOY_KEY', key, 'environment variable CONVEX_DEPLOY_KEY')),
    );
  }
  return readEnvironment(named, variables);
}

/** The calls of a live site's scripts. */
export async function readNamedSite(url: string, routes: readonly SiteRoute[] = []): Promise<LiveSite> {
  const pages: PagesProfile = { environment: 'site', url: Setting.of('--site', url, '--site'), routes: [] } as never;
  return withReads([url], [], (read) => read(liveSite, { pages, routes }));
}

async function readEnvironment(name: string, variables: Variables): Promise<NamedSurface> {
  if (variables.DEPLOYMENT_CONFIG === undefined && !existsSync(findConfig(variables)))
    throw new UsageError(
      `--backend ${name} is not a folder, a file, a URL or the name of a deployment, and there is no deployment.config.ts with an environment of that name.`,
    );
  const loaded = await loadDeployment();
  await using embedded = await startEmbedded(loaded);
  const profile = resolveProfile(loaded, name, embedded ? { variables: { ...variables, ...embedded.variables } } : {});
  const [convex, ...more] = profile.backends;
  if (!convex) throw new UsageError(`${name} of ${loaded.deployment.name} has no Convex deployment.`);
  if (more.length > 0)
    throw new UsageError(
      `${name} of ${loaded.deployment.name} has several backends; give --backend the URL of one: ${profile.backends.map(({ url }) => url.value).join(', ')}`,
    );
  const { backend } = convex;
  const written = backend && writtenBackend(backend);
  return {
    ...(await readDeployment(convex)),
    unresolved: convex.unresolved,
    ...(written && { writtenAgainst: written.path }),
  };
}

async function readDeployment(convex: ConvexProfile): Promise<NamedSurface> {
  const { origin } = convex.url.url;
  return withReads([origin], [{ origin, path: '/api/query' }], async (read) => ({
    shown: shownDeployment(await requireAnswer(convex, read), convex),
    surface: await read(deployedSpec, convex),
  }));
}

async function withReads<Value>(
  urls: readonly string[],
  queries: readonly { origin: string; path: string }[],
  use: (read: Read) => Promise<Value>,
): Promise<Value> {
  const runId = 'airlock-contract';
  const signal = AbortSignal.timeout(deadlineMs);
  await using door = new Door({
    runId,
    origins: urls.map((url) => ({ origin: new URL(url).origin, environment: 'named' })),
    queries,
    runSignal: signal,
    bodyBytes: 64 * 1024 * 1024,
  });
  const readings = new Readings({ door, runId, deadlineMs });
  return await use(
    readings.forReader({ check: 'contract', effect: 'read', environments: ['named'], onRequests: () => undefined }),
  );
}

function convexAt(url: string, deployKey: Setting): ConvexProfile {
  return {
    platform: 'convex',
    environment: 'named',
    name: 'convex',
    place: '--backend',
    called: 'the Convex deployment',
    url: Setting.of('--backend', url, '--backend'),
    deployment: Setting.of('--backend', url, '--backend'),
    deployKey,
    frontends: [],
    deployCommand: 'npx convex deploy --yes',
    httpRoutes: [],
    optionalVariables: [],
    unresolved: [],
    liveSite: false,
  };
}

/** The folder itself, the one that its `convex.json` names, or the `convex` folder in it. */
export function functionsFolder(folder: string): string | undefined {
  const isOne = (candidate: string) =>
    ['schema.ts', 'schema.js', '_generated', 'convex.config.ts', 'auth.config.ts'].some((name) =>
      existsSync(path.join(candidate, name)),
    ) && modulesIn(candidate, true).length > 0;
  const candidates = [folder, namedFunctions(folder), path.join(folder, 'convex')].filter((each) => each !== undefined);
  return candidates.find(isOne) ?? candidates.find((each) => definesFunctions(each, each !== folder));
}

/** Source: https://docs.convex.dev/production/project-configuration#convexjson */
function namedFunctions(folder: string): string | undefined {
  const file = path.join(folder, 'convex.json');
  if (!existsSync(file)) return undefined;
  try {
    const { functions } = parseJson(readFileSync(file, 'utf8'), path.relative('', file)) as { functions?: unknown };
    return typeof functions === 'string' ? path.resolve(folder, functions) : undefined;
  } catch (error) {
    throw new UsageError(`${errorText(error)}.`);
  }
}

/** Generated code is often not under version control, and a schema is not needed. */
function definesFunctions(folder: string, recursive: boolean): boolean {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return false;
  return modulesIn(folder, recursive).some((name) =>
    readFileSync(path.join(folder, name), 'utf8').includes('_generated/server'),
  );
}

/** Source files, without generated code, declarations and dependencies. */
function modulesIn(folder: string, recursive: boolean): string[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' }).filter(
    (name) => /(?<!\.d)\.[cm]?[jt]sx?$/.test(name) && !/(?:^|[\\/])(?:node_modules|_generated)[\\/]/.test(name),
  );
}

/** The functions folder that a source tree was probably written against: in it, beside it, or above it, up to the current folder. */
export function functionsFolderNear(source: string): string | undefined {
  const top = process.cwd();
  for (let folder = path.resolve(source); ; folder = path.dirname(folder)) {
    const found = functionsFolder(folder);
    if (found !== undefined || folder === top || folder === path.dirname(folder)) return found;
  }
}

function writtenBackend(backend: NonNullable<ConvexProfile['backend']>): { path: string } | undefined {
  if ('source' in backend) return backend.source;
  return 'functionSpec' in backend ? backend.functionSpec : undefined;
}
