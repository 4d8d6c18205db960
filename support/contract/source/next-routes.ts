import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { basename, dirname, join, posix, sep } from 'node:path';
import { jsonIn } from '../../files/parse-json.ts';

/** A page of Next.js's app router. No script of the site lists these pages, so one that no page links to is only known by its source. */
export interface PageRoute {
  /** `/sites/[id]`, with the base path of the app. */
  path: string;
  /** Its file, relative to the root. */
  file: string;
  /** The folder of its app, relative to the root. */
  app: string;
}

const pageName = '{page.tsx,page.ts,page.jsx,page.js,page.mdx}';
const left = ['**/node_modules/**', '**/.next/**', '**/dist/**', '**/out/**'];

/**
 * The pages of every app router below `root`. Groups `(name)` and slots `@name` are not part of an address; intercepting and private folders
 * have none of their own. Source: https://nextjs.org/docs/app/getting-started/project-structure
 */
export async function nextRoutes(root: string): Promise<PageRoute[]> {
  const routes: PageRoute[] = [];
  for await (const found of glob(`**/app/**/${pageName}`, { cwd: root, exclude: left })) {
    const file = found.split(sep).join('/');
    const app = appFolder(root, file);
    const path = app === undefined ? undefined : pathOf(file.slice(app.length).replace(/^\//, ''));
    if (app !== undefined && path !== undefined)
      routes.push({ path: posix.join(basePath(join(root, app)), path).replace(/(?<=.)\/$/, ''), file, app });
  }
  return routes.sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** Whether an address needs no value of a parameter: only then can it be asked for. */
export function isStaticRoute({ path }: PageRoute): boolean {
  return !path.includes('[') || /^[^[]*\[\[\.\.\.[^\]]+\]\]$/.test(path);
}

/** The address of a static route. */
export function addressOfRoute({ path }: PageRoute): string {
  return path.replace(/\/?\[\[\.\.\.[^\]]+\]\]$/, '') || '/';
}

/** Whether a page at `pathname` is one of a route. */
export function isOfRoute({ path }: PageRoute, pathname: string): boolean {
  const steps = path.split('/').map((step) => {
    if (step.startsWith('[[...')) return '(?:/.*)?';
    if (step.startsWith('[...')) return '/.+';
    return step.startsWith('[') ? '/[^/]+' : `/${RegExp.escape(step)}`;
  });
  return new RegExp(`^${steps.slice(1).join('')}/?$`).test(
    pathname.replace(/(?:\/index)?\.html$/, '').replace(/^(?!\/)/, '/'),
  );
}

/** The package that a page is in, where it is one of Next.js and the page is below its `app` or `src/app`. */
function appFolder(root: string, file: string): string | undefined {
  const top = /^(?:(.*?)\/)??(?:src\/)?app\//.exec(file)?.[1] ?? '';
  const folder = join(root, top);
  const isNext =
    existsSync(folder) &&
    (readdirSync(folder).some((name) => name.startsWith('next.config.')) || dependsOnNext(folder));
  return isNext ? top : undefined;
}

function dependsOnNext(folder: string): boolean {
  const path = join(folder, 'package.json');
  const manifest = existsSync(path)
    ? (jsonIn(readFileSync(path, 'utf8')) as { dependencies?: object } | undefined)
    : undefined;
  return manifest?.dependencies !== undefined && 'next' in manifest.dependencies;
}

function pathOf(file: string): string | undefined {
  const steps = dirname(file.replace(/^(?:src\/)?app\//, '')).split('/');
  if (steps.some((step) => /^_|^\(\.{1,3}\)/.test(step))) return undefined;
  return `/${steps.filter((step) => step !== '.' && !/^\(.*\)$|^@/.test(step)).join('/')}`;
}

/** `basePath` of next.config, where it is written out. */
function basePath(folder: string): string {
  const config = readdirSync(folder).find((name) => basename(name).startsWith('next.config.'));
  const text = config === undefined ? '' : readFileSync(join(folder, config), 'utf8');
  return /\bbasePath\s*:\s*["'`](\/[^"'`]*)["'`]/.exec(text)?.[1] ?? '/';
}
