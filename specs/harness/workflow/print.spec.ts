import { expect, test } from 'vitest';
import { printDelivery } from '../../../support/workflow/index.ts';
import { deliveryOf } from './judge-case.ts';

const expression = (text: string) => `\${{ ${text} }}`;

const deploy = `name: Deploy
on:
  push: { branches: [main], paths: ['convex/**', 'src/**'] }
  workflow_dispatch: { inputs: { site: { type: boolean } } }
jobs:
  test:
    runs-on: ubuntu-latest
    steps: [{ run: npm test }]
  backend:
    needs: test
    environment: production
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm run ship
        env: { CONVEX_DEPLOY_KEY: '${expression('secrets.CONVEX_DEPLOY_KEY')}' }
  site:
    needs: [test, backend]
    if: github.event_name == 'push' || inputs.site
    runs-on: ubuntu-latest
    steps:
      - run: npx wrangler pages deploy dist
      - uses: acme/purge-pages@v1
`;

const files = {
  'package.json':
    '{\n  "dependencies": { "convex": "1.48.0" },\n  "scripts": { "ship": "convex deploy --yes", "test": "vitest", "lint": "biome ci" }\n}\n',
  'convex/schema.ts': '',
  '.github/workflows/deploy.yml': deploy,
  '.github/workflows/lint.yml':
    'on: pull_request\njobs: { lint: { runs-on: ubuntu-latest, steps: [{ run: npm run lint }] } }\n',
  '.github/workflows/old.yml':
    'on: push\njobs:\n  a:\n    neds: b\n    runs-on: ubuntu-latest\n    steps: [{ run: echo }]\n',
  '.gitlab-ci.yml': 'site: { script: [npx netlify deploy --prod] }\n',
};

test('a pipeline is printed with its jobs in order, what each deploys, under which condition, and what is not read', async () => {
  const text = printDelivery(await deliveryOf({ files, settings: {} }));
  expect(text).toBe(`On a push to main  .github/workflows/deploy.yml  only where convex/**, src/** changed
  test
  backend  after test  in production
      backend   convex  convex deploy --yes  .github/workflows/deploy.yml:15 → package.json:3
  site  after test, backend
      frontend  cloudflare-pages  npx wrangler pages deploy dist  .github/workflows/deploy.yml:22

On a run by hand  .github/workflows/deploy.yml
  test
  backend  after test  in production
      backend   convex  convex deploy --yes  .github/workflows/deploy.yml:15 → package.json:3
  site  after test, backend  where \`inputs.site\` is true
      frontend  cloudflare-pages  npx wrangler pages deploy dist  .github/workflows/deploy.yml:22

On what starts GitLab CI
  GitLab CI

Deploys nothing that is recognised
  .github/workflows/lint.yml
  .github/workflows/old.yml

Refused by GitHub
  .github/workflows/old.yml:4  Unexpected value 'neds'

Not read
  .github/workflows/deploy.yml:23  acme/purge-pages@v1 is not read (job site)
  .gitlab-ci.yml:1  what GitLab CI deploys is not followed (job GitLab CI)`);
});

test('a repository without any is told so', async () => {
  expect(printDelivery(await deliveryOf({ files: {}, settings: {} }))).toBe(
    'There is no workflow, and no platform that deploys by itself.',
  );
});
