import path from 'node:path';
import { expect, test } from 'vitest';
import { collectBrowserChecks } from '../../../../support/adopt/plan/collect-checks.ts';
import { loadDeployment, resolveProfile } from '../../../../support/profile/index.ts';

test('the smoke checks are known each time that they are asked for', async () => {
  const loaded = await loadDeployment(path.join(import.meta.dirname, '../../../../deployment.config.ts'));
  const profile = resolveProfile(loaded, 'prod', { variables: {}, spanning: true });
  const ids = async () => (await collectBrowserChecks(loaded, profile)).map(({ id }) => id);
  const first = await ids();
  expect(first).toContain('smoke/loads');
  expect(await ids()).toEqual(first);
});
