import { describe, expect, test } from 'vitest';
import { judgeLocalFile, secretsNotSearchedFor } from '../../../support/families/config/index.ts';
import { markEvidence } from '../../../support/families/isolation/index.ts';
import { Setting, type WorkerProfile } from '../../../support/profile/index.ts';
import { judgeWorkerName } from '../../isolation/worker-identity.judge.ts';
import { profileOf } from '../config/shop-profile.ts';
import { twoEnvironments } from './two-environments.ts';

const rows = '| CONVEX | A_TOKEN | $' + '{DEV_A} | $' + '{PROD_A} |\n| CONVEX | PIN_TOKEN | k3y-X | k4y-Y |\n';

test('a site is not searched for secrets that this run lacks, or that are too short: both are counted', () => {
  const { prod } = twoEnvironments({ rows });
  expect(markEvidence(prod)).toMatchObject({
    'secrets of other environments not known here, not looked for': 1,
    'secrets of other environments too short to look for': 1,
  });
  expect(markEvidence(prod)['marks of other environments looked for']).toBeGreaterThan(2);
});

test('a local file is not searched for secrets of production that a developer rightly lacks: they are counted', () => {
  expect(secretsNotSearchedFor(twoEnvironments({ rows }).dev)).toBe(1);
});

test('a local file has no key of the live mode, also where the table knows nothing of it', () => {
  const profile = profileOf({ rows: '', environment: 'dev' });
  const found = (key: string, value: string) => {
    const content = { there: true, managed: new Map<string, string>(), unmanaged: new Map([[key, value]]) };
    return judgeLocalFile(profile, '.env.local', content).map(({ what }) => what);
  };
  expect(found('PAY_KEY', 'sk_live_9Qm2Kx7Zp4')).toEqual([expect.stringContaining("'s live mode")]);
  expect(found('PAY_KEY', 'sk_test_9Qm2Kx7Zp4')).toEqual([]);
});

describe('the name of a Worker', () => {
  const worker = (environment: string) =>
    ({ environment, sharing: 'isolated', url: Setting.of('URL', 'https://x.test', 'app.table:3') }) as WorkerProfile;
  const named = (service: string | undefined) => ({ url: 'https://x.test/', service, way: undefined });
  const judge = (theirs: string | undefined) =>
    judgeWorkerName(worker('prod'), named('logs'), [{ worker: worker('dev'), name: named(theirs) }]);

  test('is not called its own where the Worker of another environment reports none', () => {
    expect(() => judge(undefined)).toThrow('the Worker of dev does not report its name');
  });

  test('is its own beside another one', () => {
    expect(judge('logs-dev')).toEqual([]);
    expect(judge('logs')).toHaveLength(1);
  });
});
