import { join } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference } from 'convex/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { type OwnTwin, startOwnTwin } from '../../../fixtures/twin/own/start-own-twin.ts';

const schema = `import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
import { vEntry, vTable } from 'absent-rag';
export default defineSchema({
  files: defineTable({ entry: vEntry, more: v.optional(vEntry), list: v.array(vEntry), name: v.string() }).index('by_entry', ['entry']),
  whole: defineTable(vTable),
});`;
const usual = `import { query } from './_generated/server';
export const known = query({ args: {}, handler: async () => 'known' });`;

/** A project whose packages are not installed; they make functions in every way that a package can. */
const project: Readonly<Record<string, string>> = {
  'package-lock.json': '{}',
  'convex/schema.ts': schema,
  'convex/usual.ts': usual,
  'convex/rag.ts': `import { Rag } from 'absent-rag';
import { query } from './_generated/server';
const rag = new Rag({});
export const onComplete = rag.defineOnComplete(async () => null);
export const chunker = rag.defineChunkerAction(async () => null);
export const { signIn, isSignedIn } = rag.functions();
export default rag.main();
export const plain = 'a text';
export const own = query({ args: {}, handler: async () => 'own' });`,
  'convex/wrapped.ts': `import { customQuery, customMutation } from 'absent-helpers/server/customFunctions';
import { query, internalMutation } from './_generated/server';
const mine = customQuery(query, {});
const internalMutationOfMine = customMutation(internalMutation, {});
export const list = mine({ args: {}, handler: async () => [] });
export const add = internalMutationOfMine({ args: {}, handler: async () => null });`,
  'convex/all.ts': "export * from 'absent-rag/functions';",
  'convex/passed.ts': "export { send } from 'absent-rag/functions';",
  'convex/thrown.ts': `import { options } from 'absent-rag';
import { query } from './_generated/server';
if (options.map(() => 1).length !== 3) throw new Error('not three options');
export const late = query({ args: {}, handler: async () => null });`,
  'convex/broken.ts': `import { query } from './_generated/server';
export const never = query({ args: {}, handler: async () => null });
process.exit(0);`,
  'convex/crons.ts': "import { jobs } from 'absent-rag';\nexport default jobs();",
  'convex/jobs.ts': `import { internal } from './_generated/api';
import { internalAction } from './_generated/server';
export const all = internalAction({ args: {}, handler: async (ctx) => {
  await ctx.runMutation(internal.rag.onComplete, {});
  await ctx.scheduler.runAfter(0, internal.rag.chunker, {});
  await ctx.runQuery(internal.all.hidden, {});
  await ctx.runQuery(internal.broken.never, {});
} });`,
  'web/page.tsx': `import { useMutation, useQuery } from 'convex/react';
import { api } from '../convex/_generated/api';
export function Page() {
  const isSignedIn = useQuery(api.rag.isSignedIn);
  const late = useQuery(api.thrown.late);
  const send = useMutation(api.passed.send);
  return [isSignedIn, late, send, useQuery(api.wrapped.list)];
}`,
};

async function startTwin(files: Readonly<Record<string, string>>, stack: AsyncDisposableStack): Promise<OwnTwin> {
  const { root } = stack.use(await startFrontend(files));
  const folders = { convex: join(root, 'convex'), frontends: [join(root, 'web')] };
  return stack.use(await startOwnTwin({ ...folders, site: undefined, seed: undefined }));
}

function adminOf({ environments: { dev } }: OwnTwin): ConvexHttpClient {
  const client = new ConvexHttpClient(dev.convexUrl, { logger: false });
  (client as ConvexHttpClient & { setAdminAuth(key: string): void }).setAdminAuth(dev.deployKey);
  return client;
}

const queryOf = (path: string) => makeFunctionReference<'query'>(path);

