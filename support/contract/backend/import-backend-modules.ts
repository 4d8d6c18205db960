/**
 * Runs in a process of its own, which may only read its folder: imports a backend's bundled modules one after another and reports to its
 * parent what each registers. Importing runs the code at the top of a module, which may throw, hang or end the process.
 */
import { pathToFileURL } from 'node:url';

interface Registered {
  isQuery?: boolean;
  isMutation?: boolean;
  isAction?: boolean;
  isPublic?: boolean;
  exportArgs(): string;
  exportReturns(): string;
}

interface MainExport {
  isRouter?: boolean;
  tables?: unknown;
  getRoutes?(): unknown[][];
  export?(): string;
}

interface ImportedFunction {
  name: string;
  functionType: 'Query' | 'Mutation' | 'Action';
  isPublic: boolean;
  args: unknown;
  returns: unknown;
}

/** What one module registers. */
export interface ImportedModule {
  module: string;
  functions: ImportedFunction[];
  /** HTTP actions; absent where a package that is not installed would have added some. */
  routes?: { method: string; path: string }[];
  /** Exports that come from a package that is not installed. */
  unknown: string[];
  schema?: unknown;
  /** A package that is not installed may have added tables to the schema. */
  isPartialSchema?: boolean;
  error?: string;
}

// As in stand-ins.ts, which this process does not load.
const mark = Symbol.for('airlock.absent-package');
const spread = Symbol.for('airlock.absent-package-spread');
/** Not a form of validator, so that it is taken for one that cannot be read. */
const unreadable = { type: 'unreadable' };

const modules = JSON.parse(process.argv[2] ?? '[]') as { module: string; file: string }[];
if (process.argv[3] === 'made-up') makeUpVariables();
for (const { module, file } of modules) process.send?.(await importModule(module, file));
process.disconnect?.();

/** Every variable is set, to a text that is an address too: most code that validates variables accepts it. */
function makeUpVariables(): void {
  process.env = new Proxy<NodeJS.ProcessEnv>(
    { NODE_ENV: 'production' },
    {
      get: (known, name) => (typeof name === 'symbol' ? undefined : (known[name] ?? 'https://variable.invalid')),
      has: () => true,
    },
  );
}

async function importModule(module: string, file: string): Promise<ImportedModule> {
  try {
    return readModule(module, (await import(pathToFileURL(file).href)) as Record<string, unknown>);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { module, functions: [], routes: [], unknown: [], error: reason.replace(/\s+/g, ' ').slice(0, 200) };
  }
}

function readModule(module: string, namespace: Record<string, unknown>): ImportedModule {
  const main = namespace.default as MainExport | undefined;
  const routes = module === 'http' && isMarked(main) ? undefined : routesOf(main);
  return {
    module,
    functions: Object.entries(namespace).flatMap(([name, value]) => functionOf(name, value)),
    ...(routes && { routes }),
    unknown: Object.entries(namespace).flatMap(([name, value]) => (isMarked(value) ? [name] : [])),
    ...(main?.tables !== undefined && typeof main.export === 'function' && { schema: JSON.parse(main.export()) }),
    ...(main?.tables !== undefined &&
      (globalThis as Record<symbol, unknown>)[spread] === true && { isPartialSchema: true }),
  };
}

function functionOf(name: string, value: unknown): ImportedFunction[] {
  if (!isObject(value)) return [];
  const each = value as Partial<Registered>;
  const functionType = typeOf(each);
  if (functionType === undefined || !each.exportArgs) return [];
  const args = readValidator(() => each.exportArgs?.());
  const returns = readValidator(() => each.exportReturns?.() ?? 'null');
  return [{ name, functionType, isPublic: each.isPublic === true, args, returns }];
}

function typeOf({ isQuery, isMutation, isAction }: Partial<Registered>): ImportedFunction['functionType'] | undefined {
  if (isQuery) return 'Query';
  if (isMutation) return 'Mutation';
  return isAction ? 'Action' : undefined;
}

/** A validator that was made with a package which is not installed cannot be exported. */
function readValidator(exportJson: () => string | undefined): unknown {
  try {
    return JSON.parse(exportJson() ?? '');
  } catch {
    return unreadable;
  }
}

/** The HTTP actions of a router; undefined where a package that is not installed may have added some, or names their paths. */
function routesOf(main: MainExport | undefined): { method: string; path: string }[] | undefined {
  if (main?.isRouter !== true) return [];
  const routes = main.getRoutes?.() ?? [];
  if (isMarked(main) || routes.some((route) => route.slice(0, 2).some(isOfAbsent))) return undefined;
  return routes.map(([path, method]) => ({ method: String(method), path: String(path) }));
}

/** A value of a package that is not installed, or a text that one is part of. */
function isOfAbsent(value: unknown): boolean {
  return isMarked(value) || String(value).includes('absent.invalid');
}

function isMarked(value: unknown): boolean {
  return isObject(value) && (value as Record<symbol, unknown>)[mark] === true;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
