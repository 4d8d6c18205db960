import { readFileSync } from 'node:fs';
import path from 'node:path';
import { canonical } from './canonical.ts';
import { hostPath } from './canonical-mounts.ts';
import { ComposeMistake } from './compose-mistake.ts';
import { parseEnvFile, readEnvFile } from './env-file.ts';
import { resolveExtends } from './extend.ts';
import { interpolateTree, type ProjectVariable, type ProjectVariables } from './interpolate.ts';
import { below, entriesOf, itemsOf, type MapNode, map, type Node, type Place, plain, textOf } from './located-tree.ts';
import { mergeFiles, withoutTags } from './merge.ts';
import { parseCompose } from './parse-compose.ts';
import { validateCompose } from './validate.ts';

export interface ProjectSource {
  /** Absolute paths, in the order of `-f`: a later one is laid over an earlier one. */
  files: readonly string[];
  /** Where relative paths start; the folder of the first file, where left out. */
  directory?: string;
  /** Absolute paths of the files that `--env-file` would name: they give variables beside `variables`. */
  envFiles?: readonly string[];
  /** Come before those of the env files. */
  variables: ProjectVariables;
  /** A path as a reader knows it. */
  shown: (file: string) => string;
}

/** A file as it is written: what variables stand for is not looked at. */
export interface WrittenFile {
  file: string;
  trees: readonly MapNode[];
}

export interface LoadedProject {
  /** All files together, in the long form. */
  tree: MapNode;
  /** Every compose file that was read: included and extended ones too. */
  written: readonly WrittenFile[];
  variables: ProjectVariables;
  directory: string;
}

const deepestInclude = 50;

/**
 * Reads the compose files of a project, as `docker compose config` does.
 * @throws ComposeMistake for everything that Compose refuses
 */
export function loadProject(source: ProjectSource): LoadedProject {
  const directory = source.directory ?? path.dirname(source.files[0] ?? '.');
  const variables = new Map(source.variables);
  for (const file of source.envFiles ?? []) addVariables(variables, file, source.shown, true);
  const loader = new Loader(source.shown);
  const tree = loader.files(source.files, directory, variables, []);
  return { tree, written: loader.written, variables, directory };
}

class Loader {
  readonly #shown: (file: string) => string;
  readonly #written = new Map<string, WrittenFile>();

  constructor(shown: (file: string) => string) {
    this.#shown = shown;
  }

  get written(): readonly WrittenFile[] {
    return [...this.#written.values()];
  }

  /** @param chain the files whose `include` led here */
  files(files: readonly string[], directory: string, variables: ProjectVariables, chain: readonly string[]): MapNode {
    let merged: MapNode | undefined;
    for (const file of files) {
      for (const document of this.#documents(file, directory, variables)) {
        const load = (extended: string, at: Node) => this.#extended(extended, at, variables);
        const own = resolveExtends(document, file, load);
        const whole = this.#included(own, file, { directory, variables, chain: [...chain, file] });
        merged = merged === undefined ? (withoutTags(whole) as MapNode) : mergeFiles(merged, whole);
      }
    }
    return merged ?? { kind: 'map', entries: new Map(), at: { file: this.#shown(files[0] ?? ''), line: 1, column: 1 } };
  }

  /** The YAML documents of a file in the long form, with `extends` and `include` still in them. */
  #documents(file: string, directory: string, variables: ProjectVariables, from?: Place): MapNode[] {
    return this.#parsed(file, from).map((tree) => {
      const interpolated = interpolateTree(tree, variables) as MapNode;
      validateCompose(withoutTags(interpolated) as MapNode);
      return canonical(interpolated, directory);
    });
  }

