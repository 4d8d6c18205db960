import path from 'node:path';
import type { Texts } from '../source/workflow.ts';
import { YamlFile } from '../source/yaml-file.ts';

/** What of a `package.json` tells how a package is built and shipped. */
export interface PackageFile {
  file: string;
  /** Its folder; empty at the root of the repository. */
  folder: string;
  name: string | undefined;
  scripts: Texts;
  /** Names of all dependencies, of every kind, with their ranges. */
  dependencies: ReadonlyMap<string, string>;
  packageManager: string | undefined;
  /** The patterns of its workspaces, as npm, yarn and bun have them. */
  workspaces: readonly string[];
}

const dependencyKinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Undefined where the text is not JSON. JSON is read as YAML, which it is, for the lines of its scripts. */
export function readPackageFile(file: string, content: string): PackageFile | undefined {
  const { root, errors } = new YamlFile(file, content);
  if (errors.length > 0 || !root.isMap) return undefined;
  const folder = path.posix.dirname(file);
  const dependencies = dependencyKinds.flatMap((kind) => [...root.at(kind).texts]);
  return {
    file,
    folder: folder === '.' ? '' : folder,
    name: root.at('name').text?.text,
    scripts: root.at('scripts').texts,
    dependencies: new Map(dependencies.map(([name, { text }]): [string, string] => [name, text])),
    packageManager: root.at('packageManager').text?.text,
    workspaces: (root.at('workspaces').isMap ? root.at('workspaces').at('packages') : root.at('workspaces')).list ?? [],
  };
}
