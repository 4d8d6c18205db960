import { describe, expect, test } from 'vitest';
import { openPlatform } from '../../../fixtures/deployments/open-platform.ts';
import { findDrift, targetsOn } from '../../../support/families/config/index.ts';
import { compareKeys } from '../../../support/families/config/providers/compare-keys.ts';
import type { HeldKey } from '../../../support/families/config/providers/held-keys.ts';
import type { TableValue } from '../../../support/profile/index.ts';
import { compareEnvironment } from '../../../support/sync/compare-environment.ts';
import { driftExitCode } from '../../../support/sync/drift-report.ts';
import { profileOf } from './shop-profile.ts';

/** The verdicts of one row of production and whatever else GitHub holds. */
function verdictsOf(key: string, value: string, keys: HeldKey[], changes?: Parameters<typeof compareKeys>[2]) {
  const rows: TableValue[] = profileOf({ rows: `| CONVEX | ${key} | x | ${value} |` }).table.values.filter(
    (row) => row.key === key,
  );
  const held = {
    platform: 'github' as const,
    target: 'CONVEX',
    place: 'acme/shop',
    address: 'https://github.test',
    keys,
    repeated: 0,
  };
  return compareKeys(rows, held, changes).map(({ verdict }) => verdict);
}

describe('a secret and a variable of one name', () => {
  const both = [
    { name: 'REGION', readable: true, value: 'us' },
    { name: 'REGION', readable: false },
  ];

  test('are told apart: the variable’s value is compared, and the secret is known to nobody', () => {
    expect(verdictsOf('REGION', 'eu', both)).toEqual(['different', 'unmanaged']);
  });

  test('are told apart: a variable beside a secret stands there for all to see', () => {
    const named = both.map((key) => ({ ...key, name: 'STORE_TOKEN' }));
    expect(verdictsOf('STORE_TOKEN', 'made-up', named)).toEqual(['present, value unproved', 'unmanaged']);
  });
});

test('JSON is compared by what it says, whatever its key is called', () => {
  const held = [{ name: 'LIMITS', readable: true, value: '{"a":1,"b":[2]}' }];
  expect(verdictsOf('LIMITS', '{ "b": [2], "a": 1 }', held)).toEqual(['equal']);
});

test('an age that is not a date is not known, and never new', () => {
  const changes = new Map([['STORE_TOKEN', { on: '2026-03-01', by: 'the config' }]]);
  const rows = profileOf({ rows: '| CONVEX | STORE_TOKEN | x | made-up |' }).table.values.filter(
    ({ key }) => key === 'STORE_TOKEN',
  );
  const [found] = compareKeys(
    rows,
    {
      platform: 'github',
      target: 'CONVEX',
      place: 'acme/shop',
      address: 'https://github.test',
      keys: [{ name: 'STORE_TOKEN', readable: false, updatedAt: 'lately' }],
      repeated: 0,
    },
    { changes },
  );
  expect(found?.age?.known).toBe(false);
});

describe('a target', () => {
  const rows = '| GITHUB | REGION | eu-dev | eu |\n| LOG_WORKER | STORE_TOKEN | made-up-1 | made-up-2 |\n';
  const driftOf = async (platform: Awaited<ReturnType<typeof openPlatform>>, name: 'pages' | 'worker') => {
    const [subject] = targetsOn(platform.profile, name) ?? [];
    if (!subject) throw new Error(`there is no target of ${name}`);
    return findDrift({ subject, read: platform.reading(), count: () => {} });
  };

  test('without a row is not verified, also where its platform holds keys', async () => {
    await using platform = await openPlatform({ rows });
    const production = platform.providers.cloudflare.state.projects.get('site')?.variables.production;
    production?.set('LEFT_OVER', { type: 'plain_text', value: 'x' });
    await expect(driftOf(platform, 'pages')).rejects.toThrow('nothing was compared');
    const result = await compareEnvironment(platform.profile, platform.reading(), ['NEXTJS']);
    expect(driftExitCode(result)).toBe(3);
  });

  test('that takes its secret from the account’s store holds it', async () => {
    await using platform = await openPlatform({ rows });
    const binding = { type: 'secrets_store_secret', name: 'STORE_TOKEN', store_id: '1', secret_name: 'store' };
    platform.providers.cloudflare.state.scripts.get('logs')?.variables.set('STORE_TOKEN', binding as never);
    expect(await driftOf(platform, 'worker')).toEqual([]);
  });
});
