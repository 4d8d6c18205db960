import { type DeployedFunction, deployedFunctions, FunctionSpec, type HttpRoute } from '../function-spec.ts';
import type { PackageVariables } from '../variables/package-variables.ts';
import { type BackendFile, isSourceFile, moduleOf, readBackendFiles } from './backend-files.ts';
import { type BackendSyntax, readBackendSyntax } from './backend-syntax.ts';
import { type DatabaseSchema, databaseSchema, SchemaJson } from './database-schema.ts';
import type { ImportedModule } from './import-backend-modules.ts';
import { installCommand, notInstalled } from './install-command.ts';
import { type ImportedBackend, importBackend } from './run-imports.ts';
import { staticFunctions } from './static-backend-functions.ts';

/** The functions, routes and schema of a backend: of its source tree, a function-spec file, or a deployment. */
export interface BackendSurface {
  functions: readonly DeployedFunction[];
  /** HTTP actions; absent where they could not be read. */
  routes?: readonly HttpRoute[];
  /** Tables and indexes; absent where there is no schema, or it could not be read. */
  schema?: DatabaseSchema;
}

/** A module that could not be imported, or not completely. */
export interface UnreadModule {
  module: string;
  reason: string;
  /** The exports that are not known, where the others are; absent where none is known for certain. */
  exports?: readonly string[];
}

/** A Convex functions folder, and what is not known of it. */
export interface BackendSource extends BackendSurface {
  directory: string;
  modules: number;
  syntax: BackendSyntax;
  /** Modules of which only the syntax is known, or of which some exports are not. */
  readStatically: readonly UnreadModule[];
  /** Packages that are not installed. */
  absentPackages: readonly string[];
  /** What the packages read that are part of the deployed bundle. */
  packages: PackageVariables;
  /** The command that installs the packages of the project. */
  installCommand: string;
}

/**
 * Reads a Convex functions folder. Its modules are bundled and imported, in a process without rights, for their functions with kinds and
 * validators, HTTP routes and schema; their syntax says which variables and functions they use. Nothing is deployed or generated.
 * @param directory absolute path of the folder of `schema.ts`
 * @throws where the folder cannot be read
 */
export async function readBackendSource(directory: string): Promise<BackendSource> {
  const files = await readBackendFiles(directory);
  const entries = files.filter(({ isEntry }) => isEntry);
  const schemaFile = files.find(({ path }) => /^schema\.[jt]s$/.test(path));
  // Before the others, so that only a package which the schema itself imports can leave it incomplete.
  const imports = await importBackend(directory, [...(schemaFile ? [schemaFile] : []), ...entries]);

  const reading = { imports, directory };
  const parts = entries.map((file) => readEntry(file, reading));
  const schema = schemaFile && readSchema(schemaFile, reading);
  const routes = readRoutes(entries, imports);
  return {
    directory,
    modules: entries.length,
    functions: parts.flatMap(({ functions }) => functions),
    ...(routes && { routes }),
    ...(schema?.schema && { schema: schema.schema }),
    syntax: withoutDropped(await readBackendSyntax(directory, pushedFiles(files, imports)), imports),
    readStatically: [...parts, schema].flatMap((part) => part?.unread ?? []),
    absentPackages: imports.absentPackages,
    packages: imports.packages,
    installCommand: installCommand(directory),
  };
}

/**
 * Without the variables of files beside the folder that no module comes to: a bundler takes in what is used of such a file, and nothing else. All of
 * a file in the folder is pushed.
 */
function withoutDropped(syntax: BackendSyntax, { kept, broken }: ImportedBackend): BackendSyntax {
  if (broken.size > 0) return syntax;
  const isPushed = ({ file, name }: { file: string; name: string }) =>
    !file.startsWith('../') || (kept.get(file) ?? '').includes(name);
  return { ...syntax, variables: syntax.variables.filter(isPushed) };
}

interface Reading {
  imports: ImportedBackend;
  directory: string;
}

interface EntryReading {
  functions: readonly DeployedFunction[];
  unread?: UnreadModule | undefined;
}

/** The functions of one module: what importing it registered, and what only its syntax shows. */
function readEntry(file: BackendFile, reading: Reading): EntryReading {
  const { imports, directory } = reading;
  const module = moduleOf(file.path);
  const found = imports.imported.get(module);
  const reason = failureOf(file, reading);
  if (found === undefined || reason !== undefined)
    return { functions: staticFunctions(file), unread: { module, reason: reason ?? unfinished } };

  const functions = functionsOf(found);
  const isComplete = found.unknown.length === 0 && found.routes !== undefined;
  if (isComplete) return { functions };
  // Of the others importing has shown that they are not functions, whatever they are named.
  const unknown = staticFunctions(file).filter(({ path }) => found.unknown.includes(exportOf(path)));
  const unread = { module, reason: notInstalled(imports.absentPackages, directory), exports: found.unknown };
  return { functions: [...functions, ...unknown], unread };
}

const unfinished = 'importing it did not finish';

function failureOf({ path }: BackendFile, { imports, directory }: Reading): string | undefined {
  const { imported, broken, absentPackages } = imports;
  const failure = imported.get(moduleOf(path))?.error ?? broken.get(path);
  if (failure === undefined || absentPackages.length === 0) return failure;
  return `${failure} (${notInstalled(absentPackages, directory)})`;
}

/** The name of the export that a function path means. */
function exportOf(path: string): string {
  return path.split(':')[1] ?? 'default';
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

function readSchema(file: BackendFile, reading: Reading): { schema?: DatabaseSchema; unread?: UnreadModule } {
  const imported = reading.imports.imported.get('schema');
  if (imported?.isPartialSchema)
    return { unread: { module: 'schema', reason: notInstalled(reading.imports.absentPackages, reading.directory) } };
  const parsed = SchemaJson.safeParse(imported?.schema);
  if (parsed.success) return { schema: databaseSchema(parsed.data) };
  return { unread: { module: 'schema', reason: failureOf(file, reading) ?? 'it exports no schema' } };
}

/** The HTTP actions; none where there is no http.ts, undefined where it could not be read. */
function readRoutes(entries: readonly BackendFile[], { imported }: ImportedBackend): readonly HttpRoute[] | undefined {
  if (!entries.some(({ path }) => moduleOf(path) === 'http')) return [];
  const http = imported.get('http');
  return http?.error === undefined ? http?.routes : undefined;
}

/** What is pushed: modules, what they import from within the folder and beside it, and the configuration; not tests. */
function pushedFiles(files: readonly BackendFile[], { inputs, broken }: ImportedBackend): string[] {
  // What a module imports that does not bundle is not known, so all files count that are not tests.
  const isPushed = ({ path, isEntry }: BackendFile) =>
    isEntry ||
    inputs.includes(path) ||
    /^(?:auth|convex)\.config\.[jt]s$/.test(path) ||
    (broken.size > 0 && !/\.(?:test|spec)\.[^.]+$/.test(path));
  const pushed = files.filter(isPushed).map(({ path }) => path);
  return [...new Set([...pushed, ...inputs.filter(isSourceFile)])];
}
