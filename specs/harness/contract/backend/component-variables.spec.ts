import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { componentVariables, mountedComponents, readBackendSource } from '../../../../support/contract/index.ts';

const app = (use: string, env = 'KEY: v.string(), MAIL_KEY: v.string(), SPARE: v.optional(v.string())') =>
  [
    "import { defineApp } from 'convex/server';",
    "import { v } from 'convex/values';",
    "import mail from './mail/convex.config';",
    `const app = defineApp({ env: { ${env} } });`,
    use,
    'export default app;',
  ].join('\n');
const component = (env: string, more = '', name = 'mail') =>
  `import { defineComponent } from 'convex/server';\nimport { v } from 'convex/values';\nconst component = defineComponent('${name}', { env: { ${env} } });\n${more}\nexport default component;`;
const sending = (text: string) => ({
  'convex/mail/send.ts': `import { env, action } from './_generated/server';\nexport const now = action(async () => { ${text} });`,
});

/** What the components of a tree need: the variable of the deployment, or `KEY not passed`. */
async function needed(files: Readonly<Record<string, string>>) {
  await using tree = await startFrontend(files);
  const directory = join(tree.root, 'convex');
  const components = mountedComponents(directory);
  const sources = new Map();
  for (const { name, folder, isOwn } of components)
    if (folder && isOwn) sources.set(name, (await readBackendSource(folder)).syntax.variables);
  const { reads, open } = componentVariables(directory, components, sources);
  return {
    needs: [
      ...new Set(
        reads
          .filter(({ hasFallback }) => !hasFallback)
          .map(({ component: of, name, from }) => `${of}: ${from ?? `${name} not passed`}`),
      ),
    ],
    open: open.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
  };
}

test.each([
  ['a variable of the app', 'app.use(mail, { env: { KEY: app.env.MAIL_KEY } });', 'mail: MAIL_KEY'],
  ['one that the app declares as optional', 'app.use(mail, { env: { KEY: app.env.SPARE } });', 'mail: SPARE'],
  ['process.env', 'app.use(mail, { env: { KEY: process.env.MAIL_KEY! } });', 'mail: MAIL_KEY'],
  ['a constant', 'const key = app.env.MAIL_KEY; app.use(mail, { env: { KEY: key } });', 'mail: MAIL_KEY'],
  ['a name', 'const { MAIL_KEY: key } = app.env; app.use(mail, { env: { KEY: key } });', 'mail: MAIL_KEY'],
  ['an object', 'const env = { KEY: app.env.MAIL_KEY }; app.use(mail, { name: "post", env });', 'post: MAIL_KEY'],
  ['a spread', 'const env = { KEY: app.env.MAIL_KEY }; app.use(mail, { env: { ...env } });', 'mail: MAIL_KEY'],
  ['nothing', 'app.use(mail);', 'mail: KEY not passed'],
  ['another variable', 'app.use(mail, { env: { OTHER: app.env.KEY } });', 'mail: KEY not passed'],
])('a variable that a component declares is needed under the name that is passed to it: %s', async (_, use, need) => {
  expect(
    await needed({ 'convex/convex.config.ts': app(use), 'convex/mail/convex.config.ts': component('KEY: v.string()') }),
  ).toEqual({
    needs: [need],
    open: [],
  });
});

test.each([
  ['a text', "app.use(mail, { env: { KEY: 'fixed' } });", 'KEY: v.string()'],
  ['a text to fall back on', "app.use(mail, { env: { KEY: process.env.KEY ?? 'fixed' } });", 'KEY: v.string()'],
  ['an optional one', 'app.use(mail);', 'KEY: v.optional(v.string())'],
  ['an optional one that is passed', 'app.use(mail, { env: { KEY: app.env.SPARE } });', 'KEY: v.optional(v.string())'],
])('nothing is needed for %s', async (_, use, env) => {
  expect(await needed({ 'convex/convex.config.ts': app(use), 'convex/mail/convex.config.ts': component(env) })).toEqual(
    {
      needs: [],
      open: [],
    },
  );
});

test('what only run time passes is open', async () => {
  expect(
    await needed({
      'convex/convex.config.ts': app('app.use(mail, { env: envOf(app) });'),
      'convex/mail/convex.config.ts': component('KEY: v.string()'),
    }),
  ).toEqual({
    needs: [],
    open: ['convex.config.ts:5 what is passed to the component mail as KEY is known only at run time'],
  });
});

test.each([
  ['env', 'send(env.TOKEN);'],
  ['process.env', 'send(process.env.TOKEN!);'],
])('a variable that a function of a component reads through %s is needed', async (_, text) => {
  const files = { 'convex/mail/convex.config.ts': component(''), ...sending(text) };
  expect(
    await needed({ ...files, 'convex/convex.config.ts': app('app.use(mail, { env: { TOKEN: app.env.KEY } });') }),
  ).toMatchObject({ needs: ['mail: KEY'] });
  expect(await needed({ ...files, 'convex/convex.config.ts': app('app.use(mail);') })).toMatchObject({
    needs: ['mail: TOKEN'],
  });
});

test('a component passes its variables on', async () => {
  const files = (passed: string) => ({
    'convex/convex.config.ts': app('app.use(mail, { env: { KEY: app.env.MAIL_KEY } });'),
    'convex/mail/convex.config.ts': component(
      'KEY: v.string()',
      `import queue from './queue/convex.config';\ncomponent.use(queue, { env: { TOKEN: ${passed} } });`,
    ),
    'convex/mail/queue/convex.config.ts': component('TOKEN: v.string()', '', 'queue'),
  });
  expect(await needed(files('component.env.KEY'))).toMatchObject({ needs: ['mail: MAIL_KEY', 'mail/queue: MAIL_KEY'] });
  expect(await needed(files("'fixed'"))).toMatchObject({ needs: ['mail: MAIL_KEY'] });
});

const packaged = (exported: unknown) => ({
  'node_modules/@acme/mail/package.json': JSON.stringify({ name: '@acme/mail', exports: exported }),
  'node_modules/@acme/mail/dist/convex.config.js': component('MAIL_TOKEN: v.string(), LEVEL: v.optional(v.string())'),
});

test.each([
  ['a plain target', { './convex.config': './dist/convex.config.js' }, 'convex.config'],
  ['the extension', { './convex.config.js': './dist/convex.config.js' }, 'convex.config.js'],
  ['`import` alone', { './convex.config': { import: { default: './dist/convex.config.js' } } }, 'convex.config'],
])(
  'what the component of a package declares is needed, under its name: exports with %s',
  async (_, exported, entry) => {
    const files = {
      ...packaged(exported),
      'convex/convex.config.ts': app('app.use(mail);').replace('./mail/convex.config', `@acme/mail/${entry}`),
    };
    expect(await needed(files)).toEqual({ needs: ['mail: MAIL_TOKEN not passed'], open: [] });
  },
);

test('a component whose package is not installed is open', async () => {
  const files = { 'convex/convex.config.ts': app('app.use(mail);').replace('./mail', '@acme/mail') };
  expect(await needed(files)).toEqual({
    needs: [],
    open: ['convex.config.ts:5 @acme/mail is not installed, so the variables that its component needs are not known'],
  });
});
