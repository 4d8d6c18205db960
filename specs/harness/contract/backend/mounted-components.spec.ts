import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { mountedComponents } from '../../../../support/contract/index.ts';

const component = (name: string, more = '') =>
  `import { defineComponent } from 'convex/server';\n${more}const component = defineComponent('${name}');\nexport default component;`;
const imports = `import { defineApp } from 'convex/server';\nimport mail from './mail/convex.config';\n`;

async function mounted(config: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  await using tree = await startFrontend({
    'convex/convex.config.ts': config,
    'convex/mail/convex.config.ts': component('mailer'),
    ...more,
  });
  const found = mountedComponents(`${tree.root}/convex`);
  return found.map(({ name, folder }) => `${name} ${folder?.slice(tree.root.length)}`);
}

describe('a component is mounted under', () => {
  test.each([
    ['its own name', 'const app = defineApp(); app.use(mail); export default app;', ['mailer /convex/mail']],
    ['a name that it is given', "const app = defineApp(); app.use(mail, { name: 'post' });", ['post /convex/mail']],
    [
      'a name after its variables',
      "const app = defineApp(); app.use(mail, { env: { KEY: app.env.KEY }, name: 'post' });",
      ['post /convex/mail'],
    ],
    [
      'a constant',
      "const NAME = 'post'; const app = defineApp(); app.use(mail, { name: NAME });",
      ['post /convex/mail'],
    ],
    ['a template', 'const app = defineApp(); app.use(mail, { name: `post` });', ['post /convex/mail']],
    [
      'two names',
      "const app = defineApp(); app.use(mail, { name: 'a' }); app.use(mail, { name: 'b' });",
      ['a /convex/mail', 'b /convex/mail'],
    ],
    [
      'its own name, from a list',
      'const app = defineApp(); for (const each of [mail]) app.use(each);',
      ['mailer /convex/mail'],
    ],
    ['its own name, with an assertion', 'const app = defineApp(); app.use(mail as any);', ['mailer /convex/mail']],
  ])('%s', async (_, config, found) => {
    expect(await mounted(imports + config)).toEqual(found);
  });

  test('the names of those that mount it', async () => {
    const config = `${imports}const app = defineApp(); app.use(mail, { name: 'post' });`;
    const more = {
      'convex/mail/convex.config.ts': component(
        'mailer',
        "import queue from './queue/convex.config';\ncomponent.use(queue);\n",
      ),
      'convex/mail/queue/convex.config.ts': component('queue'),
    };
    expect(await mounted(config, more)).toEqual(['post /convex/mail', 'post/queue /convex/mail/queue']);
  });

  test('the name of its package, where that is not installed', async () => {
    const config = `${imports}import limiter from '@convex-dev/rate-limiter/convex.config';\nconst app = defineApp(); app.use(limiter);`;
    expect(await mounted(config)).toEqual(['rateLimiter undefined']);
  });
});

test.each([
  ['a comment', `${imports}const app = defineApp();\n// app.use(mail);\n/* app.use(mail, { name: 'old' }) */`],
  ['an import alone', `${imports}export default defineApp();`],
  ['a text', `${imports}const app = defineApp(); log("app.use(mail)");`],
])('%s mounts nothing', async (_, config) => {
  expect(await mounted(config)).toEqual([]);
});
