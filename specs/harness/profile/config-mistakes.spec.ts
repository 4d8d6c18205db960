import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { resolveProfile } from '../../../support/profile/index.ts';
import { deploymentWith, plainConfig, plainTable, problemsOf } from './temporary-deployment.ts';

type Options = Parameters<typeof deploymentWith>[0];

function mistakes(options: Options, environment = 'prod', variables: Record<string, string> = {}) {
  return problemsOf(() => resolveProfile(deploymentWith(options), environment, { variables }));
}

const siteFrom = (source: { key: string; target?: string; default?: string }) => ({
  ...plainConfig,
  platforms: { pages: { url: source } },
});

test('an environment that is not there is told with the near one', async () => {
  expect(await mistakes({}, 'prdo')).toEqual([
    {
      place: 'environment `prdo`',
      message: 'it is not an environment of shop. Did you mean `prod`?',
      remedy: 'The environments stand in deployment.config.ts.',
    },
  ]);
  expect(await mistakes({}, 'constructor')).toEqual([
    expect.objectContaining({ message: 'it is not an environment of shop. Known here: dev, prod.' }),
  ]);
});

test.for([
  ['missing', () => {}, /does not exist \(ENOENT\)/],
  ['a directory', (file: string) => mkdirSync(file), /is a directory, not a file/],
] as const)('a table that is %s is told in one sentence', async ([, put, sentence]) => {
  const loaded = deploymentWith();
  const file = path.join(loaded.directory, 'app.table');
  rmSync(file);
  put(file);
  expect(await problemsOf(() => resolveProfile(loaded, 'prod', { variables: {} }))).toEqual([
    { place: 'app.table', message: expect.stringMatching(sentence), remedy: 'The config names it in `table.file`.' },
  ]);
});

test('a table without the environment’s column is told with the columns that it has', async () => {
  const table = '| TARGET | KEY | DEV_VALUE | PRD_VALUE |\n| NEXTJS | SITE_URL | a | b |\n';
  expect(await mistakes({ table })).toEqual([
    {
      place: 'app.table',
      message: 'the table has no column for prod; its columns are for dev, prd.',
      remedy: 'Add a column PROD_VALUE, or take the environment out of the config.',
    },
  ]);
});

test('a table without the environment’s column is told of also where a row is bad', async () => {
  const table = '| TARGET | KEY | DEV_VALUE |\n| NEXTJS | SITE_URL | a | b | c |\n';
  const told = await mistakes({ table });
  expect(told[0]?.message).toBe('the table has no column for prod; its columns are for dev.');
  expect(told[1]?.place).toMatch(/^app\.table:2:\d+$/);
});

test('a key that no row, variable or default gives is told with the near one', async () => {
  expect(await mistakes({ config: siteFrom({ key: 'SITE_ULR' }) })).toEqual([
    {
      place: 'deployment.config.ts › platforms.pages.url',
      message:
        'the key `SITE_ULR` stands in no row of app.table and in no environment variable. Did you mean `SITE_URL`?',
      remedy: 'Add a row for SITE_ULR to the table, or set PROD_SITE_ULR.',
    },
  ]);
});

test.for([
  ['a variable', {}, { PROD_SITE_ULR: 'x' }],
  ['a default', { default: 'x' }, {}],
] as const)('a key without a row is not a mistake where %s gives it', ([, source, variables]) => {
  const loaded = deploymentWith({ config: siteFrom({ key: 'SITE_ULR', ...source }) });
  expect(resolveProfile(loaded, 'prod', { variables }).sites[0]?.url.value).toBe('x');
});

test('a key that only the environment under test has is not a mistake for the others', () => {
  const loaded = deploymentWith({ config: siteFrom({ key: 'SITE_ULR' }) });
  const profile = resolveProfile(loaded, 'prod', { variables: { PROD_SITE_ULR: 'x' } });
  expect(profile.others[0]?.sites[0]?.url.absence?.enable).toMatch(/^Set DEV_SITE_ULR, or add a row for SITE_ULR/);
});

test('a target for which the key has no row is told with the near one', async () => {
  expect(await mistakes({ config: siteFrom({ key: 'SITE_URL', target: 'NEXTSJ' }) })).toEqual([
    expect.objectContaining({
      message: 'the key `SITE_URL` stands in no row of app.table for the target `NEXTSJ`. Did you mean `NEXTJS`?',
    }),
  ]);
});

test('a bad row and a missing key do not hide each other: the row is told by its check, and the key is missing', () => {
  const table = `${plainTable}| NEXTJS | SITE_ULR | a |\n`;
  const { sites, table: own } = resolveProfile(
    deploymentWith({ config: siteFrom({ key: 'SITE_ULR' }), table }),
    'prod',
    {
      variables: {},
    },
  );
  expect(own.problems).toHaveLength(1);
  expect(sites[0]?.url.absence?.message).toMatch(/^SITE_ULR has no value for prod: no row of .*app\.table holds it/);
});

const twoRows = `${plainTable}| CONVEX | SITE_URL | http://127.0.0.1:3000 | https://elsewhere.example.test |\n`;

test('a key whose rows differ is told with their lines, and with how to say which is meant', async () => {
  expect(await mistakes({ table: twoRows })).toEqual([
    {
      place: 'deployment.config.ts › platforms.pages.url',
      message: 'the key `SITE_URL` stands in lines 3 and 6 of app.table with different values for prod.',
      remedy: "Say which is meant: { key: 'SITE_URL', target: 'NEXTJS' }.",
    },
  ]);
});

test.for([
  ['NEXTJS', 'https://shop.example.test'],
  ['CONVEX', 'https://elsewhere.example.test'],
] as const)('the target %s says which row is meant', ([target, value]) => {
  const loaded = deploymentWith({ config: siteFrom({ key: 'SITE_URL', target }), table: twoRows });
  expect(resolveProfile(loaded, 'prod', { variables: {} }).sites[0]?.url.value).toBe(value);
});

test('rows that differ do not matter where a variable gives the value', () => {
  const { platforms: _, ...rest } = plainConfig;
  const loaded = deploymentWith({
    config: { ...rest, platforms: { pages: { url: { key: 'SITE_URL' } } } },
    table: twoRows,
  });
  expect(resolveProfile(loaded, 'prod', { variables: { PROD_SITE_URL: 'x' } }).sites[0]?.url.value).toBe('x');
});

test('mistakes in several settings are told at once', async () => {
  const config = {
    ...plainConfig,
    platforms: { pages: { url: { key: 'A_A_A' } }, convex: { url: { key: 'B_B_B' }, deployment: { key: 'C_C_C' } } },
  };
  expect((await mistakes({ config })).map(({ place }) => place.split(' › ')[1])).toEqual([
    'platforms.convex.url',
    'platforms.convex.deployment',
    'platforms.pages.url',
  ]);
});

test('a credential that nothing gives is not a mistake: it is missing, and says what would give it', () => {
  const convex = { ...plainConfig.platforms.convex, deployKey: { key: 'CONVEX_DEPLOY_KEY' } };
  const loaded = deploymentWith({ config: { ...plainConfig, platforms: { convex } } });
  const { absence } = resolveProfile(loaded, 'prod', { variables: {} }).backends[0]?.deployKey ?? {};
  expect(absence?.enable).toMatch(/^Set PROD_CONVEX_DEPLOY_KEY, or add a row/);
});
