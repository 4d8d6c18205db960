// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how a table refers to a variable

import { expect, test } from 'vitest';
import { resolveProfile, type Setting } from '../../../support/profile/index.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import fc from '../property.ts';
import { deploymentWith, plainConfig } from './temporary-deployment.ts';

const threeEnvironments = {
  ...plainConfig,
  environments: {
    dev: { class: 'development' },
    'qa-eu': { class: 'staging', values: { SITE_URL: 'https://from-values.example.test' } },
    prod: { class: 'production' },
  },
  platforms: { pages: { url: { key: 'SITE_URL', default: 'https://from-default.example.test' } } },
} satisfies DeploymentInput;

function tableWith(cells: { dev?: string; qaEu?: string; prod?: string }): string {
  return [
    '| TARGET | KEY | DEV_VALUE | QA_EU_VALUE | PROD_VALUE |',
    `| NEXTJS | SITE_URL | ${cells.dev ?? ''} | ${cells.qaEu ?? ''} | ${cells.prod ?? ''} |`,
    '| NEXTJS | OTHER | a | b | c |',
  ].join('\n');
}

/** The site's address in an environment. */
function siteUrl(
  environment: string,
  options: { table?: string; variables?: Record<string, string>; spanning?: boolean; config?: DeploymentInput },
): Setting {
  const loaded = deploymentWith({ config: options.config ?? threeEnvironments, table: options.table ?? tableWith({}) });
  const profile = resolveProfile(loaded, environment, { variables: {}, ...options });
  const [site] = profile.sites;
  if (!site) throw new Error('the profile has no site');
  return site.url;
}

const layers = ['QA_EU_SITE_URL', 'SITE_URL', 'cell', 'values', 'default'] as const;

test('of all places that may give a value, the first in order gives it, whichever of them there are', () => {
  fc.assert(
    fc.property(fc.subarray([...layers], { minLength: 1 }), (present) => {
      const address = (layer: string) => `https://${layer.toLowerCase().replaceAll('_', '-')}.example.test`;
      const has = (layer: (typeof layers)[number]) => present.includes(layer);
      const config = {
        ...threeEnvironments,
        environments: {
          ...threeEnvironments.environments,
          'qa-eu': { class: 'staging', ...(has('values') && { values: { SITE_URL: address('values') } }) },
        },
        platforms: { pages: { url: { key: 'SITE_URL', ...(has('default') && { default: address('default') }) } } },
      } satisfies DeploymentInput;
      const variables = Object.fromEntries(
        layers
          .slice(0, 2)
          .filter(has)
          .map((name) => [name, address(name)]),
      );
      const table = tableWith(has('cell') ? { qaEu: address('cell') } : {});
      expect(siteUrl('qa-eu', { table, variables, config }).value).toBe(address(present[0] ?? ''));
    }),
    { numRuns: 40 },
  );
});

test.for([
  ['its own variable', { variables: { QA_EU_SITE_URL: 'x' } }, 'environment variable QA_EU_SITE_URL'],
  ['the plain variable', { variables: { SITE_URL: 'x' } }, 'environment variable SITE_URL'],
  ['the cell', { table: tableWith({ qaEu: 'x' }) }, /app\.table:2:26$/],
  ['the values of the environment', {}, /deployment\.config\.ts \(environments\.qa-eu\.values\)$/],
] as const)('a value says that it comes from %s', ([, options, origin]) => {
  expect(siteUrl('qa-eu', options).origin).toMatch(origin);
});

test('a default of the setting says so', () => {
  expect(siteUrl('prod', {}).origin).toMatch(/deployment\.config\.ts \(default\)$/);
});

test('an empty variable is not a value', () => {
  expect(
    siteUrl('prod', { table: tableWith({ prod: 'from-cell' }), variables: { PROD_SITE_URL: '', SITE_URL: '' } }).value,
  ).toBe('from-cell');
});

test('a variable of another environment gives nothing', () => {
  const variables = {
    DEV_SITE_URL: 'dev',
    QA_SITE_URL: 'qa',
    PRODUCTION_SITE_URL: 'production',
    QA_EU_SITE_URL: 'qa-eu',
  };
  expect(siteUrl('prod', { table: tableWith({ prod: 'from-cell' }), variables }).value).toBe('from-cell');
});

test('a plain variable is the value of the environment under test alone', () => {
  const loaded = deploymentWith({ config: threeEnvironments, table: tableWith({ dev: 'd', qaEu: 'q', prod: 'p' }) });
  const profile = resolveProfile(loaded, 'prod', { variables: { SITE_URL: 'plain' } });
  expect(profile.sites[0]?.url.value).toBe('plain');
  expect(profile.others.map(({ sites }) => sites[0]?.url.value)).toEqual(['d', 'q']);
});

test('a plain variable is nobody’s where several environments are looked at', () => {
  const table = tableWith({ prod: 'from-cell' });
  expect(siteUrl('prod', { table, variables: { SITE_URL: 'plain' }, spanning: true }).value).toBe('from-cell');
  expect(siteUrl('prod', { table, variables: { PROD_SITE_URL: 'own' }, spanning: true }).value).toBe('own');
});

test('the table’s own values follow the same order', () => {
  const loaded = deploymentWith({ config: threeEnvironments, table: tableWith({ prod: 'from-cell' }) });
  const settingOf = (environment: string, variables = {}) =>
    resolveProfile(loaded, environment, { variables }).table.values.find(({ key }) => key === 'SITE_URL');
  expect(settingOf('prod', { PROD_SITE_URL: 'own' })).toMatchObject({
    variable: 'PROD_SITE_URL',
    cell: expect.stringMatching(/:2:\d+$/),
  });
  expect(settingOf('prod', { PROD_SITE_URL: 'own' })?.setting.value).toBe('own');
  expect(settingOf('prod')?.setting.value).toBe('from-cell');
  expect(settingOf('qa-eu')?.setting.value).toBe('https://from-values.example.test');
  expect(settingOf('dev')?.setting.isSet).toBe(false);
});

test('a key that is called as what every object has is found in the table alone', () => {
  const table = '| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n| NEXTJS | constructor | a | ${toString} |\n';
  const config = { ...plainConfig, platforms: { pages: { url: { key: 'constructor' } } } };
  const { sites } = resolveProfile(deploymentWith({ config, table }), 'prod', { variables: {} });
  expect(sites[0]?.url.absence?.message).toBe(
    'constructor refers to ${toString}, and no environment variable gives it for prod.',
  );
});
