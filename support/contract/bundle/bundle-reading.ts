import type { UnparsedSource, UnresolvedReference } from '../function-reference.ts';
import type { BundleFile, BundleReferences, BundleValue, Findings } from './bundle-findings.ts';
import { type ChunkScan, scanChunk } from './bundle-scan.ts';
import { followScript } from './follow-script.ts';

interface KnownScript {
  file: BundleFile;
  imports: ChunkScan['imports'];
  moduleIds: ChunkScan['moduleIds'];
  /** Values that arrive through its imports, as far as they are known. */
  given: Map<string, BundleValue>;
}

/** One reading of a site's scripts: which are to be followed next, and what came to light so far. */
export class BundleReading {
  readonly #files: ReadonlyMap<string, BundleFile>;
  readonly #scripts = new Map<string, KnownScript>();
  /** URLs of the scripts that something new reaches. */
  readonly #queue = new Set<string>();
  readonly #clients = new Set<string>();
  readonly #systemClients = new Set<string>();
  /** By what a module of SystemJS imports, its URL. */
  readonly #systemImporters = new Map<string, string>();
  readonly #pathCalls: UnresolvedReference[] = [];
  #hasRequests = false;
  /** Exports of a runtime's modules, by module and name. */
  readonly #modules = new Map<string, Map<string, BundleValue>>();
  readonly #results = new Map<string, Findings>();
  readonly #unparsed = new Map<string, UnparsedSource>();

  constructor(files: readonly BundleFile[]) {
    this.#files = new Map(files.map((file) => [file.url, file]));
  }

  /** Scans the text of a script, without parsing it. Every script has to be scanned before they are followed. */
  scan(url: string, text: string): void {
    const file = this.#files.get(url);
    if (file === undefined) return;
    const scan = scanChunk(text, url);
    this.#scripts.set(url, { file, imports: scan.imports, moduleIds: scan.moduleIds, given: new Map() });
    for (const call of scan.pathCalls) this.#pathCalls.push({ file: url, ...call });
    this.#hasRequests ||= scan.hasRequests;
    for (const from of scan.systemImports ?? []) this.#systemImporters.set(from, url);

    if (!scan.isClient) return;
    this.#clients.add(url);
    this.#queue.add(url);
    if (scan.systemImports) this.#systemClients.add(url);
  }

  /** A script may get back what it exports, so it may be followed again. Values only grow, so this ends. */
  async follow(): Promise<void> {
    const mostRounds = this.#files.size * 4 + 8;
    for (let round = 0; this.#queue.size > 0 && round < mostRounds; round += 1) {
      const [url = ''] = this.#queue;
      this.#queue.delete(url);
      const script = this.#scripts.get(url);
      if (script !== undefined) this.#take(url, await this.#followed(url, script));
    }
  }

  get result(): BundleReferences {
    const all = [...this.#results.values()];
    const isConvex = this.#clients.size > 0 || this.#hasRequests;
    return {
      filesRead: this.#files.size,
      clients: this.#clients.size,
      references: all.flatMap(({ references }) => references),
      // Whether a path is given to a Convex client is not known, so it is not compared with the backend, but reported.
      unresolved: [...all.flatMap(({ unresolved }) => unresolved), ...(isConvex ? this.#pathCalls : [])],
      unparsed: [...this.#unparsed.values(), ...this.#unfollowed()],
    };
  }

  async #followed(url: string, { file, imports, given }: KnownScript): Promise<Findings | UnparsedSource> {
    const likely = imports.flatMap(({ name, from, local }) =>
      name === '*' || given.has(`${from}\0${name}`) ? [local] : [],
    );
    return followScript(url, await file.read(), { given, known: this.#modules, likely });
  }

  #take(url: string, found: Findings | UnparsedSource): void {
    if (!('references' in found)) {
      this.#unparsed.set(url, found);
      return;
    }
    this.#results.set(url, found);
    for (const [importer, script] of this.#scripts) this.#passImports(url, found, importer, script);
    for (const [id, exports] of found.modules) this.#passModule(id, exports);
  }

  /** Passes what a script exports to one that imports it. */
  #passImports(url: string, { exports }: Findings, importer: string, { imports, given }: KnownScript): void {
    for (const { name } of imports.filter(({ from }) => from === url)) {
      for (const [exported, value] of exports) {
        if (name !== '*' && name !== exported) continue;
        const key = name === '*' ? `${url}\0*${exported}` : `${url}\0${exported}`;
        if (given.has(key)) continue;
        given.set(key, value);
        this.#queue.add(importer);
      }
    }
  }

  /** Passes what a runtime's module exports to the scripts that ask the runtime for it. */
  #passModule(id: string, exports: ReadonlyMap<string, BundleValue>): void {
    const before = this.#modules.get(id) ?? new Map<string, BundleValue>();
    const fresh = [...exports].filter(([name]) => !before.has(name));
    if (fresh.length === 0) return;
    this.#modules.set(id, new Map([...before, ...fresh]));
    for (const [url, { moduleIds }] of this.#scripts) if (moduleIds.has(id)) this.#queue.add(url);
  }

  #unfollowed(): UnparsedSource[] {
    if (this.#systemClients.size !== this.#clients.size) return [];
    const importers = [...this.#systemImporters].filter(([from]) => this.#clients.has(from)).map(([, url]) => url);
    const reason = "it is a module of SystemJS, which takes Convex's api from another; such modules are not followed";
    return importers.map((file) => ({ file, line: 1, column: 1, reason }));
  }
}
