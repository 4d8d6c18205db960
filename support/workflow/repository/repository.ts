import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type PackageFile, readPackageFile } from './package-file.ts';

/** Where the files of a repository come from: a folder, or the memory of a spec. Paths with forward slashes. */
export interface RepositoryFiles {
  /** Every file that may tell how the repository is built and shipped. */
  list: () => readonly string[];
  /** Undefined where there is no such file. */
  read: (file: string) => string | undefined;
  /** Whether there is such a file or folder. */
  has: (file: string) => boolean;
}

/** Folders of what is installed or built: nobody's source. */
const notSource = new Set(['node_modules', '.git', 'dist', '.next', '.turbo', '.cache', '.vercel', '.wrangler']);

/** What begins with a dot is looked at where it tells how something is built and shipped. */
const hidden = [
  '.*',
  ...['github', 'circleci', 'buildkite', 'woodpecker', 'semaphore', 'codefresh', 'gitea', 'forgejo', 'eas', 'tekton'],
  ...['harness', 'builds', 'teamcity', 'azure-pipelines', 'azuredevops', 'vsts', 'mise', 'mise-tasks', 'config'],
].map((name) => (name === '.*' ? name : `.${name}/**/*`));

/** The files of a checkout. */
export function filesOfFolder(root: string): RepositoryFiles {
  const at = (file: string) => path.join(root, file);
  const list = once(() =>
    globSync(['**/*', ...hidden], { cwd: root, exclude: (name) => notSource.has(path.basename(name)) }).map((file) =>
      file.replaceAll('\\', '/'),
    ),
  );
  return {
    list,
    read: (file) =>
      statSync(at(file), { throwIfNoEntry: false })?.isFile() ? readFileSync(at(file), 'utf8') : undefined,
    has: (file) => statSync(at(file), { throwIfNoEntry: false }) !== undefined,
  };
}

/** Files from memory: paths with their contents. */
export function filesOfRecord(record: Readonly<Record<string, string>>): RepositoryFiles {
  const names = Object.keys(record);
  return {
    list: () => names,
    read: (file) => record[file],
    has: (file) => file === '' || file in record || names.some((name) => name.startsWith(`${file}/`)),
  };
}

/** A repository as the reader of pipelines asks for it. */
export class Repository {
  readonly files: RepositoryFiles;
  readonly #packages = new Map<string, PackageFile | undefined>();

  constructor(files: RepositoryFiles) {
    this.files = files;
  }

  read(file: string): string | undefined {
    return this.files.read(file);
  }

  has(folder: string): boolean {
    return folder === '' || this.files.has(folder);
  }

  /** Paths of the workflows that GitHub looks at: it takes no subfolders. */
  get workflowFiles(): string[] {
    return this.files.list().filter((file) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file));
  }

  /** `package.json` of a folder; undefined where there is none, or where it is not JSON. */
  packageIn(folder: string): PackageFile | undefined {
    if (!this.#packages.has(folder)) {
      const file = join(folder, 'package.json');
      const text = this.files.read(file);
      this.#packages.set(folder, text === undefined ? undefined : readPackageFile(file, text));
    }
    return this.#packages.get(folder);
  }

  /** The nearest `package.json` at a folder or above, as package managers look for it. */
  packageAbove(folder: string): PackageFile | undefined {
    const own = this.packageIn(folder);
    return own ?? (folder === '' ? undefined : this.packageAbove(folderOf(folder)));
  }

  /** Every package of the repository: the members of its workspaces among them. */
  get packages(): PackageFile[] {
    return this.files
      .list()
      .filter((file) => path.posix.basename(file) === 'package.json')
      .flatMap((file) => this.packageIn(folderOf(file)) ?? []);
  }
}

/** Joins paths inside the repository; the root is the empty text. `undefined` where it leads out of the repository. */
export function join(folder: string, ...parts: string[]): string {
  const joined = path.posix.join(folder, ...parts).replace(/\/$/, '');
  return joined === '.' ? '' : joined;
}

export function folderOf(file: string): string {
  const folder = path.posix.dirname(file);
  return folder === '.' ? '' : folder;
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
