import { describe, expect, test } from 'vitest';
import { readLocalAction, readWorkflow } from '../../../support/workflow/source/read-workflow.ts';

const file = '.github/workflows/ci.yml';

const expression = (text: string) => `\${{ ${text} }}`;

/** A job of one step, with what else the job has. */
function withJob(lines: string): string {
  return `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n${lines}    steps:\n      - run: echo\n`;
}

async function read(content: string, others: Record<string, string> = {}) {
  return readWorkflow(file, content, (path) => others[path]);
}

describe('a workflow that GitHub refuses', () => {
  test.each<[string, string, number, RegExp]>([
    ['an unknown key', withJob('    neds: b\n'), 5, /Unexpected value 'neds'/],
    ['a secret in the `if` of a job', withJob("    if: secrets.KEY != ''\n"), 5, /named-value: 'secrets'/],
    [
      'a need that there is not',
      `${withJob('')}  c:\n    needs: [b]\n    runs-on: ubuntu-latest\n    steps: [{ run: echo }]\n`,
      8,
      /depends on unknown job 'b'/,
    ],
    ['no YAML', 'on: push\njobs:\n  a: [\n', 4, /flow sequence|Flow sequence|collection/i],
    [
      'a call of a workflow that cannot be called',
      'on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n',
      4,
      /workflow_call key is not defined/,
    ],
    ['a call of no file', 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/c.yml\n', 4, /Unable to find/],
  ])('names the line: %s', async (_, content, line, message) => {
    const { refusals } = await read(content, { '.github/workflows/b.yml': withJob('') });
    expect(refusals).toMatchObject([{ file, line, message: expect.stringMatching(message) }]);
  });

  test('is none for a workflow of another repository, nor for an `env` that an expression makes', async () => {
    const { refusals, jobs } = await read(
      `on: push
jobs:
  a: { uses: acme/shared/.github/workflows/deploy.yml@v1 }
  b:
    runs-on: ubuntu-latest
    steps:
      - run: echo
        env: \${{ fromJSON(vars.ALL) }}
`,
    );
    expect(refusals).toEqual([]);
    expect(jobs[1]?.steps[0]?.env.computed).toMatchObject({ line: 8 });
  });
});

describe('what the official model leaves out', () => {
  test('is read with its lines: permissions, defaults, working directories, shells, inputs of actions', async () => {
    const { permissions, defaults, jobs } = await read(
      `on: push
permissions: { contents: read }
defaults: { run: { working-directory: apps/web } }
jobs:
  a:
    runs-on: [self-hosted, linux]
    continue-on-error: true
    permissions: {}
    steps:
      - uses: cloudflare/wrangler-action@v3
        with:
          command: pages deploy
      - run: |
          npm ci
          npx convex deploy
        shell: bash
        working-directory: apps/convex
`,
    );
    expect(permissions?.scopes.get('contents')).toMatchObject({ text: 'read', line: 2 });
    expect(defaults.workingDirectory).toMatchObject({ text: 'apps/web', line: 3 });
    const [job] = jobs;
    expect(job).toMatchObject({ runsOn: 'self-hosted linux', continueOnError: { text: 'true' }, line: 5 });
    expect(job?.permissions?.scopes.size).toBe(0);
    expect(job?.steps[0]?.with.get('command')).toMatchObject({ text: 'pages deploy', line: 12 });
    expect(job?.steps[1]).toMatchObject({
      run: { text: 'npm ci\nnpx convex deploy\n', line: 14, keepsLines: true },
      shell: { text: 'bash' },
      workingDirectory: { text: 'apps/convex', line: 17 },
    });
  });
});

describe('triggers', () => {
  test('are read in each of their forms', async () => {
    expect((await read('on: push\n')).triggers).toMatchObject([{ event: 'push', line: 1 }]);
    expect((await read('on: [push, pull_request]\n')).triggers).toMatchObject([
      { event: 'push' },
      { event: 'pull_request' },
    ]);
    const { triggers } = await read(`on:
  push:
    branches: main
    paths: ['convex/**']
  workflow_run: { workflows: [Backend], types: [completed] }
  schedule: [{ cron: '17 3 * * *' }]
  workflow_dispatch:
    inputs:
      target: { type: choice, options: [all, site], default: all }
`);
    expect(triggers).toMatchObject([
      { event: 'push', branches: ['main'], paths: ['convex/**'], tags: undefined, line: 2 },
      { event: 'workflow_run', workflows: ['Backend'], line: 5 },
      { event: 'schedule', cron: ['17 3 * * *'] },
      { event: 'workflow_dispatch', inputs: [{ name: 'target', options: ['all', 'site'], default: 'all' }] },
    ]);
  });
});

describe('a matrix', () => {
  const combinations = async (matrix: string) => {
    const { jobs } = await read(withJob(`    strategy: { matrix: ${matrix} }\n`));
    return jobs[0]?.matrix?.combinations?.map((one) =>
      Object.fromEntries([...one].map(([key, { text }]) => [key, text])),
    );
  };

  test('multiplies its lists, leaves out and adds', async () => {
    expect(await combinations('{ app: [web, api], node: [20, 22], exclude: [{ app: api, node: 20 }] }')).toEqual([
      { app: 'web', node: '20' },
      { app: 'web', node: '22' },
      { app: 'api', node: '22' },
    ]);
    expect(await combinations('{ app: [web], include: [{ app: web, dir: apps/web }, { app: api }] }')).toEqual([
      { app: 'web', dir: 'apps/web' },
      { app: 'api' },
    ]);
    expect(await combinations('{ include: [{ app: web }, { app: api }] }')).toEqual([{ app: 'web' }, { app: 'api' }]);
    expect(await combinations('{ site: [{ name: web, dir: apps/web }] }')).toEqual([
      { 'site.name': 'web', 'site.dir': 'apps/web' },
    ]);
  });

  test('has no combinations where an expression makes it', async () => {
    expect(await combinations(`'${expression('fromJSON(needs.plan.outputs.matrix)')}'`)).toBeUndefined();
  });
});

test('a composite action is read with its inputs, outputs and steps', () => {
  const action = readLocalAction(
    '.github/actions/deploy/action.yml',
    `name: Deploy
inputs: { directory: { default: apps/convex } }
outputs: { url: { value: '\${{ steps.push.outputs.url }}' } }
runs:
  using: composite
  steps:
    - id: push
      run: npx convex deploy
      shell: bash
`,
  );
  expect(action).toMatchObject({
    using: 'composite',
    inputs: [{ name: 'directory', default: 'apps/convex' }],
    steps: [{ id: 'push', run: { text: 'npx convex deploy', line: 8 } }],
  });
  expect(action.outputs.get('url')?.text).toBe(expression('steps.push.outputs.url'));
});
