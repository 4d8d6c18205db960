import { describe, expect, test } from 'vitest';
import { checkHomes } from '../../../support/report/runners/check-homes.ts';
import { specsOf } from '../../../support/report/runners/projects.ts';
import { checkIdsOnDisk } from '../../../support/report/runners/spec-files.ts';
import { teamRepository } from '../package/team-repository.ts';

const spec = 'export {};\n';

describe('the checks of a run', () => {
  test('are those below the working directory in a clone, whatever lies beside the config', async () => {
    await using team = teamRepository({ 'specs/shop/orders.spec.ts': spec, 'journeys/checkout.smoke.ts': spec });
    expect(checkHomes(team.directory)).toEqual({ own: process.cwd() });
    expect(checkIdsOnDisk(checkHomes(team.directory))).not.toContain('shop/orders');
  });

  test("are Airlock's own and a team's in a repository of the team", async () => {
    await using team = teamRepository({
      'specs/shop/orders.spec.ts': spec,
      'specs/isolation/buckets.spec.mts': spec,
      'specs/smoke/menu.smoke.js': spec,
      'specs/shop/prices.ts': spec,
    });
    const ids = checkIdsOnDisk({ own: process.cwd(), team: team.directory });
    expect(ids.filter((id) => !checkIdsOnDisk({ own: process.cwd() }).includes(id)).sort()).toEqual([
      'isolation/buckets',
      'shop/orders',
      'smoke/menu',
    ]);
  });

  test.each([
    ['specs/pages/reachable.spec.ts', "`pages/reachable` is one of Airlock's own checks."],
    ['specs/smoke/loads.smoke.ts', "`smoke/loads` is one of Airlock's own checks."],
    [
      'specs/shop/orders.spec.js',
      'specs/shop/orders.spec.ts: `shop/orders` is the check of specs/shop/orders.spec.js too.',
    ],
    [
      'specs/pages/Reachable.spec.ts',
      "`pages/Reachable` is one of Airlock's own checks, but for capital letters or the normal form of Unicode.",
    ],
    [
      'specs/Shop/orders.spec.ts',
      '`shop/orders` is the check of specs/Shop/orders.spec.ts too, but for capital letters or the normal form of Unicode.',
    ],
  ])('are refused where %s has the id of another', async (file, said) => {
    await using team = teamRepository({ 'specs/shop/orders.spec.ts': spec, [file]: spec });
    expect(() => checkIdsOnDisk({ own: process.cwd(), team: team.directory })).toThrow(said);
  });

  test('are refused where two names differ in the normal form of Unicode alone', async () => {
    await using team = teamRepository({ 'specs/shop/caf\u00e9.spec.ts': spec, 'specs/shop/cafe\u0301.spec.ts': spec });
    expect(() => checkIdsOnDisk({ own: process.cwd(), team: team.directory })).toThrow(/the normal form of Unicode/);
  });

  test('have the ending that they are written in, or built to', () => {
    expect(specsOf('prod')).toEqual(['specs/*/**/*.spec.ts']);
    expect(specsOf('isolation', 'js')).toEqual(['specs/isolation/**/*.spec.js', 'specs/config/**/*.spec.js']);
  });
});
