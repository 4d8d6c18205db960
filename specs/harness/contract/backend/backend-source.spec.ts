import { describe, expect, test } from 'vitest';
import { readBackendTree } from '../../../../fixtures/frontends/read-backend-tree.ts';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { type BackendSource, describeValidator, readBackendSource } from '../../../../support/contract/index.ts';

async function readBackend(files: Readonly<Record<string, string>>): Promise<BackendSource> {
  await using tree = await startFrontend(files);
  return await readBackendSource(tree.root);
}

const server = "import { query, internalMutation } from './_generated/server';\nimport { v } from 'convex/values';\n";

test('functions are read by importing their modules, with or without generated code on the disk', async () => {
  const source = await readBackend({
    'sites.ts': `${server}import { name } from './model/names';\nexport const list = query({ args: { [name]: v.id('sites') }, returns: v.null(), handler: async () => null });\nexport const sweep = internalMutation(async () => {});`,
    'model/names.ts': "export const name = 'companyId';",
  });
  expect(source.readStatically).toEqual([]);
  expect(source.functions).toEqual([
    {
      path: 'sites:list',
      kind: 'query',
      isPublic: true,
      args: {
        type: 'object',
        value: { companyId: { fieldType: { type: 'id', tableName: 'sites' }, optional: false } },
      },
      returns: { type: 'null' },
    },
    { path: 'sites:sweep', kind: 'mutation', isPublic: false, args: { type: 'any' }, returns: { type: 'any' } },
  ]);
});

test.each([
  ['throws', "throw new Error('no KEY');", 'Error: no KEY'],
  ['ends the process', 'process.exit(3);', 'importing it did not finish'],
])('a module that %s when it is imported is read by its syntax, and reported', async (_, top, reason) => {
  const source = await readBackend({
    'a.ts': `${server}${top}\nexport const list = query({ args: { name: v.optional(v.string()) }, handler: async () => null });`,
    'b.ts': `${server}export const other = query({ args: {}, handler: async () => null });`,
  });
  expect(source.readStatically[0]).toEqual({ module: 'a', reason });
  expect(source.functions).toContainEqual({
    path: 'a:list',
    kind: 'query',
    isPublic: true,
    args: { type: 'object', value: { name: { fieldType: { type: 'string' }, optional: true } } },
    returns: { type: 'any' },
  });
  expect(source.functions.map(({ path }) => path)).toContain('b:other');
});

test('a module can reach neither files nor the network when it is imported', async () => {
  const source = await readBackend({
    'a.ts': `import { readFileSync } from 'node:fs';\n${server}readFileSync('/etc/hostname');\nexport const list = query({ args: {}, handler: async () => null });`,
  });
  expect(source.readStatically).toMatchObject([{ module: 'a', reason: expect.stringContaining('restricted') }]);
});

test('functions made by a wrapper of a package that is not installed are found, without their arguments', async () => {
  const source = await readBackend({
    'a.ts': `import { customQuery } from 'not-installed/server';\nimport { query } from './_generated/server';\nexport const queryWithSession = customQuery(query, {});\nexport const mine = queryWithSession({ args: {}, handler: async () => null });`,
  });
  expect(source.functions).toContainEqual({ path: 'a:mine', kind: 'query', isPublic: true });
  expect(source.absentPackages).toEqual(['not-installed/server']);
});

describe('the syntax says', () => {
  test('which variables are read, and where there is a fallback', async () => {
    const { syntax } = await readBackend({
      'a.ts':
        "export const a = process.env.NEEDED;\nexport const b = process.env['SPARE'] ?? 'x';\nconst { TAKEN } = process.env;\nexport const c = [TAKEN, process.env[a]];",
    });
    expect(syntax.variables.map(({ name, hasFallback }) => [name, hasFallback])).toEqual([
      ['NEEDED', false],
      ['SPARE', true],
      ['TAKEN', false],
    ]);
    expect(syntax.openVariables.map(({ text }) => text)).toEqual(['process.env[a]']);
  });

  test('which functions the backend calls itself', async () => {
    const { syntax } = await readBackend({
      'crons.ts':
        "import { internal } from './_generated/api';\nexport const run = [internal.sessions.expire.sweep, internal['a/b'].default];",
    });
    expect(syntax.references.map(({ path, line }) => `${path} ${line}`)).toEqual(['sessions/expire:sweep 2', 'a/b 2']);
  });
});

