import { wordCase } from '../../../support/workflow/formula/witness.ts';
import { readPipelines } from '../../../support/workflow/graph/read-pipelines.ts';
import { filesOfRecord } from '../../../support/workflow/repository/repository.ts';

/** A repository with a Convex backend at its root, a site and a Worker in packages of their own. */
export const shop = {
  'package.json': JSON.stringify({
    name: 'shop',
    dependencies: { convex: '1.48.0' },
    scripts: {
      deploy: 'npm run deploy:convex && npm run deploy -w web',
      'deploy:convex': 'convex deploy --yes',
      predeploy: 'npm test',
      around: 'npm run around',
      release: 'git push origin main',
    },
  }),
  'convex/schema.ts': '',
  'turbo.json': '{"tasks":{"deploy":{"dependsOn":["^deploy"]}}}',
  'apps/web/package.json': JSON.stringify({
    name: 'web',
    dependencies: { next: '16.0.0', '@shop/worker': '*' },
    scripts: {
      build: 'next build',
      deploy: 'wrangler pages deploy out',
      'deploy:prod': 'pnpm run build && pnpm run deploy',
    },
  }),
  'apps/worker/package.json': '{"name":"@shop/worker","scripts":{"deploy":"wrangler deploy"}}',
  'apps/worker/wrangler.toml': 'name = "logs"\nmain = "src/index.ts"\n',
  'apps/site/wrangler.jsonc': '{ "name": "site", /* built by vite */ "assets": { "directory": "dist" }, }',
  'scripts/deploy.sh': '#!/bin/bash -e\ncd apps/worker\nnpx wrangler deploy\n',
  'scripts/deploy.mjs':
    "import { execSync, spawnSync } from 'node:child_process';\nexecSync('npx convex deploy');\nfunction main() {\n  const { status } = spawnSync('npx', ['wrangler', 'pages', 'deploy', 'out']);\n  process.exit(status);\n}\nmain();\n",
  'scripts/maybe.mjs':
    "import { execSync } from 'node:child_process';\nif (process.env.CI) execSync('npx convex deploy');\n",
};

/** How a script of one step is read, in a repository of its own. */
export async function readStep(step: string, files: Record<string, string> = shop) {
  const lines = step.split('\n').map((line) => `          ${line}`);
  return readSteps(`      - run: |\n${lines.join('\n')}\n`, files);
}

/** How the steps of one job are read. */
export async function readSteps(steps: string, files: Record<string, string> = shop, job = '') {
  const workflow = `on: { push: { branches: [main] } }\njobs:\n  a:\n    runs-on: ubuntu-latest\n${job}    steps:\n${steps}`;
  const { runs, workflows } = await readPipelines(filesOfRecord({ ...files, '.github/workflows/a.yml': workflow }), {
    defaultBranch: 'main',
    patterns: [],
  });
  const [run] = runs;
  const [only] = run?.jobs ?? [];
  if (!run || !only) throw new Error(`The workflow did not run: ${JSON.stringify(workflows[0]?.refusals)}`);
  const { worlds } = run;
  const seen = new Set<string>();
  const operations = only.occurrences.filter(({ operation }) => !seen.has(operation.id) && seen.add(operation.id));
  return {
    run,
    job: only,
    operations: operations.map(({ operation }) => [operation.role, operation.platform, operation.target].join(' ')),
    commands: operations.map(({ operation }) => operation.command),
    places: operations.map(({ operation }) => operation.trace.map(({ file, line }) => `${file}:${line}`)),
    folders: operations.map(({ operation }) => operation.unit),
    problems: operations.flatMap(({ operation }) => operation.problems ?? []),
    unread: only.unread.map(({ unread }) => unread.what),
    /** The simplest case in which the job is green and an operation of this role did not succeed. */
    greenWithout: (role: string) => {
      const done = only.occurrences
        .filter(({ operation }) => operation.role === role)
        .map(({ succeeded }) => succeeded);
      const found = worlds.caseOf(worlds.formulas.without(only.succeeded, worlds.formulas.any(...done)));
      return found && wordCase(found);
    },
  };
}