describe('a backend whose packages are not installed', () => {
  let shared: OwnTwin;
  const kept = new AsyncDisposableStack();
  beforeAll(async () => {
    shared = await startTwin(project, kept);
  });
  afterAll(() => kept.disposeAsync());

  test('has every function that they may make, of the kind that it is called as', async () => {
    const spec: Listed[] = await adminOf(shared).query(queryOf('_system/cli/modules:apiSpec'), {});
    const listed = spec.map(({ identifier, functionType, visibility: { kind } }) => [identifier, functionType, kind]);
    expect(Object.fromEntries(listed.map(([identifier, ...rest]) => [identifier, rest.join(' ')]))).toEqual({
      'usual.js:known': 'Query public',
      'rag.js:own': 'Query public',
      'rag.js:onComplete': 'Mutation public',
      'rag.js:chunker': 'Action public',
      'rag.js:signIn': 'Action public',
      'rag.js:isSignedIn': 'Query public',
      'rag.js:default': 'Action public',
      'wrapped.js:list': 'Query public',
      'wrapped.js:add': 'Mutation internal',
      'all.js:hidden': 'Query public',
      'passed.js:send': 'Mutation public',
      'thrown.js:late': 'Query public',
      'jobs.js:all': 'Action internal',
    });
  });

  test('names those functions, and each fails with the name of its package, whatever it is called as', async () => {
    expect([...shared.backend.uncertain].sort()).toEqual([
      'all:hidden',
      'passed:send',
      'rag:chunker',
      'rag:default',
      'rag:isSignedIn',
      'rag:onComplete',
      'rag:signIn',
      'thrown:late',
      'wrapped:add',
      'wrapped:list',
    ]);
    const client = new ConvexHttpClient(shared.environments.dev.convexUrl, { logger: false });
    const sentence = 'the package absent-rag is not installed';
    await expect(client.query(queryOf('rag:signIn'), { any: 1 })).rejects.toThrow(sentence);
    await expect(client.mutation(makeFunctionReference<'mutation'>('rag:signIn'), {})).rejects.toThrow(sentence);
    await expect(client.action(makeFunctionReference<'action'>('rag:signIn'), {})).rejects.toThrow(sentence);
    await expect(client.query(queryOf('all:hidden'), {})).rejects.toThrow('not installed: absent-rag/functions');
    await expect(client.query(queryOf('rag:plain'), {})).rejects.toThrow('Could not find public function');
    expect(await client.query(queryOf('rag:own'), {})).toBe('own');
  });

  test('leaves out a module that fails by itself, also one that ends the process', async () => {
    expect(shared.backend.leftOut).toEqual([
      { module: 'broken', reason: 'it calls process.exit when it is imported' },
      { module: 'thrown', reason: 'not three options' },
    ]);
  });

  test('answers with its schema, in which a validator of such a package accepts anything', async () => {
    const schemas: { active: string } = await adminOf(shared).query(queryOf('_system/frontend/getSchemas'), {});
    const anything = { type: 'any' };
    expect(JSON.parse(schemas.active)).toMatchObject({
      tables: [
        {
          tableName: 'files',
          indexes: [{ indexDescriptor: 'by_entry', fields: ['entry', '_creationTime'] }],
          documentType: {
            type: 'object',
            value: {
              entry: { fieldType: anything, optional: false },
              list: { fieldType: { type: 'array', value: anything } },
              more: { fieldType: anything, optional: true },
              name: { fieldType: { type: 'string' } },
            },
          },
        },
        { tableName: 'whole', documentType: anything },
      ],
    });
  });

  test.for([
    [
      "import { defineEnts } from 'absent-ents';\nexport default defineEnts({});",
      'schema.ts imports packages that are not installed: absent-ents; `npm ci` in the project installs them',
    ],
    [
      "import { defineSchema } from 'convex/server';\nimport { tables } from 'absent-ents';\nexport default defineSchema(tables.all[0].list);",
      'not installed: absent-ents; `npm ci`',
    ],
    ["throw new Error('broken schema');\nexport default {};", 'schema.ts could not be imported (broken schema)'],
    ['export const tables = {};', 'schema.ts exports no schema'],
  ])('says why its schema is not known: %s', async ([text, sentence]) => {
    await using stack = new AsyncDisposableStack();
    const twin = await startTwin(
      { 'package-lock.json': '{}', 'convex/usual.ts': usual, 'convex/schema.ts': text as string },
      stack,
    );
    await expect(adminOf(twin).query(queryOf('_system/frontend/getSchemas'), {})).rejects.toThrow(sentence);
    const { convexUrl, deployKey } = twin.environments.prod;
    const indexes = await fetch(`${convexUrl}/api/get_indexes`, { headers: { Authorization: `Convex ${deployKey}` } });
    expect(await indexes.text()).toContain(sentence);
    expect(await adminOf(twin).query(queryOf('usual:known'), {})).toBe('known');
  });
});

describe('HTTP actions that a package which is not installed may add', () => {
  const own = `import { httpRouter } from 'convex/server';
import { httpAction } from './_generated/server';
const http = httpRouter();
http.route({ path: '/own', method: 'GET', handler: httpAction(async () => new Response('own')) });`;

  test.for([
    ['a function that is passed the router', `${own}\nimport { auth } from 'absent-auth';\nauth.addHttpRoutes(http);`],
    [
      'a function that is passed it in an object',
      `${own}\nimport { register } from 'absent-auth';\nregister({ http });`,
    ],
    ['a class that is passed it', `${own}\nimport { Routes } from 'absent-auth';\nnew Routes(http);`],
  ])('%s: other paths say which package is missing', async ([, text]) => {
    await using stack = new AsyncDisposableStack();
    const twin = await startTwin(
      { 'convex/http.ts': `${text}\nexport default http;`, 'convex/usual.ts': usual },
      stack,
    );
    const { convexUrl } = twin.environments.prod;
    expect(await (await fetch(`${convexUrl}/http/own`)).text()).toBe('own');
    const other = await fetch(`${convexUrl}/http/api/auth/signin`);
    expect(other.status).toBe(501);
    expect(await other.text()).toContain('may lack some of the project: the package absent-auth is not installed');
  });

  test.for([
    [
      'the package makes the router',
      "import { router } from 'absent-auth';\nexport default router();",
      'absent-auth is not',
    ],
    [
      'http.ts cannot be imported',
      "throw new Error('no key');\nexport default {};",
      'http could not be imported (no key)',
    ],
  ])('%s: every path says so', async ([, text, reason]) => {
    await using stack = new AsyncDisposableStack();
    const twin = await startTwin({ 'convex/http.ts': text as string, 'convex/usual.ts': usual }, stack);
    const answer = await fetch(`${twin.environments.prod.convexUrl}/http/hook`);
    expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining(reason as string)]);
  });

  test('a router that no package is passed has its own HTTP actions, and no others', async () => {
    await using stack = new AsyncDisposableStack();
    const twin = await startTwin({ 'convex/http.ts': `${own}\nexport default http;`, 'convex/usual.ts': usual }, stack);
    expect((await fetch(`${twin.environments.prod.convexUrl}/http/other`)).status).toBe(404);
  });
});

interface Listed {
  identifier: string;
  functionType: string;
  visibility: { kind: string };
}
