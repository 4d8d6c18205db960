import { existsSync } from 'node:fs';
import {
  below,
  ComposeMistake,
  entriesOf,
  itemsOf,
  type Place,
  parseEnvFile,
  readEnvFile,
  shownPlace,
  textOf,
} from '../../compose/index.ts';
import { configurationError } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import type { ComposeReading } from './read-compose.ts';
import { trackedFiles } from './tracked-files.ts';

/** A file beside the compose files that may hold secrets. */
export interface KeptFile {
  kind: 'env file' | 'secret';
  shown: string;
  at: Place;
  /** It is in the repository; undefined where git could not be asked. */
  isTracked: boolean | undefined;
  /** What an env file has, as it is written; none of a secret's own file. */
  lines: readonly { name: string; value: string; at: Place }[];
}

/** The env files and the files of secrets that the compose files name, those that are there. */
export const composeKeptFiles = defineReading({
  name: 'compose.kept-files',
  effect: 'offline',
  key: ({ environment, directory, settings }: ComposeReading) => JSON.stringify([environment, directory, settings]),
  async read(project): Promise<KeptFile[]> {
    const named = namedFiles(project).filter(({ file }) => existsSync(file));
    const unique = [...new Map(named.map((each) => [each.file, each])).values()];
    const tracked = trackedFiles(unique.map(({ file }) => file));
    return unique.map(({ kind, file, at }) => ({
      kind,
      shown: project.shown(file),
      at,
      isTracked: tracked?.has(file),
      lines: kind === 'env file' ? linesOf(file, project) : [],
    }));
  },
});

function namedFiles({
  services,
  envFiles,
  shown,
  tree,
}: ComposeReading): { kind: KeptFile['kind']; file: string; at: Place }[] {
  const start = (file: string): Place => ({ file, line: 1, column: 1 });
  return [
    ...services.flatMap(({ node }) =>
      itemsOf(below(node, 'env_file')).map((item) => ({
        kind: 'env file' as const,
        file: textOf(below(item, 'path')) ?? '',
        at: item.at,
      })),
    ),
    ...envFiles.map((file) => ({ kind: 'env file' as const, file, at: start(shown(file)) })),
    ...entriesOf(below(tree, 'secrets')).flatMap(([, secret]) => {
      const file = textOf(below(secret, 'file'));
      return file === undefined ? [] : [{ kind: 'secret' as const, file, at: secret.at }];
    }),
  ];
}

function linesOf(file: string, { shown }: ComposeReading): { name: string; value: string; at: Place }[] {
  try {
    return parseEnvFile(readEnvFile(file) ?? '', shown(file), new Map(), true).map(({ name, value = '', at }) => ({
      name,
      value: value.replace(/(?<!\s)\s+#.*$/, '').replace(/^(["'])(.*)\1$/s, '$2'),
      at,
    }));
  } catch (error) {
    if (!(error instanceof ComposeMistake)) throw error;
    throw configurationError(shownPlace(error.place), error.said);
  }
}
