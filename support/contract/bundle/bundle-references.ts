import type { FunctionReference, UnparsedSource, UnresolvedReference } from '../function-reference.ts';
import type { BundleValue, Findings } from './bundle-findings.ts';
import { type ChunkScan, scanChunk } from './bundle-scan.ts';
import { followScript } from './follow-script.ts';

/** A script of a built site: its URL, and a way to its text, so that not all of them are in memory at once. */
export interface BundleFile {
  url: string;
  read(): Promise<string>;
}

export interface BundleReferences {
  filesRead: number;
  /** Scripts that hold Convex's `api`. Zero: this is no Convex front end, or one of a form that is not known. */
  clients: number;
  references: readonly FunctionReference[];
  unresolved: readonly UnresolvedReference[];
  unparsed: readonly UnparsedSource[];
}

interface Known {
  url: string;
  imports: ChunkScan['imports'];
  /** What arrives through the imports, as found so far. */
  given: Map<string, BundleValue>;
}

/**
 * Finds the functions that a built front end calls: from Convex's own `api` object, which is told by its error text, through names, exports
 * and imports of chunks and the module runtimes of webpack and Turbopack. Names that merely look alike are never followed. Only scripts
 * that `api` reaches are parsed, each once or twice, and one at a time. `file` of a position is the script's URL. A site whose only modules
 * are those of SystemJS is told to be unread where one takes `api` from another; beside others they are what older browsers get.
 */
export async function readBundleReferences(files: readonly BundleFile[]): Promise<BundleReferences> {
  const byUrl = new Map(files.map((file) => [file.url, file]));
  const known = new Map<string, Known>();
  const queue = new Set<string>();
  const clients = new Set<string>();
  const ofSystem = new Set<string>();
  const importers = new Map<string, string>();
  const pathCalls: UnresolvedReference[] = [];
  const numbered: { url: string; text: (needle: string) => boolean }[] = [];
  for (const file of files) {
    const scan = scanChunk(await file.read(), file.url);
    known.set(file.url, { url: file.url, imports: scan.imports, given: new Map() });
    if (scan.moduleIds.size > 0) numbered.push({ url: file.url, text: (needle) => scan.moduleIds.has(needle) });
    for (const call of scan.pathCalls)
      pathCalls.push({ file: file.url, ...call, reason: 'a path as text, which Convex clients take, and others too' });
    for (const from of scan.systemImports ?? []) importers.set(from, file.url);
    if (!scan.isClient) continue;
    clients.add(file.url);
    if (scan.systemImports) ofSystem.add(file.url);
    queue.add(file.url);
  }
  const unfollowed = ofSystem.size === clients.size ? [...importers].filter(([from]) => clients.has(from)) : [];
  const modules = new Map<string, Map<string, BundleValue>>();
  const results = new Map<string, Findings>();
  const unparsed = new Map<string, UnparsedSource>();
  // What a script hands on may come back to it, so each may be read again; values only grow, and so it ends.
  for (let rounds = 0; queue.size > 0 && rounds < files.length * 4 + 8; rounds += 1) {
    const [url = ''] = queue;
    queue.delete(url);
    const own = known.get(url);
    const file = byUrl.get(url);
    if (own === undefined || file === undefined) continue;
    const found = followScript(url, await file.read(), { given: own.given, known: modules, likely: likelyNames(own) });
    if (!('references' in found)) {
      unparsed.set(url, found);
      continue;
    }
    results.set(url, found);
    for (const other of known.values()) {
      for (const { name, from } of other.imports) {
        if (from !== url) continue;
        for (const [exported, value] of found.exports) {
          const isStar = name === '*';
          if (!isStar && name !== exported) continue;
          const key = isStar ? `${from}\0*${exported}` : `${from}\0${exported}`;
          if (other.given.has(key)) continue;
          other.given.set(key, value);
          queue.add(other.url);
        }
      }
    }
    for (const [id, exports] of found.modules) {
      const before = modules.get(id) ?? new Map<string, BundleValue>();
      const fresh = [...exports].filter(([name]) => !before.has(name));
      if (fresh.length === 0) continue;
      modules.set(id, new Map([...before, ...fresh]));
      for (const each of numbered) if (each.text(id)) queue.add(each.url);
    }
  }
  const all = [...results.values()];
  return {
    filesRead: files.length,
    clients: clients.size,
    references: all.flatMap(({ references }) => references),
    // Whether they are given to a client is not known, so they are not held against the backend, but told.
    unresolved: [...all.flatMap(({ unresolved }) => unresolved), ...(clients.size > 0 ? pathCalls : [])],
    unparsed: [
      ...unparsed.values(),
      ...unfollowed.map(([, file]) => ({
        file,
        line: 1,
        column: 1,
        reason: "it is a module of SystemJS, which takes Convex's api from another; such modules are not followed",
      })),
    ],
  };
}

/** The names that a script seems to give to what reaches it. */
function likelyNames({ imports, given }: Known): string[] {
  return imports.flatMap(({ name, from, local }) => (name === '*' || given.has(`${from}\0${name}`) ? [local] : []));
}
