import type { Node } from 'oxc-parser';
import type { SourcePosition, UnresolvedReference } from '../function-reference.ts';
import { type SourceModule, textOf } from '../source/source-module.ts';
import type { SourceModules } from '../source/source-modules.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/syntax.ts';
import { callsOfReaders, type EnvironmentReads, type HandedEnvironment, readEnvironment } from './environment-reads.ts';

/** A variable that a backend's source reads from its environment. */
export interface VariableRead extends SourcePosition {
  name: string;
  /** The source does without it: `process.env.NAME ?? 'none'`, `if (process.env.NAME) …`. */
  hasFallback: boolean;
  /** Other variables that are set wherever this one is read: without one of them, the source does not come to it. */
  onlyWith: readonly string[];
}

interface BackendVariables {
  reads: readonly VariableRead[];
  /** Places that read a variable whose name only run time knows. */
  open: readonly UnresolvedReference[];
}

/** More files than any environment is passed through. */
const mostRounds = 32;

/** The variables that all modules of a backend read, each where it is read. */
export function backendVariables(modules: SourceModules): BackendVariables {
  const own = new Map(
    modules.origins.map((module) => [module.path, { module, found: readEnvironment(module.scopes) }]),
  );
  const lost = followHanded(modules, own);
  const entries = [...own.values()];
  const readers = new Map(
    entries.flatMap(({ found }) => found.readers.map((reader) => [reader.name, reader] as const)),
  );
  const byReaders = readers.size === 0 ? [] : entries;
  const all = [
    ...entries.map(({ module, found: { reads, open } }) => ({ module, reads, open })),
    ...byReaders.map(({ module }) => ({ module, ...callsOfReaders(module.scopes, readers) })),
  ];

  return {
    reads: withDeclared(all.flatMap(({ module, reads }) => placed(module, reads))),
    open: [...all.flatMap(({ module, open }) => open.map((node) => openPlace(module, node))), ...lost],
  };
}

type Walks = ReadonlyMap<string, { module: SourceModule; found: EnvironmentReads }>;

/** Follows the environment into functions of other files. @returns the calls of functions that are not found */
function followHanded(modules: SourceModules, walks: Walks): UnresolvedReference[] {
  const lost: UnresolvedReference[] = [];
  const done = new Set<HandedEnvironment>();
  for (let round = 0; round < mostRounds; round += 1) {
    const fresh = [...walks.values()].flatMap(({ module, found }) =>
      found.handed.filter((each) => !done.has(each)).map((each) => ({ module, handed: each })),
    );
    for (const { module, handed } of fresh) {
      done.add(handed);
      const target = functionOf(modules, module, handed.source, handed.imported, 0);
      const walk = target && walks.get(target.module.path);
      if (walk) walk.found.followParameter(target.node, handed.index);
      else lost.push(openPlace(module, handed.node));
    }
  }
  return lost;
}

/** The function that an import brings in, also through files that pass it on. */
function functionOf(
  modules: SourceModules,
  from: SourceModule,
  source: string,
  name: string,
  depth: number,
): { module: SourceModule; node: FunctionNode } | undefined {
  const target = from.target(source);
  const module = target.to === 'files' && depth < 8 ? modules.load(target.files[0] ?? '') : undefined;
  if (module === undefined) return undefined;

  const exported = module.scopes.exports.get(name);
  const node = exported && functionNodeOf(exported);
  if (node !== undefined) return { module, node };
  for (const passed of module.scopes.passedOn) {
    if (passed.exported !== name && passed.exported !== '*') continue;
    const found = functionOf(
      modules,
      module,
      passed.source,
      passed.imported === '*' ? name : passed.imported,
      depth + 1,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

type Exported = SourceModule['scopes']['exports'] extends ReadonlyMap<string, infer Value> ? Value : never;

function functionNodeOf(exported: Exported): FunctionNode | undefined {
  if (!('occurrences' in exported)) return isFunctionNode(exported) ? exported : undefined;
  const { declaration } = exported;
  if (declaration.kind === 'function') return declaration.node;
  const init = declaration.kind === 'variable' ? declaration.declarator.init : undefined;
  return init && isFunctionNode(init) ? init : undefined;
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

/** Variables that allow what only tests may do, such as `IS_TEST`: where none is set, failing is what the source is for. */
const forTests =
  /^(?:CONVEX_)?(?:IS_|ENABLE_|ALLOW_)?(?:TESTS?|TESTING|E2E|DEV|DEVELOPMENT|LOCAL)(?:_(?:MODE|ENV|ENABLED|FUNCTIONS?|ONLY|RUN))?$/;

function placed(module: SourceModule, reads: EnvironmentReads['reads']): VariableRead[] {
  return reads.map(({ node, hasFallback, ...read }) => ({
    ...module.positionOf(node.start),
    ...read,
    hasFallback: hasFallback || forTests.test(read.name),
  }));
}

function openPlace(module: SourceModule, node: Node): UnresolvedReference {
  return {
    ...module.positionOf(node.start),
    text: textOf(module, node),
    reason: 'the name of the variable is known only at run time',
  };
}
