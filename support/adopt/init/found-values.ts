import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseEnv } from 'dotenv';
import { isSecretKey } from '../../profile/index.ts';
import { withoutSecretShapes } from '../../redaction/redact.ts';
import type { Repository } from './repository.ts';

export type Column = 'dev' | 'prod';

/** A key that a package of the repository reads, with the public values that it gives. */
export interface FoundKey {
  key: string;
  /** The package that reads it, as the table calls it. */
  target: string;
  /** Its values; those of secrets are read by nobody and stand nowhere. */
  values: Partial<Record<Column, string>>;
  isSecret: boolean;
}

const files = ['**/.env', '**/.env.*', '**/.dev.vars', '**/.dev.vars.*'];

/** The keys of `.env*` files, of wrangler's variables and of the `env:` of workflows, each once for a package. */
export function foundKeys(repository: Repository): FoundKey[] {
  const { root, workers, workflows } = repository;
  const found: FoundKey[] = [];
  const add = (key: string, folder: string, column: Column | undefined, text: string) => {
    const target = targetOf(folder, repository);
    let known = found.find((each) => each.key === key && each.target === target);
    if (!known) {
      known = { key, target, values: {}, isSecret: false };
      found.push(known);
    }
    known.isSecret ||= isSecretKey(key) || looksSecret(text);
    if (column !== undefined && text !== '') known.values = { [column]: text, ...known.values };
  };
  for (const file of files.flatMap((pattern) => repository.files(pattern)))
    for (const [key, text] of Object.entries(parseEnv(readFileSync(path.join(root, file), 'utf8'))))
      add(key, path.posix.dirname(file), columnOf(file), text);
  for (const { folder, variables } of workers)
    for (const column of ['dev', 'prod'] as const)
      for (const [key, text] of Object.entries(variables[column])) add(key, folder, column, text);
  for (const file of workflows)
    for (const [, key = '', text = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(workflowValue))
      add(key, '', 'prod', text);

  const secrets = new Set(found.filter(({ isSecret }) => isSecret).map(({ key }) => key));
  for (const each of found) if (secrets.has(each.key)) Object.assign(each, { isSecret: true, values: {} });
  return found.sort((one, other) => one.key.localeCompare(other.key) || one.target.localeCompare(other.target));
}

/** A public value in the `env:` of a workflow, which builds and deploys production. */
const workflowValue =
  /^\s+((?:NEXT_PUBLIC|VITE|PUBLIC)_\w+|CONVEX_URL|SITE_URL|APP_URL):\s*['"]?(https?:\/\/[^\s'"#]+)/gm;

/** Which environment a file is for; undefined of an example, whose values are nobody's. */
function columnOf(file: string): Column | undefined {
  const name = path.posix.basename(file);
  if (/example|sample|template|test|dist|default|schema|vault|keys/.test(name)) return undefined;
  return /prod/.test(name) ? 'prod' : 'dev';
}

/** A text that nobody would put into a public file. */
function looksSecret(text: string): boolean {
  return (
    withoutSecretShapes(text) !== text ||
    /^(sk|pk|rk)_(live|test)_|^gh[opsu]_|^xox[abp]-|^eyJ|\|ey|-----BEGIN|:\/\/[^/\s:]+:[^/\s@]+@/.test(text)
  );
}

/** How the table calls the package of a folder. */
export function targetOf(folder: string, { name }: Repository): string {
  const base = folder === '.' || folder === '' ? name : path.posix.basename(folder);
  return (
    base
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '') || 'APP'
  );
}
