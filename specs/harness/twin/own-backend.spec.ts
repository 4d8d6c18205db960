import { join } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference } from 'convex/server';
import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { startOwnTwin } from '../../../fixtures/twin/own/start-own-twin.ts';
import { writeOwnProject } from '../../../fixtures/twin/own/write-own-project.ts';

/** A backend as it is under version control: no generated code, no extensions, a package that is not installed, a component. */
const team: Readonly<Record<string, string>> = {
  'convex/schema.ts': `import { defineSchema, defineTable } from 'convex/server';
import { noteFields } from './model/fields';
export default defineSchema({ notes: defineTable(noteFields).index('by_text', ['text']) });`,
  'convex/model/fields.ts': "import { v } from 'convex/values';\nexport const noteFields = { text: v.string() };",
  'convex/notes/list.ts': `import { query, mutation } from '../_generated/server';
import { noteFields } from '../model/fields';
export const all = query({ args: {}, handler: async (ctx) => (await ctx.db.query('notes').collect()).map(({ text }) => text) });
export const add = mutation({ args: noteFields, handler: async (ctx, note) => { await ctx.db.insert('notes', note); } });`,
  'convex/env.ts':
    "if (!process.env.TEAM_KEY) throw new Error('no TEAM_KEY');\nexport const key = process.env.TEAM_KEY;",
  'convex/post.ts': `import { send } from 'mailer';
import { action } from './_generated/server';
const required = (name: string) => { const value = process.env[name]; if (!value) throw new Error(name); return value; };
export const post = action({ args: {}, handler: async () => send(required('MAIL_KEY')) });`,
  'convex/node_modules/mailer/package.json': '{ "name": "mailer", "main": "index.js", "type": "module" }',
  'convex/node_modules/mailer/index.js':
    "const requireEnv = (name) => { const value = process.env[name]; if (value === undefined) throw new Error(name); return value; };\nexport const send = (key) => [key, requireEnv('MAILER_URL')];",
  'convex/keys.ts': `import { query } from './_generated/server';
import { key } from './env';
export const isSet = query({ args: {}, handler: async () => key === process.env.TEAM_KEY });`,
  'convex/jobs.ts': `import { internal, components } from './_generated/api';
import { action } from './_generated/server';
import absent from 'not-installed-here';
export const run = action({ args: {}, handler: async (ctx) => { await ctx.runQuery(internal.notes.list.all, {}); await ctx.runMutation(components.mail.send.now, {}); return absent(); } });`,
  'convex/broken.ts': "export const made = 1;\nthrow new Error('broken at the top');",
  'convex/made.ts': `import make, { Base } from 'not-installed-here';
import { query } from './_generated/server';
export const { signIn, store } = make({ providers: [new Base({ id: 'mail' })] });
class Own extends Base {}
const text = \`\${make('at the top').name} \${Object.keys({ ...make.options })}\`;
export const taking = query({ args: { filter: make.filter() }, handler: async () => 'taken' });
export const own = query({ args: {}, handler: async () => 'made' });
export const using = query({ args: {}, handler: async () => make(text, new Own()) });`,
  'convex/convex.config.ts': `import { defineApp } from 'convex/server';
import mail from './mail/convex.config';
import limiter from '@convex-dev/rate-limiter/convex.config';
const app = defineApp(); app.use(mail, { name: 'mail' }); app.use(limiter); export default app;`,
  'convex/mail/convex.config.ts':
    "import { defineComponent } from 'convex/server';\nexport default defineComponent('mailer');",
  'convex/mail/send.ts': `import { internalMutation, mutation } from './_generated/server';
export const now = mutation({ args: {}, handler: async () => null });
export const later = internalMutation({ args: {}, handler: async () => null });`,
};

const callOf = (path: string) => makeFunctionReference<'query'>(path);

async function withTwin<Value>(
  files: Readonly<Record<string, string>>,
  use: (at: { root: string; twin: Awaited<ReturnType<typeof startOwnTwin>> }) => Promise<Value>,
  seed?: string,
): Promise<Value> {
  await using tree = await startFrontend(files);
  const options = { convex: join(tree.root, 'convex'), site: undefined, seed: seed && join(tree.root, seed) };
  await using twin = await startOwnTwin(options);
  return await use({ root: tree.root, twin });
}

