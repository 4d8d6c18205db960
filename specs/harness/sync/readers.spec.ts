import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nextEnv from '@next/env';
import { parse } from 'dotenv';
import { loadEnv } from 'vite';
import { describe, expect, test } from 'vitest';
import { unstable_getVarsForDev } from 'wrangler';
import { judgeFreshness, parseLocalFile } from '../../../support/families/config/index.ts';
import type { LocalReader } from '../../../support/profile/index.ts';
import { quoteLine, Unquotable } from '../../../support/sync/local/quote-value.ts';
import { applyLocal, planLocal } from '../../../support/sync/sync-local.ts';
import fc from '../property.ts';
import { syncDeployment } from './sync-deployment.ts';

type Values = Record<string, string | undefined>;

/** What the tools themselves find in a folder that holds one file with a text. */
const readers: readonly {
  name: string;
  file: string;
  as: LocalReader;
  read: (directory: string, text: string) => Values;
}[] = [
  { name: 'dotenv, as the Convex CLI uses it', file: '.env.local', as: 'dotenv', read: (_, text) => parse(text) },
  {
    name: 'wrangler, of .dev.vars',
    file: '.dev.vars',
    as: 'dotenv',
    read: (directory) => boundVars(directory, undefined),
  },
  {
    name: 'wrangler, of .env',
    file: '.env',
    as: 'dotenv-expand',
    read: (directory) => boundVars(directory, ['.env']),
  },
  {
    name: 'Next.js',
    file: '.env',
    as: 'dotenv-expand',
    read: (directory) => {
      const silent = { info: () => {}, error: () => {} };
      const { parsedEnv } = nextEnv.loadEnvConfig(directory, true, silent, true);
      return Object.fromEntries(Object.entries(parsedEnv ?? {}).filter(([key]) => key.startsWith('KEY_')));
    },
  },
  {
    name: 'Vite',
    file: '.env.local',
    as: 'dotenv-expand',
    // It leaves what it found in the environment of the process as well.
    read: (directory) => loadEnv('development', directory, 'KEY_'),
  },
];

function boundVars(directory: string, envFiles: string[] | undefined): Values {
  const found = unstable_getVarsForDev(path.join(directory, 'wrangler.toml'), envFiles, {}, undefined, true);
  return Object.fromEntries(Object.entries(found).map(([key, { value }]) => [key, String(value)]));
}

/** Writes a file beside nothing else, and has it read. */
function readBack({ file, read }: (typeof readers)[number], text: string): Values {
  const directory = mkdtempSync(path.join(tmpdir(), 'airlock-reader-'));
  const before = { ...process.env };
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, file), text);
    return { ...read(directory, text) };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    rmSync(directory, { recursive: true, force: true });
  }
}

const braced = `$${'{KEY_0}'}`;
const withDollars = ['$HOME', 'a$b', braced, '\\$HOME', '$', '$$', 'pa$$word', '${', '$1', `x${braced}z`, "it's $5"];

