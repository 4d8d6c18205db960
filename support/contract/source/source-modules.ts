import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import type { UnparsedSource } from '../function-reference.ts';
import {
  importsOf,
  moduleRequests,
  type ParsedSource,
  parseSource,
  requestsOfPlainScript,
} from '../syntax/parse-source.ts';
import { apiRoots, convexModuleExports, isGeneratedApi } from './convex-exports.ts';
import type { ModuleTarget } from './module-files.ts';
import type { ModuleResolver } from './module-resolution.ts';
import { mayPassPath, mayRequest, namesDeployment } from './request-marks.ts';
import { createSourceModule, isOutside, pathFrom, type SourceModule } from './source-module.ts';

/** Whose modules they are: those of a front end, whose tree may contain a backend too, or those of a backend. */
export type Side = 'frontend' | 'backend';

interface ModulesOptions {
  root: string;
  files: readonly string[];
  resolver: ModuleResolver;
  side: Side;
}

const filesAtOnce = 32;

/**
 * All modules of a tree: who imports whom, and the parsed form of those that matter.
 *
 * Every file is parsed once, apart from plain scripts whose text shows that they have nothing to do with Convex. The syntax of files that import
 * anything of Convex is kept, and that of all files of a backend; the others are parsed again when a value is followed into them.
 */
export class SourceModules {
  /** Files that may request something from a deployment. */
  readonly requesting = new Set<string>();
  readonly #root: string;
  readonly #resolver: ModuleResolver;
  readonly #side: Side;
  readonly #seen: Set<string>;
  readonly #importers = new Map<string, Set<string>>();
  readonly #withPathCalls = new Set<string>();
  readonly #loaded = new Map<string, SourceModule | undefined>();
  readonly #unparsed = new Map<string, UnparsedSource>();
  /** By each folder whose files import its `_generated/server`, the files that do. */
  readonly #backendImporters = new Map<string, Set<string>>();
  #backendFolders: readonly string[] = [];

  private constructor({ root, files, resolver, side }: ModulesOptions) {
    this.#root = root;
    this.#resolver = resolver;
    this.#side = side;
    this.#seen = new Set(files);
  }

