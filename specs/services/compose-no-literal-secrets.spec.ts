import { check } from '../../support/check/index.ts';
import { composeKeptFiles, composeProject, composeSubjects } from '../../support/platforms/compose/index.ts';
import { judgeKeptFiles, judgeLiteralSecrets, writtenValues } from './compose-no-literal-secrets.judge.ts';

check({
  id: 'services/compose-no-literal-secrets',
  title: 'no secret is written into the compose files, or into an env file of the repository',
  platform: 'services',
  effect: 'offline',
  severity: 'critical',
  why: 'Anyone who can read the repository has the secret, and a default password is the first that an attacker tries.',
  remedy:
    'Give the value as a variable without a default, or as a file of `secrets`, and change the secret that was written down.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    const project = await read(composeProject, profile);
    const files = await read(composeKeptFiles, project);
    const values = writtenValues(project);
    count('compose files', project.written.length);
    count('values', values.length);
    count('env files and secrets', files.length);
    return [...judgeLiteralSecrets(values, profile.class === 'development'), ...judgeKeptFiles(files)];
  },
});
