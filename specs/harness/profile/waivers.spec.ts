import path from 'node:path';
import { expect, test } from 'vitest';
import { loadDeployment } from '../../../support/profile/index.ts';
import { plainConfig, problemsOf, temporaryFolder } from './temporary-deployment.ts';

const waiver = { check: 'worker/healthy', reason: 'Redis is being moved', until: '2030-02-28' };

function load(waivers: unknown) {
  const config = { ...plainConfig, waivers };
  const directory = temporaryFolder({ 'a.config.ts': `export default ${JSON.stringify(config)};` });
  return loadDeployment(path.join(directory, 'a.config.ts'));
}

test('a waiver names its check, its reason, its last day and, if it wants, its environments', async () => {
  const { deployment } = await load([waiver, { ...waiver, environments: ['prod'] }]);
  expect(deployment.waivers).toEqual([waiver, { ...waiver, environments: ['prod'] }]);
});

test('29 February is a day in a leap year', async () => {
  expect((await load([{ ...waiver, until: '2028-02-29' }])).deployment.waivers).toHaveLength(1);
});

test.for([
  ['until', '2026-02-30', 'a waiver ends on a day: YYYY-MM-DD'],
  ['until', '2027-02-29', 'a waiver ends on a day: YYYY-MM-DD'],
  ['until', '2026-13-01', 'a waiver ends on a day: YYYY-MM-DD'],
  ['until', '01.02.2026', 'a waiver ends on a day: YYYY-MM-DD'],
  ['until', '2026-2-3', 'a waiver ends on a day: YYYY-MM-DD'],
  ['until', 'next week', 'a waiver ends on a day: YYYY-MM-DD'],
  ['until', '2026-02-03T10:00:00Z', 'a waiver ends on a day: YYYY-MM-DD'],
  ['until', undefined, 'a waiver ends on a day: YYYY-MM-DD'],
  ['reason', undefined, 'it is missing; expected a text.'],
  ['reason', '', 'a waiver gives its reason in ten characters or more'],
  ['reason', '            ', 'a waiver gives its reason in ten characters or more'],
  ['check', undefined, 'it is missing; expected a text.'],
  ['check', 'worker', 'a waiver names one check: `platform/what-holds`'],
  ['check', 'worker/*', 'a waiver names one check: `platform/what-holds`'],
  ['environments', [], 'a waiver for no environment covers nothing'],
  ['environments', ['prdo'], '`prdo` is not an environment of this deployment. Did you mean `prod`?'],
] as const)('a waiver whose %s is %j is a mistake in the config', async ([field, value, message]) => {
  expect(await problemsOf(() => load([waiver, { ...waiver, [field]: value }]))).toEqual([
    expect.objectContaining({ place: expect.stringMatching(`^a\\.config\\.ts › waivers\\.1\\.${field}`), message }),
  ]);
});

test('an environment that a key names and the config has not is a mistake too', async () => {
  const config = { ...plainConfig, table: { ...plainConfig.table, keys: { SITE_URL: { optionalIn: ['stagin'] } } } };
  const directory = temporaryFolder({ 'a.config.ts': `export default ${JSON.stringify(config)};` });
  expect(await problemsOf(() => loadDeployment(path.join(directory, 'a.config.ts')))).toEqual([
    {
      place: 'a.config.ts › table.keys.SITE_URL.optionalIn',
      message: '`stagin` is not an environment of this deployment. Known here: dev, prod.',
    },
  ]);
});
