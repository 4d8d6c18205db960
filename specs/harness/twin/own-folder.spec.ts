import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { keepOwnTwinUp } from '../../../fixtures/twin/own/keep-own-up.ts';
import { ownFolder } from '../../../fixtures/twin/own/own-folder.ts';
import { runTool } from '../command/tools.ts';

const usual = `import { query } from './_generated/server';
export const all = query({ args: {}, handler: async () => [] });`;

/** What `--convex` of a tree ends with; the tree's place is left out. */
async function endOf(files: Readonly<Record<string, string>>, named = '.', seed?: string) {
  await using tree = await startFrontend(files);
  const inTree = (file: string) => join(tree.root, file);
  const error = await keepOwnTwinUp({
    convex: inTree(named),
    seed: seed && inTree(seed),
    site: undefined,
    frontends: [],
    json: false,
    directory: inTree('.twin'),
    signal: AbortSignal.abort(),
  }).then(
    () => undefined,
    (reason: { exitCode?: number; message: string }) => reason,
  );
  return error && { exitCode: error.exitCode, message: error.message.replaceAll(tree.root, 'TREE') };
}

describe('--convex', () => {
  test.for<[why: string, files: Record<string, string>, named: string, message: string]>([
    ['no folder', {}, 'gone', '--convex TREE/gone does not exist.'],
    [
      'a file',
      { 'convex/a.ts': usual },
      'convex/a.ts',
      '--convex TREE/convex/a.ts is a file; name the folder of your Convex functions.',
    ],
    [
      'an empty folder',
      { 'convex/README.md': 'Functions' },
      'convex',
      '--convex TREE/convex is not a folder of Convex functions: no JavaScript or TypeScript file is in it.',
    ],
    [
      'tests only',
      { 'convex/a.test.ts': 'export {}', 'convex/deep/b.spec.ts': 'export {}' },
      'convex',
      '--convex TREE/convex has only tests (a.test.ts, deep/b.spec.ts), and Convex deploys none of them.',
    ],
    [
      'a project whose folder has tests only, and modules of its own beside it',
      { 'convex/a.test.ts': 'export {}', 'src/app.ts': usual },
      '.',
      '--convex TREE has only tests (a.test.ts), and Convex deploys none of them.',
    ],
    [
      'a schema only',
      { 'convex/schema.ts': 'export default {};', 'convex/convex.config.ts': 'export default {};' },
      'convex',
      '--convex TREE/convex has no module that Convex deploys, only convex.config.ts, schema.ts.',
    ],
    [
      'a convex.json that names no folder',
      { 'convex.json': '{ "functions": "backend/" }', 'convex/a.ts': usual },
      '.',
      '--convex TREE has a convex.json whose functions folder does not exist: TREE/backend.',
    ],
    [
      'a file that does not parse',
      { 'convex/a.ts': usual, 'convex/deep/b.ts': 'export const one = ;' },
      'convex',
      'TREE/convex does not bundle: deep/b.ts:1:20: Unexpected ";"',
    ],
    [
      'a relative import without its file',
      { 'convex/a.ts': `import { one } from './gone';\n${usual}\none();` },
      'convex',
      'TREE/convex does not bundle: a.ts:1:21: Could not resolve "./gone"',
    ],
    [
      'a name that its file does not export, and another',
      {
        'convex/a.ts': `import { one, two } from './b';\n${usual}\none(two);`,
        'convex/b.ts': 'export const three = 3;',
      },
      'convex',
      'TREE/convex does not bundle: a.ts:1:10: No matching export in "b.ts" for import "one", and 1 more',
    ],
    [
      'modules that all throw',
      { 'convex/a.ts': "throw new Error('no key');\nexport {};", 'convex/b.ts': 'process.exit(0);\nexport {};' },
      'convex',
      'no module of TREE/convex could be imported: a: no key; b: it calls process.exit when it is imported',
    ],
  ])('says in a sentence what is wrong with %s', async ([, files, named, message]) => {
    expect(await endOf(files, named)).toEqual({ exitCode: 78, message });
  });

  test('says in a sentence what is wrong with a seed', async () => {
    const files = {
      'convex/a.ts': usual,
      'convex/schema.ts': `import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
export default defineSchema({ notes: defineTable({ text: v.string() }) });`,
      'wrong.json': '{ "notes": [{ "text": 1 }] }',
      'list.json': '[]',
    };
    expect(await endOf(files, 'convex', 'wrong.json')).toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(/^TREE\/wrong\.json does not fit the schema: .*string/s),
    });
    expect(await endOf(files, 'convex', 'list.json')).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('TREE/list.json is not a seed'),
    });
    expect(await endOf(files, 'convex', 'gone.json')).toMatchObject({ exitCode: 78 });
  });

  test('names the folder of a project, of its convex.json, or the functions themselves', async () => {
    await using tree = await startFrontend({
      'convex/a.ts': usual,
      'other/convex.json': '{ "functions": "../backend" }',
      'backend/a.ts': usual,
    });
    const at = (folder: string) => join(tree.root, folder);
    expect(await ownFolder(tree.root)).toBe(at('convex'));
    expect(await ownFolder(at('convex'))).toBe(at('convex'));
    expect(await ownFolder(at('other'))).toBe(at('backend'));
    expect(await ownFolder(at('backend'))).toBe(at('backend'));
  });

  test('ends the command with 78 and that sentence alone', async () => {
    await using tree = await startFrontend({ 'convex/a.ts': 'export const one = ;' });
    const convex = join(tree.root, 'convex');
    expect(await runTool('twin', ['--convex', convex, '--directory', join(tree.root, '.twin')])).toEqual({
      exitCode: 78,
      signal: null,
      stdout: '',
      stderr: `${convex} does not bundle: a.ts:1:20: Unexpected ";"\n`,
    });
  });
});
