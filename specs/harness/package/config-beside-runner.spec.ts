import path from 'node:path';
import { expect, test } from 'vitest';
import { configBesideRunner } from '../../../support/package/config-beside-runner.ts';
import { teamRepository } from './team-repository.ts';

const found = (...argv: string[]) => {
  const variables: NodeJS.ProcessEnv = {};
  configBesideRunner(argv, variables);
  return variables.DEPLOYMENT_CONFIG;
};

test("the config beside a team's runner config or in its root is named to the run", async () => {
  await using team = teamRepository({ 'deployment.config.ts': '', 'apps/web/vitest.config.ts': '' });
  const config = path.join(team.directory, 'deployment.config.ts');
  expect(found('run', '--config', path.join(team.directory, 'apps/web/vitest.config.ts'))).toBe(config);
  expect(found('run', '--root', team.directory)).toBe(config);
});

test("Airlock's own runner config, which `airlock run` names, says nothing of where the deployment is", () => {
  const own = path.join(import.meta.dirname, '../../../support/package/vitest.ts');
  expect(found('run', '--config', own, '--project', 'prod')).toBeUndefined();
});