  /**
   * Reads `files` (absolute paths) and what they import, also from outside of them: it ships with its importers.
   * @throws where a file cannot be read
   */
  static async read(options: ModulesOptions): Promise<SourceModules> {
    const modules = new SourceModules(options);
    const queue = [...options.files];

    while (queue.length > 0) {
      const found = await Promise.all(queue.splice(0, filesAtOnce).map((path) => modules.#read(path)));
      queue.push(...found.flat());
    }

    modules.#leaveOutBackends();
    return modules;
  }

  /** Modules that are kept, in the order of their paths: where references begin. */
  get origins(): readonly SourceModule[] {
    return [...this.#loaded.values()]
      .filter((module) => module !== undefined)
      .sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  get filesRead(): number {
    return [...this.#seen].filter((path) => this.#isCounted(path)).length;
  }

  /** Files with a call that may pass a function path as text to a client, or something from out of the tree. */
  get withPathCalls(): readonly string[] {
    return [...this.#withPathCalls].filter((path) => this.#isCounted(path));
  }

  get unparsed(): readonly UnparsedSource[] {
    return [...this.#unparsed].filter(([path]) => this.#isCounted(path)).map(([, failure]) => failure);
  }

  /** Folders of backends in the tree of a front end, relative to the root. */
  get backendFolders(): readonly string[] {
    return this.#backendFolders.map((folder) => pathFrom(this.#root, folder)).sort();
  }

  /** The module at `path`; undefined for a file that is not part of the tree. */
  load(path: string): SourceModule | undefined {
    if (!this.#loaded.has(path)) {
      const isKnown = this.#seen.has(path) && !isGeneratedApi(path);
      this.#loaded.set(path, isKnown ? this.#parsed(path) : undefined);
    }
    return this.#loaded.get(path);
  }

  /** The same without keeping what is parsed for it: a tree may have thousands of files that are looked at once. */
  glance(path: string): SourceModule | undefined {
    if (this.#loaded.has(path) || !this.#seen.has(path) || isGeneratedApi(path)) return this.load(path);
    return this.#parsed(path);
  }

  #parsed(path: string): SourceModule {
    const source = parseFile(path, readFileSync(path, 'utf8'));
    this.#noteFailure(path, source);
    return this.#moduleOf(path, source);
  }

  importersOf(path: string): readonly string[] {
    return [...(this.#importers.get(path) ?? [])].sort();
  }

  /** Reads one file. Returns the files that it imports and that were not seen before. */
  async #read(path: string): Promise<string[]> {
    const text = withoutMark(await readFile(path, 'utf8'));
    if (this.#isPlainVendor(path, text)) {
      if (mayPassPath(text)) this.#withPathCalls.add(path);
      return [];
    }
    const source = parseSource(path, text);
    this.#noteFailure(path, source);
    if (mayPassPath(source.text)) this.#withPathCalls.add(path);

    const requests = moduleRequests(source).map((request) => ({
      request,
      target: this.#resolver.resolve(path, request),
    }));
    // What a file does not import from the tree is written in it.
    const isAlone = requests.every(({ target }) => target.to === 'outside');
    if (mayRequest(text) && !(isAlone && !namesDeployment(text))) this.requesting.add(path);
    for (const { request, target } of requests) this.#noteBackend(path, request, target);
    if (this.#isOrigin(path, source, requests)) this.#loaded.set(path, this.#moduleOf(path, source));

    return requests.flatMap(({ target }) => this.#followImport(path, target));
  }

  /**
   * Whether a script, such as a library in one file, asks for no module of the tree and names no deployment, so that nothing of Convex reaches it
   * unless a module that does passes it on. It is parsed where it may pass a path as text, and not before.
   */
  #isPlainVendor(path: string, text: string): boolean {
    const requests = this.#side === 'frontend' ? requestsOfPlainScript(path, text) : undefined;
    if (requests === undefined || (mayRequest(text) && namesDeployment(text))) return false;
    return requests.every(
      (request) =>
        this.#resolver.resolve(path, request).to === 'outside' &&
        convexModuleExports(request) === undefined &&
        !/convex/i.test(request),
    );
  }

  #isOrigin(
    path: string,
    source: ParsedSource,
    requests: readonly { request: string; target: ModuleTarget }[],
  ): boolean {
    return (
      this.#side === 'backend' ||
      requests.some(
        ({ request, target }) => target.to === 'generated-api' || convexModuleExports(request) !== undefined,
      ) ||
      importsOf(source, apiRoots).some((request) => isOutside(this.#resolver, path, request)) ||
      importsClientType(source)
    );
  }

  #followImport(path: string, target: ModuleTarget): string[] {
    const files = target.to === 'files' ? target.files : [];
    for (const file of files) this.#importers.set(file, (this.#importers.get(file) ?? new Set()).add(path));

    const fresh = files.filter((file) => !this.#seen.has(file));
    for (const file of fresh) this.#seen.add(file);
    return fresh;
  }

  #noteFailure(path: string, { text, failure }: ParsedSource): void {
    if (failure === undefined) return;
    const before = text.slice(0, failure.offset).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    const file = pathFrom(this.#root, path);
    this.#unparsed.set(path, { file, line: before.length, column, reason: failure.reason });
  }

  #noteBackend(path: string, request: string, target: ModuleTarget): void {
    const folder = this.#side === 'frontend' ? backendOf(path, request, target) : undefined;
    if (folder !== undefined)
      this.#backendImporters.set(folder, (this.#backendImporters.get(folder) ?? new Set()).add(path));
  }

  /** A front end's file may import `_generated/server` of another package; a backend is the folder whose own files do. */
  #leaveOutBackends(): void {
    this.#backendFolders = [...this.#backendImporters]
      .filter(([folder, paths]) => [...paths].some((path) => path.startsWith(folder + sep)))
      .map(([folder]) => folder);
    for (const module of this.#loaded.values())
      if (module !== undefined) module.isCounted = this.#isCounted(module.path);
  }

  #isCounted(path: string): boolean {
    return !this.#backendFolders.some((folder) => path.startsWith(folder + sep));
  }

  #moduleOf(path: string, source: ParsedSource): SourceModule {
    const isCounted = this.#isCounted(path);
    return createSourceModule(path, source, { root: this.#root, resolver: this.#resolver, isCounted });
  }
}

/** Whether a file imports a class of clients, if only its type. */
function importsClientType({ result }: ParsedSource): boolean {
  return result.module.staticImports.some(({ moduleRequest, entries }) => {
    const exports = convexModuleExports(moduleRequest.value) ?? {};
    return entries.some(({ importName }) => exports[importName.name ?? '']?.role === 'client-class');
  });
}

function parseFile(path: string, text: string): ParsedSource {
  return parseSource(path, withoutMark(text));
}

/** Without a byte order mark. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/**
 * The backend folder that a file names by importing its `_generated/server`, as every file that defines functions does. Told by the import
 * and not by the disk, since generated files are often not under version control.
 */
function backendOf(path: string, request: string, target: ModuleTarget): string | undefined {
  const match = /^((?:\.{1,2}\/)+)_generated\/server(\.[jt]s)?$/.exec(request);
  if (match === null || target.to === 'generated-api') return undefined;
  const up = (match[1] ?? '').split('/').filter((step) => step === '..').length;
  return path
    .split(sep)
    .slice(0, -1 - up)
    .join(sep);
}