describe("a team's own backend", () => {
  test('runs as it is under version control, without data', async () => {
    await withTwin(team, async ({ twin: { environments } }) => {
      const client = new ConvexHttpClient(environments.prod.convexUrl, { logger: false });
      expect(await client.query(callOf('notes/list:all'), {})).toEqual([]);
      await client.mutation(makeFunctionReference<'mutation'>('notes/list:add'), { text: 'one' });
      expect(await client.query(callOf('notes/list:all'), {})).toEqual(['one']);
      expect(await client.query(callOf('keys:isSet'), {})).toBe(true);

      const other = new ConvexHttpClient(environments.dev.convexUrl, { logger: false });
      expect(await other.query(callOf('notes/list:all'), {})).toEqual([]);
    });
  });

  test('says what it does without', async () => {
    const { leftOut, absentPackages, components, variables, source } = await withTwin(
      team,
      async ({ twin }) => twin.backend,
    );
    expect(leftOut).toEqual([{ module: 'broken', reason: 'broken at the top' }]);
    expect(absentPackages).toEqual(['not-installed-here']);
    expect(components).toMatchObject([
      { path: 'mail', functions: ['internal send:later', 'send:now'] },
      {
        path: 'rateLimiter',
        functions: undefined,
        unknown: expect.stringContaining('its package is not installed: @convex-dev/rate-limiter;'),
      },
    ]);
    expect(Object.keys(variables)).toEqual(['MAILER_URL', 'MAIL_KEY', 'TEAM_KEY']);
    expect([...source.modules.keys()].sort()).toEqual([
      'env',
      'jobs',
      'keys',
      'made',
      'model/fields',
      'notes/list',
      'post',
    ]);
  });

  test('does not know the tables of a component whose package is not installed, and names it', async () => {
    await withTwin(team, async ({ twin: { environments } }) => {
      const { convexUrl, deployKey } = environments.prod;
      const client = new ConvexHttpClient(convexUrl, { logger: false });
      (client as ConvexHttpClient & { setAdminAuth(key: string): void }).setAdminAuth(deployKey);
      const listed: { path: string; id: string }[] = await client.query(callOf('_system/frontend/components:list'), {});
      const idOf = (path: string) => listed.find((each) => each.path === path)?.id ?? '';

      const ask = (path: string) => client.query(callOf('_system/frontend/getSchemas'), { componentId: idOf(path) });
      const sentence =
        'does not know the schema of the component rateLimiter, since its package is not installed: @convex-dev/rate-limiter';
      await expect(ask('rateLimiter')).rejects.toThrow(sentence);
      expect(await ask('mail')).toHaveProperty('active');
      const indexes = await fetch(`${convexUrl}/api/get_indexes?componentId=${idOf('rateLimiter')}`, {
        headers: { Authorization: `Convex ${deployKey}` },
      });
      expect(await indexes.text()).toContain(sentence);
    });
  });

  test('runs without its packages: modules that call them at their top are there, and a function that uses one fails', async () => {
    await withTwin(team, async ({ twin: { environments } }) => {
      const client = new ConvexHttpClient(environments.dev.convexUrl, { logger: false });
      expect(await client.query(callOf('made:own'), {})).toBe('made');
      await expect(client.query(callOf('made:using'), {})).rejects.toThrow(
        'the package not-installed-here is not installed',
      );
    });
  });

  test('has the documents of a seed, which its schema has to accept', async () => {
    const seeded = {
      ...team,
      'seed.json': '{ "notes": [{ "text": "first" }] }',
      'wrong.json': '{ "notes": [{ "title": 1 }] }',
      'text.json': '[]',
    };
    const texts = await withTwin(
      seeded,
      ({ twin }) =>
        new ConvexHttpClient(twin.environments.prod.convexUrl, { logger: false }).query(callOf('notes/list:all'), {}),
      'seed.json',
    );
    expect(texts).toEqual(['first']);
    await expect(withTwin(seeded, async () => undefined, 'wrong.json')).rejects.toThrow(/title|text/);
    await expect(withTwin(seeded, async () => undefined, 'text.json')).rejects.toThrow('is not a seed');
  });

  test('without a schema runs too, and one without modules does not', async () => {
    const { 'convex/schema.ts': _, ...plain } = team;
    await withTwin(plain, async ({ twin }) => expect(twin.backend.source.modules.size).toBe(7));
    await expect(
      withTwin(
        {
          'convex/schema.ts': team['convex/schema.ts'] ?? '',
          'convex/model/fields.ts': team['convex/model/fields.ts'] ?? '',
          'convex/a.test.ts': 'export {}',
        },
        async () => undefined,
      ),
    ).resolves.toBeUndefined();
    await expect(withTwin({ 'convex/only.ts': team['convex/broken.ts'] ?? '' }, async () => undefined)).rejects.toThrow(
      /no module of .* could be imported: only: broken at the top/,
    );
  });

  test('is described by a config with its addresses, its folder and its front ends', async () => {
    await withTwin(team, async ({ root, twin }) => {
      const project = writeOwnProject(join(root, '.twin'), twin, {
        convex: join(root, 'convex'),
        frontends: [join(root, 'web')],
      });
      const { default: config } = (await import(/* @vite-ignore */ project.configFile)) as {
        default: { platforms: { convex: object } };
      };
      expect(config.platforms.convex).toMatchObject({
        backend: { source: '../convex' },
        frontends: [{ root: '../web' }],
        liveSite: false,
      });
      expect(Object.keys(project.keys)).toEqual(['DEV_CONVEX_DEPLOY_KEY', 'PROD_CONVEX_DEPLOY_KEY']);
    });
  });
});
