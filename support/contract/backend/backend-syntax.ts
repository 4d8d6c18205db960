import type { Node } from 'oxc-parser';
import { clip } from '../../text/clip.ts';
import { oneLine } from '../../text/one-line.ts';
import { functionPathOfSteps } from '../function-path.ts';
import type { SourcePosition, UnparsedSource } from '../function-reference.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { resolveScopes } from '../syntax/module-scopes.ts';
import { parseSource } from '../syntax/parse-source.ts';
import type { BackendFile } from './backend-files.ts';
import { callsOfReaders, type EnvironmentReader, readEnvironment } from './environment-reads.ts';
import { readInsideNames } from './inside-names.ts';

/** A variable that a backend's source reads from its environment. */
export interface VariableRead extends SourcePosition {
  name: string;
  /** The source says what to do without it: `process.env.NAME ?? 'none'`. */
  hasFallback: boolean;
}

/** A function that the backend itself names: one that it schedules, runs or puts into a cron. */
interface InsideReference extends SourcePosition {
  path: string;
}

/** A component that the backend names: `components.rateLimiter.lib.check` names `rateLimiter`. */
export interface ComponentUse extends SourcePosition {
  name: string;
}

/** What the syntax of a backend's files says. */
export interface BackendSyntax {
  variables: readonly VariableRead[];
  components: readonly ComponentUse[];
  references: readonly InsideReference[];
  /** Places that read a variable or name a function in a way that only run time knows. */
  unresolved: readonly (SourcePosition & { text: string })[];
  unparsed: readonly UnparsedSource[];
}

/**
 * Reads which variables a backend's files read, and which functions they name through `internal`, `api` and `makeFunctionReference`. Pure.
 * @param files what is pushed: tests and what no module imports are not part of it
 */
export function readBackendSyntax(files: readonly BackendFile[]): BackendSyntax {
  const parts: (Omit<BackendSyntax, 'unparsed'> & { readers: readonly EnvironmentReader[]; parsed: ParsedFile })[] = [];
  const unparsed: UnparsedSource[] = [];
  for (const file of files) {
    const source = parseSource(file.path, file.text);
    if (source.failure) unparsed.push({ ...positionAt(file, source.failure.offset), reason: source.failure.reason });
    else parts.push(readFileSyntax({ file, scopes: resolveScopes(source.result.program) }));
  }
  const readers = new Map(parts.flatMap((part) => part.readers.map((reader) => [reader.name, reader] as const)));
  const calls = readers.size === 0 ? [] : parts.map(({ parsed }) => readCalls(parsed, readers));
  const variables = [...parts, ...calls].flatMap((part) => part.variables);
  const spare = new Set(
    variables.filter(({ file, hasFallback }) => hasFallback && isConfig(file)).map(({ name }) => name),
  );
  return {
    // What convex.config.ts declares as optional may be absent wherever it is read.
    variables: variables.map((read) => (spare.has(read.name) ? { ...read, hasFallback: true } : read)),
    components: parts.flatMap(({ components }) => components),
    references: parts.flatMap(({ references }) => references),
    unresolved: [...parts, ...calls].flatMap(({ unresolved }) => unresolved),
    unparsed,
  };
}

interface ParsedFile {
  file: BackendFile;
  scopes: ModuleScopes;
}

function isConfig(path: string): boolean {
  return /^convex\.config\.[jt]s$/.test(path);
}

function readFileSyntax(parsed: ParsedFile) {
  const { file, scopes } = parsed;
  const { reads, readers, open } = readEnvironment(scopes);
  const named = readInsideNames(scopes);
  const at = (node: Node) => positionAt(file, node.start);
  return {
    parsed,
    readers,
    variables: reads.map(({ node, name, hasFallback }) => ({ ...at(node), name, hasFallback })),
    components: named.components.map(({ node, name }) => ({ ...at(node), name })),
    references: named.references.map(({ node, steps }) => ({ ...at(node), path: functionPathOfSteps(steps) })),
    unresolved: openPlaces(file, [...open, ...named.open]),
  };
}

function readCalls({ file, scopes }: ParsedFile, readers: ReadonlyMap<string, EnvironmentReader>) {
  const { reads, open } = callsOfReaders(scopes, readers);
  return {
    variables: reads.map(({ node, name, hasFallback }) => ({ ...positionAt(file, node.start), name, hasFallback })),
    unresolved: openPlaces(file, open),
  };
}

function openPlaces(file: BackendFile, nodes: readonly Node[]) {
  return nodes.map((node) => ({
    ...positionAt(file, node.start),
    text: clip(oneLine(file.text.slice(node.start, node.end)), 120),
  }));
}

function positionAt(file: BackendFile, offset: number): SourcePosition {
  const before = file.text.slice(0, offset).split('\n');
  return { file: file.path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