describe.each(readers)('$name', (reader) => {
  test('finds every dollar sign as the table has it', () => {
    const text = withDollars.map((value, index) => quoteLine(`KEY_${index}`, value, reader.as)).join('\n');
    expect(readBack(reader, text)).toEqual(
      Object.fromEntries(withDollars.map((value, index) => [`KEY_${index}`, value])),
    );
  });

  test('finds whatever was written for it, among any neighbours', () => {
    const part = fc.constantFrom(
      "'",
      '"',
      '`',
      '#',
      '=',
      '\\',
      '$',
      '{',
      '}',
      'KEY_0',
      'HOME',
      ':-',
      ' ',
      '\n',
      ';',
      '&',
      'é',
      'n',
      '$$',
    );
    const value = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), (values) => {
        const written = values.flatMap((each, index) => {
          try {
            return [{ key: `KEY_${index}`, value: each, line: quoteLine(`KEY_${index}`, each, reader.as) }];
          } catch (error) {
            expect(error).toBeInstanceOf(Unquotable);
            return [];
          }
        });
        const text = written.map(({ line }) => line).join('\n');
        const meant = Object.fromEntries(written.map(({ key, value: each }) => [key, each]));
        expect(readBack(reader, text)).toEqual(meant);
        // The drift of local files is judged by what their readers find.
        expect(Object.fromEntries(parseLocalFile(text, reader.as).managed)).toEqual(meant);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a target’s own reader', () => {
  const rows = '| A | NEXTJS,CONVEX,LOG_WORKER | KEY_PASSWORD | pa$$word$HOME | other |\n';
  const platforms = {
    cloudflare: { accountId: { value: 'made-up' }, apiToken: { value: 'made-up' } },
  };
  const targets = {
    NEXTJS: { platform: 'pages', name: { value: 'site' }, localFile: 'web/.env.local' },
    CONVEX: { platform: 'convex', localFile: 'backend/.env.local' },
    LOG_WORKER: { platform: 'worker', name: { value: 'logs' }, localFile: 'worker/.dev.vars' },
  } as const;

  test('is told by its file and platform, shown as inferred, and finds what the table says', async () => {
    using deployment = syncDeployment(rows, { platforms, sync: { targets } });
    const profile = deployment.profile('dev');
    const plans = await planLocal(profile, profile.sync);
    await applyLocal(plans, profile.sync, { now: new Date() });
    expect(plans.map(({ shown, reader }) => `${shown}: ${reader.replace(/;.*\)/, ')')}`)).toEqual([
      'web/.env.local: dotenv-expand (inferred)',
      'backend/.env.local: dotenv (inferred)',
      'worker/.dev.vars: dotenv (inferred)',
    ]);
    const texts = plans.map(({ text }) => text);
    const found = [readers.find(({ name }) => name === 'Next.js'), readers[0], readers[1]].map(
      (reader, index) => reader && readBack(reader, texts[index] ?? ''),
    );
    expect(found).toMatchObject(Array.from({ length: 3 }, () => ({ KEY_PASSWORD: 'pa$$word$HOME' })));
    expect(texts[0]).toContain('a literal dollar sign is written with a backslash');
    const again = await planLocal(profile, profile.sync);
    expect(again.map(({ state }) => state)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });

  test('is what the config says, where it says so', async () => {
    using deployment = syncDeployment(rows, {
      platforms,
      sync: { targets: { ...targets, NEXTJS: { ...targets.NEXTJS, reader: 'dotenv' } } },
    });
    const profile = deployment.profile('dev');
    const [plan] = await planLocal(profile, profile.sync);
    expect(plan).toMatchObject({ reader: 'dotenv', text: expect.stringContaining("KEY_PASSWORD='pa$$word$HOME'") });
  });

  test('is never taken to find the table’s value where it finds another one', () => {
    const vite = readers.find(({ name }) => name === 'Vite');
    if (!vite) throw new Error('there is no such reader');
    const part = fc.constantFrom('$', '{', '}', 'KEY_0', 'KEY_1', ':-', '\\', 'a', '1');
    const value = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
        // As somebody writes by hand: nothing is escaped.
        const text = values.map((each, index) => `KEY_${index}="${each.replace(/\\$/, '')}"`).join('\n');
        const real = readBack(vite, text);
        for (const [key, found] of parseLocalFile(text, vite.as).managed)
          if (!found.includes('\0')) expect(found).toBe(real[key]);
      }),
      { numRuns: 200 },
    );
  });

  test('tells a file that was written without a thought of it: the value is another one', () => {
    using deployment = syncDeployment(rows, { platforms, sync: { targets } });
    const profile = deployment.profile('dev');
    const [target] = profile.sync.targets;
    if (!target?.localFile) throw new Error('the target has no file');
    const content = { there: true, ...parseLocalFile("KEY_PASSWORD='pa$$word$HOME'\n", target.localFile.reader) };
    expect(judgeFreshness(profile, target, 'web/.env.local', content)).toMatchObject([
      { what: 'KEY_PASSWORD in web/.env.local is not what the table says' },
    ]);
  });
});