test('the components that a backend calls are found by name, wherever they are called', async () => {
  const text = `import { components as installed } from './_generated/api';\nexport const a = run(installed.rateLimiter.lib.check);\nexport const b = wrap(installed.workpool);\nexport const c = installed[name];`;
  const { components, unresolved } = await readBackendTree({ 'a.ts': text });
  expect(components.map(({ name, line, column }) => `${name}:${line}:${column}`)).toEqual([
    'rateLimiter:2:22',
    'workpool:3:23',
  ]);
  expect(unresolved.map(({ text }) => text)).toEqual(['installed[name]']);
});

test('a module that fails without its variables is imported with made-up ones', async () => {
  const source = await readBackend({
    'env.ts': "if (!process.env.KEY) throw new Error('no KEY');\nexport const key = process.env.KEY;",
    'a.ts': `import './env';\nimport { env } from './_generated/server';\n${server}const { name } = { name: v.string() };\nexport const list = query({ args: { name }, handler: async () => env.KEY });`,
  });
  expect(source.readStatically).toEqual([]);
  expect(source.functions).toMatchObject([
    { path: 'a:list', args: { type: 'object', value: { name: { fieldType: { type: 'string' } } } } },
  ]);
});

test('functions and HTTP actions of a package that is not installed are reported as not known', async () => {
  const source = await readBackend({
    'auth.ts': "import { convexAuth } from 'not-installed/server';\nexport const { auth, signIn } = convexAuth({});",
    'http.ts':
      "import { httpRouter } from 'convex/server';\nimport { auth } from './auth';\nconst http = httpRouter();\nauth.addHttpRoutes(http);\nexport default http;",
    'sites.ts': `${server}export const list = query({ args: {}, handler: async () => null });`,
  });
  const reason = 'not installed: not-installed/server; `npm install` in the project installs them';
  expect(source.readStatically).toEqual([
    { module: 'auth', reason, exports: ['auth', 'signIn'] },
    { module: 'http', reason, exports: ['default'] },
  ]);
  expect(source.routes).toBeUndefined();
});

test('a schema with numbers that JSON cannot write is read', async () => {
  const source = await readBackend({
    'schema.ts':
      "import { defineSchema, defineTable } from 'convex/server';\nimport { v } from 'convex/values';\nexport default defineSchema({ limits: defineTable({ most: v.union(v.number(), v.literal(Infinity)) }) });",
  });
  const document = source.schema?.tables[0]?.document;
  expect(document && describeValidator(document)).toBe('v.object({ most: v.union(v.number(), v.literal(Infinity)) })');
});

test.each([
  ['a router that it is passed', 'const http = httpRouter(); auth.addHttpRoutes(http); export default http;'],
  ['a router in an object', 'const http = httpRouter(); auth.register({ http }); export default http;'],
  ['a router that its class is made with', 'const http = httpRouter(); new Auth(http); export default http;'],
  ['a router that it makes', 'export default auth.router();'],
  [
    'the path of an HTTP action',
    `const http = httpRouter(); http.route({ path: \`/\${auth.path}\`, method: 'GET', handler: httpAction(async () => new Response()) }); export default http;`,
  ],
])('HTTP actions are not known where a package that is not installed has a part in %s', async (_, code) => {
  const source = await readBackend({
    'http.ts': `import { httpRouter } from 'convex/server';\nimport { httpAction } from './_generated/server';\nimport { auth, Auth } from 'not-installed';\n${code}`,
    'a.ts': `${server}export const list = query({ args: {}, handler: async () => null });`,
  });
  expect(source.routes).toBeUndefined();
  expect(source.readStatically).toMatchObject([{ module: 'http', reason: expect.stringContaining('not-installed') }]);
});

