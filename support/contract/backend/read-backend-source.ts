import { fork } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DeployedFunction, deployedFunctions, FunctionSpec, type HttpRoute } from '../function-spec.ts';
import { type BackendFile, isSourceFile, moduleOf, readBackendFiles } from './backend-files.ts';
import { type BackendSyntax, readBackendSyntax } from './backend-syntax.ts';
import { bundleBackend } from './bundle-backend.ts';
import { type DatabaseSchema, databaseSchema, SchemaJson } from './database-schema.ts';
import type { ImportedModule } from './import-backend-modules.ts';
import { staticFunctions } from './static-backend-functions.ts';

/** What a backend offers: from its source tree, a function-spec file, or a deployment. */
export interface BackendSurface {
  functions: readonly DeployedFunction[];
  /** HTTP actions; absent where they could not be read. */
  routes?: readonly HttpRoute[];
  /** Tables and indexes; absent where there is no schema, or it could not be read. */
  schema?: DatabaseSchema;
}

/** A module that was not read whole by importing it. */
export interface UnreadModule {
  module: string;
  reason: string;
  /** The exports that are not known, where the others are; absent where none is known for certain. */
  exports?: readonly string[];
}

/** What a Convex functions folder holds, and how that was found out. */
export interface BackendSource extends BackendSurface {
  directory: string;
  modules: number;
  syntax: BackendSyntax;
  /** Modules that could not be imported, and why: of them is known what their syntax shows. */
  readStatically: readonly UnreadModule[];
  /** Packages that are not installed. */
  absentPackages: readonly string[];
}

const mostMs = 20_000;

/**
 * Reads a Convex functions folder: its functions with kinds and validators, HTTP routes and schema by bundling and importing its
 * modules in a process without rights; the syntax says which variables and functions they name. Nothing is deployed or generated.
 * @param directory absolute path of the folder that holds `schema.ts`
 * @throws where the folder cannot be read
 */
export async function readBackendSource(directory: string): Promise<BackendSource> {
  const files = await readBackendFiles(directory);
  const entries = files.filter(({ isEntry }) => isEntry);
  const schemaFile = files.find(({ path }) => /^schema\.[jt]s$/.test(path));
  const wanted = [...entries, ...(schemaFile ? [schemaFile] : [])];
  const { imported, broken, inputs, absentPackages } = await importModules(directory, wanted);
  const functions: DeployedFunction[] = [];
  const readStatically: UnreadModule[] = [];
  for (const file of entries) {
    const module = moduleOf(file.path);
    const found = imported.get(module);
    const byImport = found ? functionsOf(found) : [];
    functions.push(...byImport);
    const bySyntax = staticFunctions(file).filter(({ path }) => byImport.every((each) => each.path !== path));
    const reason = found?.error ?? broken.get(file.path) ?? (found ? undefined : 'importing it did not end');
    // A wrapper of a package that is not installed registers nothing: its functions are only seen in the syntax, if at all.
    const isOpen = found !== undefined && (found.unknown.length > 0 || found.routes === undefined);
    if (reason === undefined && !isOpen && (bySyntax.length === 0 || absentPackages.length === 0)) continue;
    functions.push(...bySyntax);
    readStatically.push({
      module,
      reason: reason ?? `not installed: ${absentPackages.join(', ')}`,
      ...(reason === undefined && found && { exports: found.unknown }),
    });
  }
  const schema = SchemaJson.safeParse(imported.get('schema')?.schema);
  const http = imported.get('http');
  const hasHttp = entries.some(({ path }) => moduleOf(path) === 'http');
  if (schemaFile && !schema.success)
    readStatically.push({
      module: 'schema',
      reason: imported.get('schema')?.error ?? broken.get(schemaFile.path) ?? 'it exports no schema',
    });
  return {
    directory,
    modules: entries.length,
    functions,
    ...(!hasHttp && { routes: [] }),
    ...(http && !http.error && http.routes && { routes: http.routes }),
    ...(schema.success && { schema: databaseSchema(schema.data) }),
    syntax: await readBackendSyntax(directory, pushedFiles(files, inputs, broken.size === 0)),
    readStatically,
    absentPackages,
  };
}

/** What is pushed: modules, what they import from within the folder and beside it, and the configuration; not tests. */
function pushedFiles(files: readonly BackendFile[], inputs: readonly string[], isWhole: boolean): string[] {
  const isPushed = ({ path, isEntry }: BackendFile) =>
    isEntry || inputs.includes(path) || /^(?:auth|convex)\.config\.[jt]s$/.test(path) || (!isWhole && !isTest(path));
  const pushed = files.filter(isPushed).map(({ path }) => path);
  return [...new Set([...pushed, ...inputs.filter(isSourceFile)])];
}

function isTest(path: string): boolean {
  return /\.(?:test|spec)\.[^.]+$/.test(path);
}

function functionsOf({ module, functions }: ImportedModule): DeployedFunction[] {
  return deployedFunctions(
    FunctionSpec.parse(
      functions.map(({ name, functionType, isPublic, args, returns }) => ({
        identifier: `${module}.js:${name}`,
        functionType,
        visibility: { kind: isPublic ? 'public' : 'internal' },
        args,
        returns,
      })),
    ),
  );
}

async function importModules(
  directory: string,
  files: readonly BackendFile[],
): Promise<{
  imported: Map<string, ImportedModule>;
  broken: ReadonlyMap<string, string>;
  inputs: readonly string[];
  absentPackages: readonly string[];
}> {
  const {
    files: bundled,
    inputs,
    absentPackages,
    broken,
  } = await bundleBackend(
    directory,
    files.map(({ path }) => path),
  );
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'airlock-backend-')));
  try {
    for (const { path, text } of bundled) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const modules = files
      .filter(({ path }) => !broken.has(path))
      .map(({ path }) => ({ module: moduleOf(path), file: join(folder, `${moduleOf(path)}.mjs`) }));
    const imported = await runImports(modules, folder, 'none');
    // Many modules ask for their variables when they are imported, and a deployment has them.
    const asking = modules.filter(({ module }) => imported.get(module)?.error !== undefined);
    for (const [module, found] of await runImports(asking, folder, 'made-up'))
      if (found.error === undefined) imported.set(module, found);
    return { imported, broken, inputs, absentPackages };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is not told until the deadline, or before the process ends, is missing. */
function runImports(
  modules: readonly { module: string; file: string }[],
  folder: string,
  variables: 'none' | 'made-up',
): Promise<Map<string, ImportedModule>> {
  const script = join(import.meta.dirname, 'import-backend-modules.ts');
  const imported = new Map<string, ImportedModule>();
  if (modules.length === 0) return Promise.resolve(imported);
  const { promise, resolve } = Promise.withResolvers<Map<string, ImportedModule>>();
  const child = fork(script, [JSON.stringify(modules), variables], {
    cwd: folder,
    env: {},
    // It reads two folders, and reaches neither the network nor another process.
    execArgv: ['--permission', `--allow-fs-read=${folder}`, `--allow-fs-read=${import.meta.dirname}`, '--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: mostMs,
    killSignal: 'SIGKILL',
  });
  child.on('message', (message) => imported.set((message as ImportedModule).module, message as ImportedModule));
  child.once('error', () => resolve(imported));
  child.once('close', () => resolve(imported));
  return promise;
}
