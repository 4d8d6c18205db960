import path from 'node:path';
import { expect, test } from 'vitest';
import { draftOf } from '../../../../support/adopt/init/draft.ts';
import { formatInit } from '../../../../support/adopt/init/format-init.ts';
import { readRepository } from '../../../../support/adopt/init/repository.ts';
import { writeFiles } from '../../../../support/adopt/init/write-files.ts';
import { nearestConfig } from '../../../../support/profile/loading/find-config.ts';
import { teamRepository } from '../../package/team-repository.ts';

const repository = () =>
  teamRepository({ 'package.json': '{ "name": "acme" }', '.env': 'APP_URL=https://acme.test\n' });

test.each([
  ['airlock', true, ['npx airlock doctor --env prod', 'npx airlock plan --env prod', 'npx airlock run prod']],
  [
    'ops/gate',
    true,
    [
      'DEPLOYMENT_CONFIG=ops/gate/deployment.config.ts npx airlock doctor --env prod',
      'DEPLOYMENT_CONFIG=ops/gate/deployment.config.ts npx airlock plan --env prod',
      'DEPLOYMENT_CONFIG=ops/gate/deployment.config.ts npx airlock run prod',
    ],
  ],
  [
    'airlock',
    false,
    [
      'DEPLOYMENT_CONFIG=airlock/deployment.config.ts npm run doctor -- --env prod',
      'DEPLOYMENT_CONFIG=airlock/deployment.config.ts npm run plan -- --env prod',
      'DEPLOYMENT_CONFIG=airlock/deployment.config.ts npx vitest run --project prod',
    ],
  ],
])('init into %s, of a package: %s, says the next commands as they are typed', async (folder, isPackage, commands) => {
  await using team = repository();
  const draft = draftOf(readRepository(team.directory));
  const placing = { folder, isPackage };
  const config = path.join(folder, 'deployment.config.ts');
  const said = formatInit(draft, writeFiles(draft, placing), { ...placing, config });
  const typed = said.split('\n').flatMap((line) => /^ {2}(.*--env prod|.* prod) (?:says|is) /.exec(line)?.[1] ?? []);
  expect(typed).toEqual(commands);
});

test('what init writes is found by a command that is typed at the top of the repository', async () => {
  await using team = repository();
  const draft = draftOf(readRepository(team.directory));
  writeFiles(draft, { folder: 'airlock', isPackage: true });
  expect(nearestConfig(team.directory)).toBe(path.join(team.directory, 'airlock/deployment.config.ts'));
});
