import { describe, expect, test } from 'vitest';
import { collectChecks } from '../../../support/adopt/plan/collect-checks.ts';
import { judgeCheck } from '../../../support/check/judge-check.ts';
import { judgeOptions } from '../check/sample-profile.ts';
import { profileOf } from '../config/shop-profile.ts';
import { deploymentWith } from '../profile/temporary-deployment.ts';

/** The checks of a family that judge every value of the table. */
const ofEveryValue = [
  'config/value-shapes',
  'config/no-placeholders',
  'config/no-foreign-hosts',
  'config/credential-mode',
  'config/convex-addresses',
  'config/preview-addresses',
];

const keys = { REGION: { type: 'text' as const } };
let collected: ReturnType<typeof collectChecks> | undefined;

async function judge(id: string, rows: string) {
  collected ??= collectChecks(deploymentWith(), profileOf({ rows: '', keys }), 'prod');
  const definition = (await collected).find((each) => each.id === id);
  if (definition === undefined) throw new Error(`${id} is not a check`);
  return judgeCheck(definition, judgeOptions({ profile: profileOf({ rows, keys }) }));
}

describe.each(ofEveryValue)('%s', { timeout: 120_000 }, (id) => {
  test('holds where every value is known', async () => {
    expect(await judge(id, '| NEXTJS | REGION | one | two |')).toMatchObject({ kind: 'held' });
  });

  test('is not verified where a variable would fill in a cell, and is not set', async () => {
    const outcome = await judge(id, '| NEXTJS | REGION | one | $' + '{REGION_OF_PROD} |');
    expect(outcome.kind).toBe('not verified');
    expect(outcome.reason).toContain('not REGION (');
    expect(outcome.enable).toContain('REGION_OF_PROD');
  });

  test('counts secrets that this run is not given', async () => {
    const outcome = await judge(id, '| NEXTJS | PAY_TOKEN | one | $' + '{PAY_TOKEN} |');
    expect(outcome.kind).toBe('held');
    expect(outcome.evidence['secrets not known here']).toBe(1);
  });
});