test('functions that the backend calls are followed through names', async () => {
  const text = [
    "import { makeFunctionReference } from 'convex/server';",
    "import { internal, api as open } from './_generated/api';",
    'const { sessions, dir: { deep } } = internal;',
    'const mail = internal.mail;',
    'const module = internal.a.b;',
    'const { sweep } = internal.sessions;',
    'export type Result = FunctionReturnType<typeof open.never.called>;',
    "run(sessions.expire, mail.send, module.fn, sweep, makeFunctionReference('jobs:daily'));",
  ].join('\n');
  const { references, unresolved } = await readBackendTree({ 'a.ts': text });
  expect(references.map(({ path }) => path).sort()).toEqual([
    'a/b:fn',
    'dir:deep',
    'jobs:daily',
    'mail:send',
    'sessions:expire',
    'sessions:sweep',
  ]);
  expect(unresolved).toEqual([]);
});

describe('a backend calls itself', () => {
  const imports = "import { api, components, internal } from './_generated/api';";
  const read = async (files: Readonly<Record<string, string>>) => {
    const { references, components, unresolved } = await readBackendTree(files);
    return {
      references: references.map(({ kind, path }) => `${kind ?? '?'} ${path}`),
      components: components.map(({ name }) => name),
      unresolved: unresolved.map(({ text, reason }) => `${text}: ${reason}`),
    };
  };

  test('by a method of its context, which tells the kind', async () => {
    const text = `${imports}\nctx.runQuery(api.a.b, {}); ctx.runMutation(internal.a.c, {}); ctx.runAction(internal.a.d);`;
    const { references } = await read({ 'a.ts': text });
    expect(references).toEqual(['query a:b', 'mutation a:c', 'action a:d']);
  });

  test('by its scheduler and its cron jobs, also where a module has the name of a function', async () => {
    const text = `${imports}
      ctx.scheduler.runAfter(0, internal.jobs.run, {}); ctx.scheduler.runAt(at, internal.jobs.run.step);
      crons.interval('sweep', { hours: 1 }, internal.jobs.sweep, {}); internal.jobs.sweep.one;`;
    expect(await read({ 'a.ts': text })).toEqual({
      references: ['? jobs:run', '? jobs/run:step', '? jobs:sweep', '? jobs/sweep:one'],
      components: [],
      unresolved: [],
    });
  });

  test('through a function and a table of another file', async () => {
    const seen = await read({
      'lib/run.ts': 'export const later = (ctx: Ctx, job: any) => ctx.scheduler.runAfter(0, job.run);',
      'lib/jobs.ts': "import { internal } from '../_generated/api';\nexport const jobs = { mail: internal.mail };",
      'a.ts': "import { later } from './lib/run';\nimport { jobs } from './lib/jobs';\nlater(ctx, jobs.mail as any);",
    });
    expect(seen).toEqual({ references: ['? mail:run'], components: [], unresolved: [] });
  });

  test('and its components, by the first step', async () => {
    const text = `${imports}\nconst { limiter } = components as any; limiter.lib[name]; new Pool(components!.pool);`;
    expect(await read({ 'a.ts': text })).toEqual({
      references: [],
      components: ['limiter', 'pool'],
      unresolved: ['limiter.lib[name]: the property is known only at run time'],
    });
  });

  test('and functions of its components, also through a name, a wrapper and another file', async () => {
    const { componentCalls } = await readBackendTree({
      'lib.ts': "import { components } from './_generated/api';\nexport const mail = components.mail;",
      'a.ts': `${imports}
        import { mail } from './lib';
        ctx.runMutation((components.limiter as any).lib!.check, {});
        const { send } = mail.queue; ctx.runAction(send, {}); ctx.runQuery(mail.a.b.c, {});
        new Pool(components.pool); new Pool(components.pool.main);`,
    });
    expect(componentCalls.map(({ component, path }) => `${component} ${path}`)).toEqual([
      'limiter lib:check',
      'mail queue:send',
      'mail a/b:c',
    ]);
  });

  test('where it cannot be followed, which is reported', async () => {
    const text = `${imports}\ncreate({ own: internal.auth }); start(components); run(internal[name].a, api.a[name]);`;
    expect(await read({ 'a.ts': text })).toEqual({
      references: [],
      components: [],
      unresolved: [
        '{ own: internal.auth }: internal.auth is passed as a whole to create(), where it cannot be followed',
        'components: components is passed as a whole to start(), where it cannot be followed',
        'internal[name].a: the property is known only at run time',
        'api.a[name]: the property is known only at run time',
      ],
    });
  });

  test('by an import that cannot be resolved, which is reported', async () => {
    const text = "import { internal } from '@/gone/api';\nctx.runQuery(internal.a.b);";
    expect((await read({ 'a.ts': text })).unresolved).toEqual([
      'internal.a.b: it comes from @/gone/api, which is not in the tree',
    ]);
  });
});

