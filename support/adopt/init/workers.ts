import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readWranglerText, WranglerUnreadable } from '../../families/config/wrangler/wrangler-text.ts';
import { filesBelow, folderOf, isRecord } from './team-files.ts';

type Column = 'dev' | 'prod';

/** A Worker of the repository. */
export interface WorkerFound {
  folder: string;
  /** Its wrangler configuration. */
  file: string;
  name: string;
  /** The path of its health route, where its source has one of the usual ones. */
  health: string | undefined;
  /** The address of its custom domain, by environment. */
  addresses: Partial<Record<Column, string>>;
  /** Variables that its configuration gives, by environment. */
  variables: Record<Column, Record<string, string>>;
  /** The Worker serves the site of this folder and has no routes that are known: what checks the site checks it. */
  isSite: boolean;
}

/** What a build of a framework writes; a package is named where the framework has an entry of its own. */
const builtMain =
  /^(?:\.\/)?(?:\.open-next|\.svelte-kit|\.output|\.vercel|\.nuxt|\.next|dist|build)\/|^@?[\w-]+\/[\w/-]+$/;

/** Reads the wrangler configurations. @param apps the folders of front ends */
export function readWorkers(
  root: string,
  files: readonly string[],
  apps: readonly string[],
  unread: string[],
): WorkerFound[] {
  return files.flatMap((file) => {
    try {
      return readWorker(root, file, apps);
    } catch (error) {
      if (!(error instanceof WranglerUnreadable)) throw error;
      unread.push(error.message);
      return [];
    }
  });
}

function readWorker(root: string, file: string, apps: readonly string[]): WorkerFound[] {
  const settings = readWranglerText(file, readFileSync(path.join(root, file), 'utf8')).root;
  const folder = folderOf(file);
  const name = typeof settings.name === 'string' ? settings.name : path.basename(folder || root);
  const main = typeof settings.main === 'string' ? settings.main : undefined;
  const isBuilt = main === undefined || (builtMain.test(main) && !/\.[cm]?tsx?$/.test(main));
  const hasApp = apps.includes(folder);
  const health =
    main === undefined || isBuilt ? undefined : healthRouteIn(root, path.posix.join(folder, folderOf(main)));
  const isSite = settings.pages_build_output_dir !== undefined || (hasApp && (isBuilt || health === undefined));
  if (main === undefined && settings.pages_build_output_dir === undefined && settings.assets === undefined) return [];
  return [{ folder, file, name, health, addresses: addressesOf(settings), variables: variablesOf(settings), isSite }];
}

/** A named environment for production, or what `wrangler deploy` alone deploys; and a named one for development. */
function environmentsOf(settings: Record<string, unknown>): Record<Column, Record<string, unknown>> {
  const named = isRecord(settings.env) ? settings.env : {};
  const of = (...names: string[]) => names.map((name) => named[name]).find(isRecord);
  return { dev: of('dev', 'development', 'staging') ?? {}, prod: of('prod', 'production') ?? settings };
}

function variablesOf(settings: Record<string, unknown>): WorkerFound['variables'] {
  const { dev, prod } = environmentsOf(settings);
  return { dev: textsIn(dev.vars), prod: textsIn(prod.vars) };
}

/** The host of the first route that names one whole, with what of its path comes before a `*`. */
function addressesOf(settings: Record<string, unknown>): WorkerFound['addresses'] {
  const { dev, prod } = environmentsOf(settings);
  const of = ({ routes, route }: Record<string, unknown>) => {
    const patterns = [...(Array.isArray(routes) ? routes : []), route].map((each) =>
      isRecord(each) ? each.pattern : each,
    );
    const [found] = patterns.flatMap((pattern) => {
      const [, host, below = ''] = /^([\w-]+(?:\.[\w-]+)+)(\/[^*]*)?\*?$/.exec(String(pattern ?? '')) ?? [];
      return host === undefined ? [] : [`https://${host}${below.replace(/\/$/, '')}`];
    });
    return found;
  };
  const [own, production] = [of(dev), of(prod)];
  return { ...(own !== undefined && { dev: own }), ...(production !== undefined && { prod: production }) };
}

const healthRoutes = ['/health', '/healthz', '/api/health', '/status', '/ping'];

/** Where a Worker says how it is, by its source: a text is enough, since the first run asks. */
function healthRouteIn(root: string, folder: string): string | undefined {
  const source = path.join(root, folder);
  const texts = filesBelow(source, folder === '' ? '*.{ts,js,mjs}' : '**/*.{ts,js,mjs}').map((file) =>
    readFileSync(path.join(source, file), 'utf8'),
  );
  const route = healthRoutes.find((each) => texts.some((text) => new RegExp(`['"\`]${each}['"\`]`).test(text)));
  const bases = texts.flatMap((text) =>
    [...text.matchAll(/\.basePath\(\s*['"`](\/[\w/-]+)['"`]/g)].map(([, base]) => base),
  );
  return route === undefined || bases.length !== 1 ? route : `${bases[0]}${route}`;
}

function textsIn(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
