import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readWranglerText, WranglerUnreadable } from '../../families/config/wrangler/wrangler-text.ts';
import { jsonIn } from '../../files/parse-json.ts';

export type Framework = 'Next.js' | 'TanStack Start' | 'SvelteKit' | 'Vite';

/** A front end of the repository. */
export interface AppFound {
  framework: Framework;
  /** Relative to the repository; empty: the repository itself. */
  folder: string;
}

/** A Worker of the repository. */
export interface WorkerFound {
  folder: string;
  /** Its wrangler configuration. */
  file: string;
  name: string;
  /** The path of its health route, where its source has one of the usual ones. */
  health: string | undefined;
  /** Variables that its configuration gives, by environment. */
  variables: Record<'dev' | 'prod', Record<string, string>>;
}

/** What was found in a team's repository. */
export interface Repository {
  root: string;
  name: string;
  apps: readonly AppFound[];
  workers: readonly WorkerFound[];
  /** The folder of the Convex functions, and the package that deploys them. */
  convex: { functions: string; folder: string } | undefined;
  workflows: readonly string[];
  /** The command that installs what the lock file says, and the file that says so. */
  install: { command: string; lock: string | undefined };
  /** Files that could not be read, each with the reason. */
  unread: readonly string[];
}

const notOurs = ['**/node_modules/**', '**/.git/**', '**/dist/**', '**/.next/**', '**/.svelte-kit/**', '**/.output/**'];
const frameworks: readonly [dependency: string, framework: Framework][] = [
  ['next', 'Next.js'],
  ['@tanstack/react-start', 'TanStack Start'],
  ['@tanstack/solid-start', 'TanStack Start'],
  ['@sveltejs/kit', 'SvelteKit'],
  ['vite', 'Vite'],
];
const locks: readonly [lock: string, command: string][] = [
  ['pnpm-lock.yaml', 'corepack enable && pnpm install --frozen-lockfile'],
  ['yarn.lock', 'corepack enable && yarn install --immutable'],
  ['bun.lock', 'bun install --frozen-lockfile'],
  ['package-lock.json', 'npm ci'],
];

/** Reads what a repository says of itself: packages, frameworks, Workers, the Convex project and workflows. */
export function readRepository(root: string): Repository {
  const unread: string[] = [];
  const packages = filesBelow(root, '**/package.json').flatMap((file) => {
    const manifest = jsonIn(readFileSync(path.join(root, file), 'utf8'));
    if (isRecord(manifest)) return [{ folder: folderOf(file), manifest }];
    unread.push(`${file}: it is not JSON`);
    return [];
  });
  const own = packages.find(({ folder }) => folder === '')?.manifest;
  const lock = locks.find(([name]) => existsSync(path.join(root, name)));
  return {
    root,
    name: typeof own?.name === 'string' ? own.name.replace(/^@[^/]+\//, '') : path.basename(root),
    apps: packages.flatMap(({ folder, manifest }) => {
      const found = frameworks.find(([dependency]) => dependsOn(manifest, dependency));
      return found ? [{ framework: found[1], folder }] : [];
    }),
    workers: filesBelow(root, '**/wrangler.{toml,json,jsonc}').flatMap((file) => readWorker(root, file, unread)),
    convex: convexOf(root, packages),
    // The one that `init` writes says nothing of how the team deploys.
    workflows: filesBelow(root, '.github/workflows/*.{yml,yaml}').filter((file) => !file.endsWith('/airlock.yml')),
    install: { command: lock?.[1] ?? 'npm install', lock: lock?.[0] },
    unread,
  };
}

/** Files of the team's own, relative to the repository, in order. */
export function filesBelow(root: string, pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: notOurs })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

function convexOf(root: string, packages: readonly { folder: string; manifest: Record<string, unknown> }[]) {
  const users = packages.filter(({ manifest }) => dependsOn(manifest, 'convex'));
  const found = users.flatMap(({ folder }) => {
    const file = path.join(root, folder, 'convex.json');
    const settings = existsSync(file) ? jsonIn(readFileSync(file, 'utf8')) : undefined;
    const named = isRecord(settings) && typeof settings.functions === 'string' ? settings.functions : 'convex/';
    const functions = path.posix.join(folder, named).replace(/\/$/, '');
    return existsSync(path.join(root, functions)) ? [{ functions, folder }] : [];
  });
  return found[0];
}

function readWorker(root: string, file: string, unread: string[]): WorkerFound[] {
  try {
    const settings = readWranglerText(file, readFileSync(path.join(root, file), 'utf8')).root;
    // A site on Pages has such a file too.
    if (settings.pages_build_output_dir !== undefined || settings.main === undefined) return [];
    const folder = folderOf(file);
    return [
      {
        folder,
        file,
        name: typeof settings.name === 'string' ? settings.name : path.basename(folder || root),
        health: healthRouteIn(root, folder),
        variables: variablesOf(settings),
      },
    ];
  } catch (error) {
    if (!(error instanceof WranglerUnreadable)) throw error;
    unread.push(error.message);
    return [];
  }
}

/** The variables of `wrangler deploy`, and those of a named environment for production or development. */
function variablesOf(settings: Record<string, unknown>): WorkerFound['variables'] {
  const named = isRecord(settings.env) ? settings.env : {};
  const of = (...names: string[]) => names.map((name) => named[name]).find(isRecord);
  const development = of('dev', 'development', 'staging');
  return {
    dev: textsIn(development?.vars),
    prod: textsIn((of('prod', 'production') ?? settings).vars),
  };
}

const healthRoutes = ['/health', '/healthz', '/api/health', '/status', '/ping'];

/** Where a Worker says how it is, by its source: a text is enough, since the first run asks. */
function healthRouteIn(root: string, folder: string): string | undefined {
  const texts = filesBelow(path.join(root, folder), '**/*.{ts,js,mjs}').map((file) =>
    readFileSync(path.join(root, folder, file), 'utf8'),
  );
  return healthRoutes.find((route) => texts.some((text) => new RegExp(`['"\`]${route}['"\`]`).test(text)));
}

function textsIn(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function dependsOn(manifest: Record<string, unknown>, name: string): boolean {
  return ['dependencies', 'devDependencies'].some(
    (list) => isRecord(manifest[list]) && Object.hasOwn(manifest[list], name),
  );
}

function folderOf(file: string): string {
  const folder = path.posix.dirname(file);
  return folder === '.' ? '' : folder;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
