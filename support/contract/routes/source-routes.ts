import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { jsonIn } from '../../files/parse-json.ts';
import { type FrameworkPages, frameworkPages } from './framework-pages.ts';
import type { PageRoute } from './page-route.ts';

const left = ['**/node_modules/**', '**/.*/**', '**/dist/**', '**/out/**', '**/build/**'];

/** The pages of every app below `root` whose framework does not list them in its scripts. Ordered by file. */
export async function sourceRoutes(root: string): Promise<PageRoute[]> {
  const routes: PageRoute[] = [];
  for (const app of await appFolders(root))
    for (const framework of frameworkPages)
      if (isApp(join(root, app), framework)) routes.push(...(await routesOf(root, app, framework)));
  return routes.sort((one, other) => (one.file < other.file ? -1 : 1));
}

async function appFolders(root: string): Promise<string[]> {
  const folders = new Set(['.']);
  const marks = ['**/package.json', ...frameworkPages.map(({ config }) => `**/${config}.*`)];
  for await (const found of glob(marks, { cwd: root, exclude: left }))
    folders.add(posix.dirname(found.split(sep).join('/')));
  return [...folders];
}

function isApp(folder: string, { config, dependency, dependencyKinds }: FrameworkPages): boolean {
  if (configFile(folder, config) !== undefined) return true;
  const path = join(folder, 'package.json');
  const manifest = existsSync(path) ? jsonIn(readFileSync(path, 'utf8')) : undefined;
  const declared = (manifest ?? {}) as Partial<Record<string, object>>;
  return dependencyKinds.some((kind) => Object.keys(declared[kind] ?? {}).includes(dependency));
}

async function routesOf(root: string, folder: string, framework: FrameworkPages): Promise<PageRoute[]> {
  const app = folder === '.' ? '' : folder;
  const text = configText(join(root, folder), framework.config);
  const base = framework.base.exec(text)?.[1] ?? '/';
  const routes: PageRoute[] = [];
  for (const pages of framework.foldersOf(text)) {
    const cwd = join(root, folder, pages);
    if (!existsSync(cwd)) continue;
    for await (const found of glob('**/*', { cwd, exclude: ['**/node_modules/**'] })) {
      const file = found.split(sep).join('/');
      const path = framework.pathOf(file);
      if (path === undefined) continue;
      const full = posix.join(base, path).replace(/(?<=.)\/$/, '');
      routes.push({ framework: framework.name, path: full, file: posix.join(app, pages, file), app });
    }
  }
  return routes;
}

function configText(folder: string, config: string): string {
  const file = configFile(folder, config);
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
}

function configFile(folder: string, config: string): string | undefined {
  return existsSync(folder) ? readdirSync(folder).find((name) => name.startsWith(`${config}.`)) : undefined;
}
