import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseEnv } from 'dotenv';
import { isSecretKey } from '../../profile/index.ts';
import { filesBelow, type Repository } from './repository.ts';

export type Column = 'dev' | 'prod';

/** A key that the repository names, with the public values that it gives. */
export interface FoundKey {
  key: string;
  /** The package that reads it, as the table calls it. */
  target: string;
  /** Its values; those of secrets are read by nobody and stand nowhere. */
  values: Partial<Record<Column, { text: string; file: string }>>;
  isSecret: boolean;
}

const files = ['**/.env', '**/.env.*', '**/.dev.vars', '**/.dev.vars.*'];

/** The keys of `.env*` files, of wrangler's variables and of the `env:` of workflows, each once. */
export function foundKeys(repository: Repository): FoundKey[] {
  const { root, workers, workflows } = repository;
  const keys = new Map<string, FoundKey>();
  const add = (key: string, target: string, column: Column | undefined, text: string, file: string) => {
    const isSecret = isSecretKey(key) || looksSecret(text);
    const known = keys.get(key) ?? { key, target, values: {}, isSecret };
    const values =
      column === undefined || text === '' || isSecret ? known.values : { [column]: { text, file }, ...known.values };
    keys.set(key, { ...known, values, isSecret: known.isSecret || isSecret });
  };
  for (const file of files.flatMap((pattern) => filesBelow(root, pattern))) {
    const column = columnOf(file);
    for (const [key, text] of Object.entries(parseEnv(readFileSync(path.join(root, file), 'utf8'))))
      add(key, targetOf(path.posix.dirname(file), repository), column, text, file);
  }
  for (const { folder, file, variables } of workers)
    for (const column of ['dev', 'prod'] as const)
      for (const [key, text] of Object.entries(variables[column]))
        add(key, targetOf(folder, repository), column, text, file);
  for (const file of workflows)
    for (const [, key = '', text = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(workflowValue))
      add(key, targetOf('.', repository), 'prod', text, file);
  for (const found of keys.values()) if (found.isSecret) found.values = {};
  return [...keys.values()].sort((one, other) => one.key.localeCompare(other.key));
}

/** A public value in the `env:` of a workflow, which builds and deploys production. */
const workflowValue =
  /^\s+((?:NEXT_PUBLIC|VITE|PUBLIC)_\w+|CONVEX_URL|SITE_URL|APP_URL):\s*['"]?(https?:\/\/[^\s'"#]+)/gm;

/** Which environment a file is for; undefined of an example, whose values are nobody's. */
function columnOf(file: string): Column | undefined {
  const name = path.posix.basename(file);
  if (/example|sample|template|test/.test(name)) return undefined;
  return /prod/.test(name) ? 'prod' : 'dev';
}

/** A text that nobody would put into a public file. */
function looksSecret(text: string): boolean {
  return /^(sk|pk|rk)_(live|test)_|^gh[opsu]_|^xox[abp]-|^eyJ|\|ey|-----BEGIN|:\/\/[^/\s:]+:[^/\s@]+@/.test(text);
}

/** How the table calls the package of a folder. */
export function targetOf(folder: string, { name }: Repository): string {
  const base = folder === '.' || folder === '' ? name : path.posix.basename(folder);
  return base.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}
