/**
 * Runs in a process of its own, without rights but to read its folder: imports a backend's bundled modules one after another and
 * tells its parent what each registers. Importing runs what stands at the top of a module, which may throw, hang or end the process.
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

/** What one module registers, as it is told to the parent. */
export interface ImportedModule {
  module: string;
  functions: {
    name: string;
    functionType: 'Query' | 'Mutation' | 'Action';
    isPublic: boolean;
    args: unknown;
    returns: unknown;
  }[];
  /** HTTP actions; absent where a package that is not installed would have added some. */
  routes?: { method: string; path: string }[];
  /** Exports made by a package that is not installed. */
  unknown: string[];
  schema?: unknown;
  error?: string;
}

// As in bundle-backend.ts, which this process does not load.
const mark = Symbol.for('airlock.absent-package');
const modules = JSON.parse(process.argv[2] ?? '[]') as { module: string; file: string }[];
// A text that passes for an address too, so that most of what examines variables lets it pass.
if (process.argv[3] === 'made-up')
  process.env = new Proxy<NodeJS.ProcessEnv>(
    { NODE_ENV: 'production' },
    {
      get: (known, name) => (typeof name === 'symbol' ? undefined : (known[name] ?? 'https://variable.invalid')),
      has: () => true,
    },
  );
for (const { module, file } of modules) {
  try {
    process.send?.(readModule(module, (await import(pathToFileURL(file).href)) as Record<string, unknown>));
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    process.send?.({
      module,
      functions: [],
      routes: [],
      unknown: [],
      error: reason.replace(/\s+/g, ' ').slice(0, 200),
    });
  }
}
process.disconnect?.();

function readModule(module: string, namespace: Record<string, unknown>): ImportedModule {
  const main = namespace.default as
    | {
        isRouter?: boolean;
        tables?: unknown;
        getRoutes?(): unknown[][];
        export?(): string;
      }
    | undefined;
  return {
    module,
    functions: Object.entries(namespace).flatMap(([name, value]) => {
      const each = value as Partial<Registered> | null | undefined;
      if ((typeof each !== 'function' && typeof each !== 'object') || each === null || !each.exportArgs) return [];
      const functionType = each.isQuery ? 'Query' : each.isMutation ? 'Mutation' : each.isAction ? 'Action' : undefined;
      if (functionType === undefined) return [];
      const returns = each.exportReturns?.() ?? 'null';
      return [
        {
          name,
          functionType,
          isPublic: each.isPublic === true,
          args: JSON.parse(each.exportArgs()),
          returns: JSON.parse(returns),
        },
      ];
    }),
    ...(!(main?.isRouter === true && isMarked(main)) && { routes: routesOf(main) }),
    unknown: Object.entries(namespace).flatMap(([name, value]) => (isMarked(value) ? [name] : [])),
    ...(main?.tables !== undefined && typeof main.export === 'function' && { schema: JSON.parse(main.export()) }),
  };
}

function routesOf(
  main: { isRouter?: boolean; getRoutes?(): unknown[][] } | undefined,
): { method: string; path: string }[] {
  if (main?.isRouter !== true) return [];
  return (main.getRoutes?.() ?? []).map(([path, method]) => ({ method: String(method), path: String(path) }));
}

function isMarked(value: unknown): boolean {
  if ((typeof value !== 'function' && typeof value !== 'object') || value === null) return false;
  return (value as Record<symbol, unknown>)[mark] === true;
}