  #parsed(file: string, from?: Place): readonly MapNode[] {
    const known = this.#written.get(file);
    if (known) return known.trees;
    const shown = this.#shown(file);
    const trees = parseCompose(readCompose(file, from ?? { file: shown, line: 1, column: 1 }, shown), shown);
    this.#written.set(file, { file: shown, trees });
    return trees;
  }

  #extended(file: string, at: Node, variables: ProjectVariables): MapNode {
    const documents = this.#documents(file, path.dirname(file), variables, at.at);
    return documents.reduce((one, other) => mergeFiles(one, other));
  }

  #included(tree: MapNode, file: string, { directory, variables, chain }: IncludeContext): MapNode {
    const include = below(tree, 'include');
    const own = map(
      [...tree.entries].filter(([key]) => key !== 'include'),
      tree,
    );
    return itemsOf(include).reduce<MapNode>((merged, item) => {
      const paths = pathsOf(item).map((written) => hostPath(written, directory));
      const again = paths.find((each) => chain.includes(each));
      if (again !== undefined || chain.length > deepestInclude)
        throw new ComposeMistake(
          item.at,
          `\`include\` goes in a circle: ${[...chain, again ?? ''].map(this.#shown).join(' → ')}.`,
        );
      const folder = textOf(below(item, 'project_directory'));
      const home = folder === undefined ? path.dirname(paths[0] ?? file) : hostPath(folder, directory);
      const inner = new Map(variables);
      const named = listed(below(item, 'env_file'));
      for (const each of named) addVariables(inner, hostPath(each, directory), this.#shown, true);
      if (named.length === 0) addVariables(inner, path.join(home, '.env'), this.#shown, false);
      for (const each of paths) this.#parsed(each, item.at);
      return withIncluded(merged, this.files(paths, home, inner, chain), item);
    }, own);
  }
}

interface IncludeContext {
  directory: string;
  variables: ProjectVariables;
  chain: readonly string[];
}

/** What is included may not change what is there. Source: Compose Specification, 14-include. */
function withIncluded(tree: MapNode, included: MapNode, item: Node): MapNode {
  const sections = ['services', 'networks', 'volumes', 'secrets', 'configs'];
  const entries = new Map(tree.entries);
  for (const section of sections) {
    const there = below(included, section);
    if (there?.kind !== 'map') continue;
    const here = entries.get(section);
    const clash = [...there.entries].find(([name, value]) => {
      const own = below(here, name);
      return own !== undefined && JSON.stringify(plain(own)) !== JSON.stringify(plain(value));
    });
    if (clash)
      throw new ComposeMistake(item.at, `the included file defines ${section}.${clash[0]} as well, and otherwise.`);
    entries.set(section, map([...entriesOf(here), ...there.entries], here ?? there));
  }
  return map(entries, tree);
}

function pathsOf(item: Node): string[] {
  return item.kind === 'map' ? listed(item.entries.get('path')) : listed(item);
}

function listed(node: Node | undefined): string[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => textOf(item) ?? []);
}

function readCompose(file: string, at: Place, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const why =
      { ENOENT: 'is not there', EISDIR: 'is a folder', EACCES: 'may not be read' }[code] ?? `cannot be read (${code})`;
    throw new ComposeMistake(at, `the compose file ${shown} ${why}.`);
  }
}

/** What is known already comes first: of several files, the last one that has a name. */
function addVariables(
  variables: Map<string, ProjectVariable>,
  file: string,
  shown: (file: string) => string,
  required: boolean,
): void {
  const text = readEnvFile(file);
  if (text === undefined) {
    if (!required) return;
    throw new ComposeMistake({ file: shown(file), line: 1, column: 1 }, 'the env file of the project is not there.');
  }
  const fixed = new Set([...variables].filter(([, { from }]) => !from.startsWith(`${envFile} `)).map(([name]) => name));
  for (const { name, value, at } of parseEnvFile(text, shown(file), variables))
    if (!fixed.has(name) && value !== undefined)
      variables.set(name, { value, from: `${envFile} ${at.file}:${at.line}` });
}

const envFile = 'env file';
