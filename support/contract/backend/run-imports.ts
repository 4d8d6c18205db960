import { fork } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { moduleFile } from '../../files/module-file.ts';
import { temporaryPrefix } from '../../files/temporary-folder.ts';
import { withGrant } from '../../http/pass-grant.ts';
import { keptTexts, type PackageVariables, packageVariables } from '../variables/package-variables.ts';
import { type BackendFile, moduleOf } from './backend-files.ts';
import { type BundledBackend, bundleBackend } from './bundle-backend.ts';
import type { ImportedModule } from './import-backend-modules.ts';

/** What a backend's modules register, as far as they could be bundled and imported. */
export interface ImportedBackend extends Pick<BundledBackend, 'broken' | 'inputs' | 'absentPackages'> {
  /** By module. One that ended the process, or did not finish, is absent. */
  imported: ReadonlyMap<string, ImportedModule>;
  packages: PackageVariables;
  /** What is pushed of each file of the team's own. */
  kept: ReadonlyMap<string, string>;
}

/** All imports together may take this long. */
const deadlineMs = 20_000;

/** Bundles modules of a functions folder and imports them in a process without rights. */
export function importBackend(directory: string, files: readonly BackendFile[]): Promise<ImportedBackend> {
  return withGrant(() => importBundled(directory, files));
}

async function importBundled(directory: string, files: readonly BackendFile[]): Promise<ImportedBackend> {
  const paths = files.map(({ path }) => path);
  const { files: bundled, ...bundle } = await bundleBackend(directory, paths);
  const folder = await realpath(await mkdtemp(temporaryPrefix('backend')));
  try {
    for (const { path, text } of bundled) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const modules = paths
      .filter((path) => !bundle.broken.has(path))
      .map((path) => ({ module: moduleOf(path), file: join(folder, `${moduleOf(path)}.mjs`) }));
    const imported = await importModules(modules, folder);
    return { ...bundle, imported, packages: packageVariables(bundled), kept: keptTexts(bundled) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface ModuleFile {
  module: string;
  file: string;
}

/** Many modules fail without their variables, which a deployment has, so those are imported again with made-up ones. */
async function importModules(modules: readonly ModuleFile[], folder: string): Promise<Map<string, ImportedModule>> {
  const imported = await runImports(modules, folder, 'none');
  const failed = modules.filter(({ module }) => imported.get(module)?.error !== undefined);
  for (const [module, found] of await runImports(failed, folder, 'made-up'))
    if (found.error === undefined) imported.set(module, found);
  return imported;
}

/** A module that is not reported before the deadline, or before the process ends, is missing from the result. */
function runImports(
  modules: readonly ModuleFile[],
  folder: string,
  variables: 'none' | 'made-up',
): Promise<Map<string, ImportedModule>> {
  const script = moduleFile(import.meta.filename, './import-backend-modules.ts');
  const imported = new Map<string, ImportedModule>();
  if (modules.length === 0) return Promise.resolve(imported);

  const { promise, resolve } = Promise.withResolvers<Map<string, ImportedModule>>();
  const child = fork(script, [JSON.stringify(modules), variables], {
    cwd: folder,
    env: {},
    // It may read two folders, and reach neither the network nor another process.
    execArgv: ['--permission', `--allow-fs-read=${folder}`, `--allow-fs-read=${import.meta.dirname}`, '--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
  });
  child.on('message', (message) => imported.set((message as ImportedModule).module, message as ImportedModule));
  child.once('error', () => resolve(imported));
  child.once('close', () => resolve(imported));
  return promise;
}
