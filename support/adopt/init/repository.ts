import { existsSync } from 'node:fs';
import path from 'node:path';
import { dependsOn, filesBelow, isRecord, objectIn, packagesOf, type TeamPackage } from './team-files.ts';
import { readWorkers, type WorkerFound } from './workers.ts';

/** A front end of the repository. */
export interface AppFound {
  framework: string;
  /** Relative to the repository; empty: the repository itself. */
  folder: string;
  /** It calls the Convex functions: it has the client, or the package of the functions. */
  callsConvex: boolean;
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
  /** It has a `package.json` at its top, whose packages can be installed. */
  hasPackages: boolean;
  /** Files that could not be read, each with the reason. */
  unread: readonly string[];
  /** Files of the team's own, relative to the repository, in order. */
  files: (pattern: string) => readonly string[];
}

const frameworks: readonly [dependency: string, framework: string][] = [
  ['next', 'Next.js'],
  ['@tanstack/react-start', 'TanStack Start'],
  ['@tanstack/solid-start', 'TanStack Start'],
  ['@sveltejs/kit', 'SvelteKit'],
  ['astro', 'Astro'],
  ['nuxt', 'Nuxt'],
  ['@react-router/dev', 'React Router'],
  ['@remix-run/dev', 'Remix'],
  ['@remix-run/node', 'Remix'],
  ['@remix-run/cloudflare', 'Remix'],
  ['@solidjs/start', 'SolidStart'],
  ['@angular/core', 'Angular'],
  ['gatsby', 'Gatsby'],
  ['react-scripts', 'Create React App'],
];
const locks: readonly [lock: string, command: string][] = [
  ['pnpm-lock.yaml', 'corepack enable && pnpm install --frozen-lockfile'],
  ['yarn.lock', 'corepack enable && yarn install --immutable'],
  ['bun.lock', 'npx --yes bun install --frozen-lockfile'],
  ['bun.lockb', 'npx --yes bun install --frozen-lockfile'],
  ['package-lock.json', 'npm ci'],
];

/** Reads what a repository says of itself: packages, frameworks, Workers, the Convex project and workflows. */
export function readRepository(root: string): Repository {
  const unread: string[] = [];
  const { packages, isOurs } = packagesOf(root, unread);
  const files = (pattern: string) => filesBelow(root, pattern).filter(isOurs);
  const own = packages.find(({ folder }) => folder === '')?.manifest;
  const lock = locks.find(([name]) => existsSync(path.join(root, name)));
  const convex = convexOf(root, packages);
  const functions = packages.find(({ folder }) => folder === convex?.folder);
  const apps = packages.flatMap((each): AppFound[] => {
    const framework = frameworkOf(root, each);
    if (framework === undefined) return [];
    const { name } = functions?.manifest ?? {};
    const callsConvex = dependsOn(each, 'convex') || (typeof name === 'string' && dependsOn(each, name));
    return [{ framework, folder: each.folder, callsConvex }];
  });
  return {
    root,
    name: typeof own?.name === 'string' ? own.name.replace(/^@[^/]+\//, '') : path.basename(root),
    apps,
    workers: readWorkers(
      root,
      files('**/wrangler.{toml,json,jsonc}'),
      apps.map(({ folder }) => folder),
      unread,
    ),
    convex,
    // The one that `init` writes says nothing of how the team deploys.
    workflows: filesBelow(root, '.github/workflows/*.{yml,yaml}').filter((file) => !file.endsWith('/airlock.yml')),
    install: { command: lock?.[1] ?? 'npm install', lock: lock?.[0] },
    hasPackages: own !== undefined,
    unread,
    files,
  };
}

/** Vite builds libraries and runs tests too: an app of it has a page. */
function frameworkOf(root: string, of: TeamPackage): string | undefined {
  const found = frameworks.find(([dependency]) => dependsOn(of, dependency));
  if (found) return found[1];
  return dependsOn(of, 'vite') && existsSync(path.join(root, of.folder, 'index.html')) ? 'Vite' : undefined;
}

function convexOf(root: string, packages: readonly TeamPackage[]): Repository['convex'] {
  const found = packages.flatMap((each) => {
    const { folder } = each;
    const file = path.join(root, folder, 'convex.json');
    if (!dependsOn(each, 'convex') && !existsSync(file)) return [];
    const settings = existsSync(file) ? objectIn(file) : undefined;
    const named = isRecord(settings) && typeof settings.functions === 'string' ? settings.functions : 'convex/';
    const functions = path.posix.join(folder, named).replace(/\/$/, '');
    return existsSync(path.join(root, functions)) ? [{ functions, folder }] : [];
  });
  return found[0];
}
