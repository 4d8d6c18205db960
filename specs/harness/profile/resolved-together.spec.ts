import { expect, test } from 'vitest';
import { doorRules } from '../../../support/check/door-rules.ts';
import { ConfigurationError, resolveProfile, resolveProfiles } from '../../../support/profile/index.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import { deploymentWith, plainConfig } from './temporary-deployment.ts';

const audit = { variables: {}, spanning: true };

/** Environments that each have a Worker with a route that deletes. */
function deploymentOf(count: number) {
  const names = Array.from({ length: count }, (_, at) => `env${at}`);
  const table = [
    `| TARGET | KEY | ${names.map((name) => `${name.toUpperCase()}_VALUE`).join(' | ')} |`,
    `|---|---|${names.map(() => '---|').join('')}`,
    `| APP | WORKER_URL | ${names.map((name) => `https://${name}.logs.example.test`).join(' | ')} |`,
    '',
  ].join('\n');
  const config = {
    ...plainConfig,
    table: { file: 'app.table', targets: ['APP'] },
    environments: Object.fromEntries(names.map((name) => [name, { class: 'development' as const }])),
    platforms: {
      worker: {
        url: { key: 'WORKER_URL' },
        adminRoutes: [{ path: '/admin/clear', method: 'POST' }],
      },
    },
  } satisfies DeploymentInput;
  return { names, loaded: deploymentWith({ config, table }) };
}

test('the profiles of an audit know each other, and each environment has one', () => {
  const { names, loaded } = deploymentOf(4);

  const profiles = resolveProfiles(loaded, names, audit);

  expect(profiles.map(({ environment }) => environment)).toEqual(names);
  const known = new Set(profiles.flatMap((profile) => [profile, ...profile.others]));
  expect(known.size).toBe(names.length);
});

test('they are what each of them is on its own', () => {
  const { names, loaded } = deploymentOf(3);

  const together = resolveProfiles(loaded, names, audit);

  const alone = names.map((name) => resolveProfile(loaded, name, audit));
  expect(JSON.stringify(together)).toBe(JSON.stringify(alone));
});

test('the door of an audit has a rule for each route, however many environments name each other', () => {
  const rulesOf = (count: number) => {
    const { names, loaded } = deploymentOf(count);
    return doorRules(resolveProfiles(loaded, names, audit));
  };
  const [few, many] = [rulesOf(2), rulesOf(8)];

  expect(few.guarded?.length).toBeGreaterThan(0);
  expect(many.guarded?.length).toBe(4 * (few.guarded?.length ?? 0));
  expect(many.origins.length).toBe(4 * few.origins.length);
});

test('a key that no row has is told as for one environment', () => {
  const config = {
    ...plainConfig,
    platforms: { pages: { url: { key: 'NO_SUCH_KEY' } } },
  } satisfies DeploymentInput;
  const loaded = deploymentWith({ config });
  const problemsOf = (resolve: () => unknown) => {
    try {
      resolve();
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
    throw new Error('it resolves');
  };

  expect(problemsOf(() => resolveProfiles(loaded, ['dev', 'prod'], audit))).toEqual(
    problemsOf(() => resolveProfile(loaded, 'dev', audit)),
  );
});
