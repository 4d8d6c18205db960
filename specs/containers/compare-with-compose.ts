/** Compares the models of the event API's compose files with those of `docker compose config`. Ends with 1 where they differ. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileVariables } from '../../fixtures/event-api/start-event-api.ts';
import { loadProject, modelProject } from '../../support/compose/index.ts';
import { loadDeployment, resolveProfile } from '../../support/profile/index.ts';
import { ComposeConfig, differencesFromCompose } from './compose-witness.ts';

const project = path.join(import.meta.dirname, '../../fixtures/event-api');
const loaded = await loadDeployment(path.join(project, 'deployment.config.ts'));
const shown = (file: string) => path.relative(project, file);
let differing = 0;
for (const environment of Object.keys(loaded.deployment.environments)) {
  const profile = resolveProfile(loaded, environment, { variables: { ...fileVariables } });
  const files = profile.compose?.environments[environment]?.files.map((file) => file.path) ?? [];
  const rows = profile.table.values.filter(
    ({ targets, setting }) => setting.isSet && targets.some(({ text }) => text === 'COMPOSE'),
  );
  const values = Object.fromEntries(rows.map(({ key, setting }) => [key, setting.value]));
  const variables = new Map(Object.entries(values).map(([name, value]) => [name, { value, from: name }]));
  const read = loadProject({ files, envFiles: [], variables, shown });
  const own = modelProject(read, { profiles: [], shown, dockerfileOf: () => undefined });
  const given = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  const output = execFileSync(
    'env',
    [...given, 'docker', 'compose', ...files.flatMap((file) => ['-f', file]), 'config', '--format', 'json'],
    { encoding: 'utf8' },
  );
  const differences = differencesFromCompose(own, ComposeConfig.parse(JSON.parse(output)));
  differing += differences.length;
  const said = differences.map((each) => `\n  ${each}`).join('');
  process.stdout.write(
    `Compose files of ${environment}: ${differences.length === 0 ? 'as Compose reads them' : 'differ'}${said}\n`,
  );
}
if (differing > 0) process.exitCode = 1;
