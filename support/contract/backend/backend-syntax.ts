import { join } from 'node:path';
import type { Node } from 'oxc-parser';
import type { FunctionReference, SourcePosition, UnparsedSource, UnresolvedReference } from '../function-reference.ts';
import { type ComponentUse, findReferences } from '../source/find-references.ts';
import { ModuleResolver } from '../source/module-resolution.ts';
import { type SourceModule, textOf } from '../source/source-module.ts';
import { SourceModules } from '../source/source-modules.ts';
import { StaticValues } from '../syntax/static-value.ts';
import { callsOfReaders, type EnvironmentReads, readEnvironment } from './environment-reads.ts';

/** A variable that a backend's source reads from its environment. */
export interface VariableRead extends SourcePosition {
  name: string;
  /** The source does without it: `process.env.NAME ?? 'none'`, `if (process.env.NAME) …`. */
  hasFallback: boolean;
  /** Other variables that are set wherever this one is read: without one of them, the source does not come to it. */
  onlyWith: readonly string[];
}

/** What the syntax of a backend's files says. */
export interface BackendSyntax {
  variables: readonly VariableRead[];
  components: readonly ComponentUse[];
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
  const { references, components, unresolved } = findReferences(modules, new StaticValues(modules), 'backend');
  const variables = readVariables(modules.origins);

  return {
    variables: variables.reads,
    components,
    references,
    unresolved,
    openVariables: variables.open,
    unparsed: [...modules.unparsed, ...unparsed],
  };
}

interface Variables {
  reads: VariableRead[];
  open: UnresolvedReference[];
}

function readVariables(modules: readonly SourceModule[]): Variables {
  const own = modules.map((module) => ({ module, ...readEnvironment(module.scopes) }));
  const readers = new Map(own.flatMap((each) => each.readers.map((reader) => [reader.name, reader] as const)));
  const byReaders = readers.size === 0 ? [] : modules;
  const all = [...own, ...byReaders.map((module) => ({ module, ...callsOfReaders(module.scopes, readers) }))];

  return {
    reads: withDeclared(all.flatMap(({ module, reads }) => placed(module, reads))),
    open: all.flatMap(({ module, open }) => open.map((node) => openPlace(module, node))),
  };
}

/** What convex.config.ts declares as optional may be absent wherever it is read. */
function withDeclared(reads: readonly VariableRead[]): VariableRead[] {
  const optional = new Set(
    reads.filter(({ file, hasFallback }) => hasFallback && isConfig(file)).map(({ name }) => name),
  );
  return reads.map((read) => (optional.has(read.name) ? { ...read, hasFallback: true } : read));
}

function isConfig(path: string): boolean {
  return /^convex\.config\.[jt]s$/.test(path);
}

function placed(module: SourceModule, reads: EnvironmentReads['reads']): VariableRead[] {
  return reads.map(({ node, ...read }) => ({ ...module.positionOf(node.start), ...read }));
}

function openPlace(module: SourceModule, node: Node): UnresolvedReference {
  return {
    ...module.positionOf(node.start),
    text: textOf(module, node),
    reason: 'the name of the variable is known only at run time',
  };
}
