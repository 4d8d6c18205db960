import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../support/files/temporary-folder.ts';
import { filesOfFolder, filesOfRecord, readPipelines } from '../../../support/workflow/index.ts';

const settings = { defaultBranch: 'main', patterns: [] };
const deploying = 'script: npx wrangler pages deploy dist\n';

/** What other systems of a repository may deploy. */
async function unreadIn(files: Record<string, string>): Promise<string[]> {
  const { runs } = await readPipelines(filesOfRecord(files), settings);
  return runs.flatMap(({ jobs }) => jobs.flatMap(({ unread }) => unread.map((each) => each.unread.what)));
}

describe('a system beside GitHub Actions is named where its file has the words of a deploy', () => {
  test.each([
    ['.gitlab-ci.yml', 'GitLab CI'],
    ['.circleci/config.yml', 'CircleCI'],
    ['bitbucket-pipelines.yml', 'Bitbucket Pipelines'],
    ['azure-pipelines.yml', 'Azure Pipelines'],
    ['ci/azure-pipelines.prod.yml', 'Azure Pipelines'],
    ['Jenkinsfile', 'Jenkins'],
    ['.buildkite/pipeline.yml', 'Buildkite'],
    ['.drone.yml', 'Drone'],
    ['.woodpecker/ship.yaml', 'Woodpecker'],
    ['.travis.yml', 'Travis CI'],
    ['cloudbuild.yaml', 'Cloud Build'],
    ['buildspec.yml', 'AWS CodeBuild'],
    ['.gitea/workflows/ship.yaml', 'Gitea Actions'],
    ['.forgejo/workflows/ship.yml', 'Forgejo Actions'],
    ['apps/phone/.eas/workflows/ship.yml', 'EAS Workflows'],
    ['codemagic.yaml', 'Codemagic'],
  ])('%s', async (file, called) => {
    expect(await unreadIn({ [file]: deploying })).toEqual([`what ${called} deploys is not followed`]);
    expect(await unreadIn({ [file]: '# npx wrangler deploy\nscript: npm test\n' })).toEqual([]);
  });

  test.each([
    [
      'a script of a package that it runs',
      { 'package.json': '{"scripts":{"up":"vercel --prod"}}', '.gitlab-ci.yml': 'script: npm run up\n' },
    ],
    ['a file that it runs', { 'ci/up.sh': 'npx vercel --prod\n', '.travis.yml': 'script: ci/up.sh\n' }],
    ['another project that it includes', { '.gitlab-ci.yml': 'include:\n  - project: acme/ci\n    file: /all.yml\n' }],
    ['a shared library', { Jenkinsfile: "@Library('acme') _\nshop()\n" }],
    ['an orb of others', { '.circleci/config.yml': 'orbs:\n  node: circleci/node@7\n  up: acme/up@1\njobs: {}\n' }],
  ])('or leads to one: %s', async (_what, files: Record<string, string>) => {
    expect(await unreadIn(files)).toHaveLength(1);
  });

  test('and not where it only sets up and tests', async () => {
    const config = 'orbs:\n  node: circleci/node@7\n  codecov: codecov/codecov@5\njobs: {}\n';
    expect(await unreadIn({ '.circleci/config.yml': config })).toEqual([]);
  });
});

test('files of a checkout are those that are written: not what is installed, and what begins with a dot where it tells of deploys', () => {
  using folder = temporaryFolder('workflow');
  for (const file of [
    '.gitlab-ci.yml',
    '.github/workflows/deploy.yml',
    '.circleci/config.yml',
    '.mise/tasks/up',
    'apps/web/package.json',
    'node_modules/convex/package.json',
    '.git/config',
    'apps/web/.next/package.json',
  ]) {
    mkdirSync(path.dirname(path.join(folder.path, file)), { recursive: true });
    writeFileSync(path.join(folder.path, file), '');
  }
  const { list, has, read } = filesOfFolder(folder.path);
  expect(
    list()
      .filter((file) => has(file) && read(file) !== undefined)
      .sort(),
  ).toEqual([
    '.circleci/config.yml',
    '.github/workflows/deploy.yml',
    '.gitlab-ci.yml',
    '.mise/tasks/up',
    'apps/web/package.json',
  ]);
});
