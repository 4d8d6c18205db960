import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { functionsFolder, readNamedBackend } from '../../../support/platforms/convex/contract-backend.ts';
import { expectedBackend, readFunctionSpecFile } from '../../../support/platforms/convex/read-expected-backend.ts';

const generated = { 'convex/_generated/api.js': 'export const api = {};', 'convex/_generated/server.d.ts': '' };
const query =
  "import { query } from './_generated/server';\nexport const all = query({ args: {}, handler: async () => [] });";

async function expected(root: string) {
  const source = { path: join(root, 'convex'), shown: 'convex' };
  return expectedBackend.read({ source } as never, {} as never);
}

describe('a folder is not a backend', () => {
  test.each([
    ['of nothing but generated code', {}, 'convex defines no function: it has no module beside generated code'],
    [
      'whose modules register nothing',
      { 'convex/a.ts': 'export const a = 1;' },
      'convex defines no function: 1 module registered none',
    ],
    [
      'of a schema alone',
      { 'convex/schema.ts': "import { defineSchema } from 'convex/server';\nexport default defineSchema({});" },
      'convex defines no function: it has no module',
    ],
  ])('%s', async (_, files, words) => {
    await using tree = await startFrontend({ ...generated, ...files });
    await expect(expected(tree.root)).rejects.toThrow(words);
    await expect(readNamedBackend(join(tree.root, 'convex'), {})).rejects.toThrow(
      /no function|not a folder of Convex functions/,
    );
  });

  test('but one with an HTTP action alone is', async () => {
    const http =
      "import { httpRouter, httpActionGeneric } from 'convex/server';\nconst http = httpRouter();\nhttp.route({ path: '/a', method: 'GET', handler: httpActionGeneric(async () => new Response()) });\nexport default http;";
    await using tree = await startFrontend({ ...generated, 'convex/http.ts': http });
    expect((await expected(tree.root)).routes).toEqual([{ method: 'GET', path: '/a' }]);
  });

  test('and the one that has functions is found before it', async () => {
    await using tree = await startFrontend({
      ...generated,
      'convex.json': '{ "functions": "backend" }',
      'backend/a.ts': query,
    });
    expect(functionsFolder(tree.root)).toBe(join(tree.root, 'backend'));
    await using alone = await startFrontend(generated);
    expect(functionsFolder(alone.root)).toBeUndefined();
  });
});

test('a function spec without functions is not verified', async () => {
  await using tree = await startFrontend({ 'spec.json': '[]' });
  await expect(readFunctionSpecFile(join(tree.root, 'spec.json'), 'spec.json')).rejects.toThrow(
    'spec.json lists no function',
  );
});
