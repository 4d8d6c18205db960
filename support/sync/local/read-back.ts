import { spawnSync } from 'node:child_process';
import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import { expand } from 'dotenv-expand';
import { readAs } from '../../families/config/index.ts';
import type { LocalReader } from '../../profile/index.ts';
import type { LocalValue } from '../development-values.ts';

type Found = Readonly<Record<string, string | undefined>>;

interface Reading {
  name: string;
  read: (text: string) => Found;
}

const shellMs = 5_000;

const own = (reader: LocalReader, found: Found) =>
  Object.fromEntries(readAs(reader, new Map(Object.entries(found).map(([key, value]) => [key, value ?? '']))));

/** Everything that reads a file of a kind, as the tools themselves read it. */
function readingsOf(reader: LocalReader): Reading[] {
  const plain = [
    { name: 'dotenv', read: (text: string) => own(reader, parse(text)) },
    { name: 'Node', read: (text: string) => own(reader, parseEnv(text)) },
  ];
  if (reader === 'dotenv-expand') return [...plain, { name: 'dotenv-expand', read: expanded }];
  return reader === 'shell' ? [...plain, { name: 'bash', read: sourced }] : plain;
}

/** What Next.js, Vite and wrangler do: parse, then expand. */
function expanded(text: string): Found {
  return expand({ parsed: parse(text), processEnv: {} }).parsed ?? {};
}

/** What `source` leaves in the environment of a shell that had none. @throws Error where there is no bash */
function sourced(text: string): Found {
  const { stdout, error, status } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-c', 'set -a; source <(cat) || exit 1; env -0'],
    { input: text, env: { PATH: process.env.PATH ?? '/usr/bin:/bin' }, timeout: shellMs, encoding: 'utf8' },
  );
  if (error || status !== 0)
    throw new Error(`bash could not read it back (${error?.message ?? `exit code ${status}`})`);
  const ofShell = new Set(['PATH', 'PWD', 'SHLVL', '_', 'OLDPWD']);
  return Object.fromEntries(
    stdout
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const)
      .filter(([name]) => !ofShell.has(name)),
  );
}

/**
 * Reads a generated text with all readers that will read the file, before it replaces the old one.
 * @throws Error that names the reader and the keys that it would find otherwise
 */
export function mustReadBack(text: string, values: readonly LocalValue[], reader: LocalReader): void {
  const keys = new Set(values.map(({ key }) => key));
  for (const { name, read } of readingsOf(reader)) {
    const found = read(text);
    const wrong = values.filter(({ key, value }) => found[key] !== value).map(({ key }) => key);
    if (wrong.length > 0 || Object.keys(found).length !== keys.size)
      throw new Error(`${name} would not read back ${wrong.join(', ') || 'what was written'}; nothing was written.`);
  }
}
