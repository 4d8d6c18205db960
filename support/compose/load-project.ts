import { readFileSync } from 'node:fs';
import path from 'node:path';
import { canonical } from './canonical.ts';
import { hostPath, isRemote } from './canonical-mounts.ts';
import { ComposeElsewhere, ComposeMistake } from './compose-mistake.ts';
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
  /** The name that `-p` would give. */
  project?: string;
  /** Absolute paths of the files that `--env-file` would name: they give variables beside `variables`. */
  envFiles?: readonly string[];
  /** Whether the `.env` beside the files, or beside included ones, is read; every one, where left out. */
  readsDotEnv?: (file: string) => boolean;
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
  name: string;
  /** Absolute paths of the env files whose variables are the project's. */
  envFiles: readonly string[];
}

const deepestInclude = 50;

/**
 * Reads the compose files of a project, as `docker compose config` does.
 * @throws ComposeMistake for everything that Compose refuses; ComposeElsewhere where it would fetch a part
 */
export function loadProject(source: ProjectSource): LoadedProject {
  const { files, shown, readsDotEnv = () => true } = source;
  const directory = source.directory ?? path.dirname(files[0] ?? '.');
  const variables = new Map(source.variables);
  const loader = new Loader(shown, readsDotEnv);
  loader.addEnvFiles(variables, source.envFiles ?? [], directory);
  const name = source.project ?? loader.nameOf(files, directory, variables);
  // Source: Compose Specification, 04-version-and-name: the project's name can be used as a variable.
  const own = variables.get(projectNameKey);
  if (source.project !== undefined || own?.value !== undefined || !own)
    variables.set(projectNameKey, { value: name, from: own?.from ?? 'the name of the project' });
  for (const [key, value] of Object.entries(shellVariables(directory)))
    if (!variables.has(key)) variables.set(key, { value, from: 'the shell' });
  const tree = loader.files(files, directory, variables, []);
  return { tree, written: loader.written, variables, directory, name, envFiles: loader.envFiles };
}

const projectNameKey = 'COMPOSE_PROJECT_NAME';

/** The variables that every shell sets for Compose: the working directory and the user's home directory. */
function shellVariables(directory: string): Record<string, string> {
  return { PWD: directory, HOME: '~' };
}

class Loader {
  readonly #shown: (file: string) => string;
  readonly #readsDotEnv: (file: string) => boolean;
  readonly #written = new Map<string, WrittenFile>();
  readonly #envFiles = new Set<string>();

  constructor(shown: (file: string) => string, readsDotEnv: (file: string) => boolean) {
    this.#shown = shown;
    this.#readsDotEnv = readsDotEnv;
  }

  get envFiles(): readonly string[] {
    return [...this.#envFiles];
  }

  /** The variables of the named env files, or of the `.env` in the folder where none is named. */
  addEnvFiles(variables: Map<string, ProjectVariable>, named: readonly string[], folder: string): void {
    const own = path.join(folder, '.env');
    const all = named.length > 0 || !this.#readsDotEnv(own) ? named : [own];
    for (const file of all) if (addVariables(variables, file, this.#shown, named.length > 0)) this.#envFiles.add(file);
  }

  /**
   * The project's name: of COMPOSE_PROJECT_NAME, of the last file that has a `name`, or of the folder.
   * Source: Docker, "Specify a project name", precedence.
   */
  nameOf(files: readonly string[], directory: string, variables: ProjectVariables): string {
    const own = variables.get(projectNameKey);
    if (own && own.value !== '') return own.value ?? `\${${projectNameKey}}`;
    const named = files
      .flatMap((file) => this.#parsed(file))
      .flatMap((tree) => {
        const node = below(tree, 'name');
        return node ? (textOf(interpolateTree(node, variables)) ?? []) : [];
      });
    return named.at(-1) ?? folderName(directory);
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
      const remote = pathsOf(item).find(isRemote);
      if (remote !== undefined) throw new ComposeElsewhere(item.at, remote);
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
      const named = listed(below(item, 'env_file')).map((each) => hostPath(each, directory));
      this.addEnvFiles(inner, named, home);
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

/** Source: Compose Specification, 04-version-and-name: lower-case letters, digits, hyphens and underscores. */
function folderName(directory: string): string {
  return (
    path
      .basename(directory)
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '') || 'default'
  );
}

/**
 * What is known already comes first: of several files, the last one that has a name.
 * @returns whether there is such a file
 */
function addVariables(
  variables: Map<string, ProjectVariable>,
  file: string,
  shown: (file: string) => string,
  required: boolean,
): boolean {
  const text = readEnvFile(file);
  if (text === undefined) {
    if (!required) return false;
    throw new ComposeMistake({ file: shown(file), line: 1, column: 1 }, 'the env file of the project is not there.');
  }
  const fixed = new Set([...variables].filter(([, { from }]) => !from.startsWith(`${envFile} `)).map(([name]) => name));
  for (const { name, value, at } of parseEnvFile(text, shown(file), variables))
    if (!fixed.has(name) && value !== undefined)
      variables.set(name, { value, from: `${envFile} ${at.file}:${at.line}` });
  return true;
}

const envFile = 'env file';
