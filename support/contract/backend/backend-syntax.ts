import { join } from 'node:path';
import type { FunctionReference, UnparsedSource, UnresolvedReference } from '../function-reference.ts';
import { type ComponentCall, type ComponentUse, findReferences } from '../source/find-references.ts';
import { ModuleResolver } from '../source/module-resolution.ts';
import { SourceModules } from '../source/source-modules.ts';
import { StaticValues } from '../syntax/static-value.ts';
import { backendVariables, type VariableRead } from '../variables/backend-variables.ts';

/** What the syntax of a backend's files says. */
export interface BackendSyntax {
  variables: readonly VariableRead[];
  components: readonly ComponentUse[];
  /** Functions of components that it names. */
  componentCalls: readonly ComponentCall[];
  /** Functions that the backend itself names: those that it runs, schedules or puts into a cron. */
  references: readonly FunctionReference[];
  /** Places that name a function or a component in a way that only run time knows. */
  unresolved: readonly UnresolvedReference[];
  /** Places that read a variable whose name only run time knows. */
  openVariables: readonly UnresolvedReference[];
  unparsed: readonly UnparsedSource[];
}

/**
 * Reads which variables a backend's files read, and which functions and components they name through `internal`, `api`, `components` and
 * `makeFunctionReference`.
 * @param directory absolute path of the functions folder
 * @param paths what is pushed, from there: tests and what no module imports are not part of it
 * @throws where a file cannot be read
 */
export async function readBackendSyntax(directory: string, paths: readonly string[]): Promise<BackendSyntax> {
  const files = paths.map((path) => join(directory, path));
  const unparsed: UnparsedSource[] = [];
  const resolver = new ModuleResolver({
    root: directory,
    files: new Set(files),
    manifests: [],
    links: new Map(),
    onBroken: (file, reason) => unparsed.push({ file, line: 1, column: 1, reason }),
  });
  const modules = await SourceModules.read({ root: directory, files, resolver, side: 'backend' });
  const { references, components, componentCalls, unresolved } = findReferences(
    modules,
    new StaticValues(modules),
    'backend',
  );
  const variables = backendVariables(modules);

  return {
    variables: variables.reads,
    components,
    componentCalls,
    references,
    unresolved,
    openVariables: variables.open,
    unparsed: [...modules.unparsed, ...unparsed],
  };
}
