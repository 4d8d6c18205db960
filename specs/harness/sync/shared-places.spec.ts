import { describe, expect, test } from 'vitest';
import { comparePlaces, judgePlaces } from '../../../support/families/config/index.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import { planDeploy } from '../../../support/sync/deploy-plan.ts';
import { syncDeployment } from './sync-deployment.ts';

const rows = `| Logs | LOG_WORKER | LOG_TOKEN | made-up-1-of-dev | made-up-2-of-prod |
| Logs | LOG_WORKER | REGION | eu | eu |
`;
type Target = NonNullable<DeploymentInput['sync']>['targets'][string];

function deploymentOf(target: Target, text = rows, values: [dev: object, prod: object] = [{}, {}]) {
  const [dev, prod] = values;
  return syncDeployment(text, {
    environments: { dev: { class: 'development', values: dev }, prod: { class: 'production', values: prod } } as never,
    platforms: {
      cloudflare: { accountId: { value: '0'.repeat(32) }, apiToken: { key: 'CF_TOKEN' } },
      github: { repository: { value: 'Acme/Shop' }, token: { key: 'GH_TOKEN' } },
    },
    sync: { targets: { LOG_WORKER: target } },
  });
}

function found(...given: Parameters<typeof deploymentOf>): string[] {
  using deployment = deploymentOf(...given);
  const profile = deployment.profile('prod');
  return judgePlaces(profile, comparePlaces(profile)).map(({ what, received }) => `${what}: ${received}`);
}

describe('one place for the values of two environments is told', () => {
  test.each<[string, Target, string]>([
    ['a Worker', { platform: 'worker', name: { value: 'logs' } }, 'the Worker logs'],
    ['a repository', { platform: 'github' }, 'the repository Acme/Shop'],
    [
      'an environment of a repository',
      { platform: 'github', environment: { value: 'production' } },
      'the repository Acme/Shop (production)',
    ],
    [
      'a Pages project, where the config says which part of it',
      { platform: 'pages', name: { value: 'web' }, environment: { value: 'production' } },
      'the Pages project web (production)',
    ],
  ])('%s', (_, target, place) => {
    expect(found(target)).toEqual([
      `LOG_WORKER of prod and of dev is one place, ${place}: LOG_TOKEN in two versions, of which the one that is synced last runs`,
    ]);
  });

  test('also where its values are not known here', () => {
    const written = '| Logs | LOG_WORKER | LOG_TOKEN | $' + '{DEV_LOG} | $' + '{PROD_LOG} |\n';
    expect(found({ platform: 'github' }, written)).toHaveLength(1);
  });
});

describe('nothing is told', () => {
  test.each<[string, Parameters<typeof deploymentOf>]>([
    [
      'of a Worker for each',
      [{ platform: 'worker', name: { key: 'SCRIPT' } }, rows, [{ SCRIPT: 'logs-dev' }, { SCRIPT: 'logs' }]],
    ],
    ['of the two parts of a Pages project', [{ platform: 'pages', name: { value: 'web' } }]],
    ['where the platform holds one environment only', [{ platform: 'github', environments: ['prod'] }]],
    ['where both have the same values', [{ platform: 'github' }, '| Logs | LOG_WORKER | REGION | eu | eu |\n']],
    ['where one has none', [{ platform: 'github' }, '| Logs | LOG_WORKER | LOG_TOKEN | | made-up-2 |\n']],
  ])('%s', (_, given) => {
    expect(found(...given)).toEqual([]);
  });

  test('and counted where the name of a place is not known', () => {
    using deployment = deploymentOf({ platform: 'worker', name: { key: 'SCRIPT' } }, rows, [{}, { SCRIPT: 'logs' }]);
    expect(comparePlaces(deployment.profile('prod'))).toMatchObject({ shared: [], compared: 0, unknown: 1 });
  });
});

describe('a deploy', () => {
  const comparison = {
    key: 'LOG_TOKEN',
    target: 'LOG_WORKER',
    platform: 'worker' as const,
    place: 'the Worker logs',
    verdict: 'missing' as const,
    expected: 'a secret',
    received: 'nothing',
    from: ['app.table:3'],
  };

  test('of development is refused where its place is that of production', () => {
    using deployment = deploymentOf({ platform: 'worker', name: { value: 'logs' } });
    expect(() => planDeploy(deployment.profile('dev'), [comparison as never], { prune: false })).toThrow(
      'LOG_WORKER of dev is the place of prod too, the Worker logs: LOG_TOKEN would be overwritten there.',
    );
    expect(planDeploy(deployment.profile('prod'), [comparison as never], { prune: false })).toMatchObject([
      { action: 'add' },
    ]);
  });

  test('of development to a place of its own is planned', () => {
    using deployment = deploymentOf({ platform: 'worker', name: { key: 'SCRIPT' } }, rows, [
      { SCRIPT: 'logs-dev' },
      { SCRIPT: 'logs' },
    ]);
    expect(planDeploy(deployment.profile('dev'), [comparison as never], { prune: false })).toMatchObject([
      { action: 'add' },
    ]);
  });
});
