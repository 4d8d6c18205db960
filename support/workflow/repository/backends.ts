import { YamlFile } from '../source/yaml-file.ts';
import type { PackageFile } from './package-file.ts';
import { folderOf, join, type Repository } from './repository.ts';

/** A folder in which `convex deploy` deploys something. */
export interface ConvexBackend {
  /** Where the command is run: the folder of its `package.json`. */
  folder: string;
  /** The folder of its functions. */
  functions: string;
}

/**
 * Every Convex backend of the repository: a package that depends on `convex`, and the folder of functions beside it
 * (`convex/`, or what `convex.json` names).
 */
export function convexBackends(repository: Repository): ConvexBackend[] {
  return repository.packages.flatMap((file) => convexBackendIn(repository, file.folder) ?? []);
}

/** The backend that `convex deploy` would deploy from a folder; undefined where it would not start or find functions. */
export function convexBackendIn(repository: Repository, folder: string): ConvexBackend | undefined {
  const file = repository.packageIn(folder);
  if (!file?.dependencies.has('convex')) return undefined;
  const functions = join(folder, functionsFolder(repository, file));
  return repository.has(functions) ? { folder, functions } : undefined;
}

/** As the CLI finds it: `functions` of `convex.json`, else `convex/`, below `src/` for Create React App. */
function functionsFolder(repository: Repository, { folder, dependencies }: PackageFile): string {
  const file = join(folder, 'convex.json');
  const config = repository.read(file);
  const named = config === undefined ? undefined : new YamlFile(file, config).root.at('functions').text?.text;
  return named ?? (dependencies.has('react-scripts') ? 'src/convex' : 'convex');
}

/** Frameworks by whose presence a package is a front end. */
const frontEnds = [
  'next',
  'vite',
  'react-scripts',
  'astro',
  'nuxt',
  '@sveltejs/kit',
  '@remix-run/react',
  'expo',
  'svelte',
];

/** Packages that are front ends, by their frameworks. */
export function frontEndPackages(repository: Repository): PackageFile[] {
  return repository.packages.filter(({ dependencies }) => frontEnds.some((name) => dependencies.has(name)));
}

/** Folders of the files of this name. */
export function foldersWith(repository: Repository, name: string): string[] {
  const ends = (file: string) => file === name || file.endsWith(`/${name}`);
  return repository.files.list().filter(ends).map(folderOf);
}