describe('where a package is not installed', () => {
  test('modules are imported that put what it exports into texts, lists and conditions', async () => {
    const source = await readBackend({
      'a.ts': `import { absent, list } from 'not-installed';\n${server}
        export const label = \`\${absent.thing} \${absent + 1} \${[...list].length}\`;
        if (absent.flag > 2) throw new Error('too many');
        if (absent.Kind.one !== absent.Kind.one) throw new Error('two values');
        export const all = query({ args: { name: v.string() }, handler: async () => label });`,
    });
    expect(source.readStatically).toEqual([]);
    expect(source.functions.map(({ path }) => path)).toEqual(['a:all']);
  });

  test('a text that looks like a function by its name is not one', async () => {
    const source = await readBackend({
      'a.ts': `import { customQuery } from 'not-installed';\n${server}
        const buildQueryKey = (key: object) => JSON.stringify(key);
        export const searchQueryKey = buildQueryKey({ a: 1 });
        export const mine = customQuery({ args: {}, handler: async () => null });`,
    });
    expect(source.functions.map(({ path }) => path)).toEqual(['a:mine']);
    expect(source.readStatically).toEqual([
      {
        module: 'a',
        reason: 'not installed: not-installed; `npm install` in the project installs them',
        exports: ['mine'],
      },
    ]);
  });

  test('what its builders make without a handler is not known, and not believed by its name', async () => {
    const source = await readBackend({
      'a.ts': `import { buildQueryKey, customQuery } from 'not-installed';\n${server}
        export const searchQueryKey = buildQueryKey({ a: 1 });
        export const mine = customQuery({ args: {}, handler: async () => null });`,
    });
    expect(source.functions.map(({ path }) => path)).toEqual(['a:mine']);
    expect(source.readStatically).toMatchObject([{ exports: ['mine', 'searchQueryKey'] }]);
  });

  test.each([
    ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
    ['yarn.lock', 'yarn install --immutable'],
    ['bun.lock', 'bun install --frozen-lockfile'],
    ['package-lock.json', 'npm ci'],
  ])('the reason has the command of the package manager: %s', async (lockFile, command) => {
    await using tree = await startFrontend({
      [lockFile]: '',
      'services/convex/a.ts': `import { all } from 'absent-one'; import { more } from 'absent-two';\nexport const list = all(more);`,
    });
    const { readStatically } = await readBackendSource(`${tree.root}/services/convex`);
    expect(readStatically[0]?.reason).toBe(
      `not installed: absent-one, absent-two; \`${command}\` in the project installs them`,
    );
  });

  test("Node's own modules can be asked for as packages of CommonJS do", async () => {
    const source = await readBackend({
      'a.ts': `import { platform } from './legacy.cjs';\n${server}export const all = query({ args: {}, handler: async () => platform });`,
      'legacy.cjs': "exports.platform = require('os').platform() + typeof require('child_process').fork;",
    });
    expect(source.readStatically).toEqual([]);
    expect(source.functions.map(({ path }) => path)).toEqual(['a:all']);
  });

  test('a validator that is made with it is not known', async () => {
    const source = await readBackend({
      'a.ts': `import { fields } from 'not-installed';\n${server}\nexport const all = query({ args: { list: v.array(fields.name) }, handler: async () => null });`,
    });
    expect(source.functions).toEqual([{ path: 'a:all', kind: 'query', isPublic: true, returns: { type: 'any' } }]);
  });
});

test('functions that cannot be imported are read from their syntax, however they are exported', async () => {
  const source = await readBackend({
    'a.ts': `${server}throw new Error('no KEY');\nconst one = query({ args: {}, handler: async () => null }) as any;\nexport { one, one as two };\nexport default internalMutation(async () => {});`,
  });
  expect(source.functions.map(({ path, kind }) => `${kind} ${path}`).sort()).toEqual([
    'mutation a',
    'query a:one',
    'query a:two',
  ]);
});
