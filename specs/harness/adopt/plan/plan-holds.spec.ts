import path from 'node:path';
import { expect, test } from 'vitest';
import { collectChecks } from '../../../../support/adopt/plan/collect-checks.ts';
import { loadDeployment, resolveProfile } from '../../../../support/profile/index.ts';
import { expectPlanHolds } from './expect-plan-holds.ts';

test('what a run of production sends stays within its plan, which sends nothing', async () => {
  await expectPlanHolds('deployment.config.ts', 'prod');
});

test('every check of Airlock that sends something declares the most that it sends', async () => {
  const loaded = await loadDeployment(path.join(import.meta.dirname, '../../../../fixtures/checks/sample.config.ts'));
  const checks = await collectChecks(loaded, resolveProfile(loaded, 'prod', { variables: {} }), 'prod');
  expect(checks.length).toBeGreaterThan(100);
  expect(
    checks.filter(({ effect, sends }) => (effect === 'offline') !== (sends === undefined)).map(({ id }) => id),
  ).toEqual([]);
});
