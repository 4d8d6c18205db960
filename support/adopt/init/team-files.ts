import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseJsonc } from 'jsonc-parser';
import { jsonIn } from '../../files/parse-json.ts';
import { parseYaml, YamlMistake } from '../../files/parse-yaml.ts';

/** What nobody deploys: packages of others, what builds write, and what only tests and readers use. */
const notOurs = [
  ...['node_modules', '.git', 'dist', 'build', 'out', 'coverage', 'vendor'],
  ...['.next', '.svelte-kit', '.output', '.open-next', '.vercel', '.wrangler', '.turbo', '.vite', '.nuxt', '.yarn'],
  ...['fixtures', '__fixtures__', 'examples', 'templates', '__tests__', 'e2e'],
].map((folder) => `**/${folder}/**`);

/** Files of a repository, relative to it, in order; those that nobody deploys are left out. */
export function filesBelow(root: string, pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: notOurs })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/** A package of the repository. */
export interface TeamPackage {
  /** Relative to the repository; empty: the repository itself. */
  folder: string;
  manifest: Record<string, unknown>;
}

export interface TeamPackages {
  packages: readonly TeamPackage[];
  /** Whether a file belongs to one of them, or to the repository itself. */
  isOurs: (file: string) => boolean;
}

/** The packages of a repository: the members of its workspace, or every one where it declares none. */
export function packagesOf(root: string, unread: string[]): TeamPackages {
  const all = filesBelow(root, '**/package.json').flatMap((file): TeamPackage[] => {
    const manifest = objectIn(path.join(root, file));
    if (manifest) return [{ folder: folderOf(file), manifest }];
    unread.push(`${file}: it is not JSON`);
    return [];
  });
  const globs = workspaceGlobs(root, all.find(({ folder }) => folder === '')?.manifest, unread);
  const packages = globs === undefined ? all : all.filter(({ folder }) => folder === '' || isMember(folder, globs));
  const members = new Set(packages.map(({ folder }) => folder));
  const others = all.map(({ folder }) => folder).filter((folder) => !members.has(folder));
  return {
    packages,
    isOurs: (file) => !others.some((folder) => file.startsWith(`${folder}/`)),
  };
}

/** JSON, or JSON with comments, that is an object; undefined for anything else. */
export function objectIn(file: string): Record<string, unknown> | undefined {
  const text = readFileSync(file, 'utf8');
  const strict = jsonIn(text);
  const value = strict ?? parseJsonc(text, [], { allowTrailingComma: true });
  // A parser that recovers makes something of anything: `{` alone is not a manifest.
  if (!isRecord(value) || (strict === undefined && Object.keys(value).length === 0)) return undefined;
  return value;
}

function workspaceGlobs(
  root: string,
  manifest: Record<string, unknown> | undefined,
  unread: string[],
): readonly string[] | undefined {
  const pnpm = 'pnpm-workspace.yaml';
  const declared = existsSync(path.join(root, pnpm)) ? yamlIn(root, pnpm, unread) : manifest?.workspaces;
  const list = isRecord(declared) ? declared.packages : declared;
  const globs = Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
  return globs.length === 0 ? undefined : globs.map((each) => each.replace(/^(!?)\.\//, '$1').replace(/\/$/, ''));
}

function yamlIn(root: string, file: string, unread: string[]): unknown {
  try {
    return parseYaml(readFileSync(path.join(root, file), 'utf8'), file);
  } catch (error) {
    if (!(error instanceof YamlMistake)) throw error;
    unread.push(error.message);
    return undefined;
  }
}

function isMember(folder: string, globs: readonly string[]): boolean {
  const fits = (glob: string) => path.posix.matchesGlob(folder, glob);
  const [without, within] = [
    globs.filter((glob) => glob.startsWith('!')),
    globs.filter((glob) => !glob.startsWith('!')),
  ];
  return within.some(fits) && !without.some((glob) => fits(glob.slice(1)));
}

export function folderOf(file: string): string {
  const folder = path.posix.dirname(file);
  return folder === '.' ? '' : folder;
}

export function dependsOn({ manifest }: TeamPackage, name: string): boolean {
  return ['dependencies', 'devDependencies'].some(
    (list) => isRecord(manifest[list]) && Object.hasOwn(manifest[list], name),
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
