import { expect, test } from 'vitest';
import { startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { PROD } from './prod-options.ts';

async function hashesOf(options: Partial<Parameters<typeof startConvexDouble>[0]>, adminKey = PROD.adminKey) {
  await using deployment = await startConvexDouble({ ...PROD, ...options });
  const response = await fetch(`${deployment.url}/api/get_config_hashes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version: '1.48.0', adminKey }),
  });
  const body = (await response.json()) as { code?: string; moduleHashes?: { path: string; hash: string }[] };
  return { status: response.status, body };
}

test('the hashes of modules are told to a key that may deploy, and differ where the code does', async () => {
  const [same, again, other] = [
    await hashesOf({}),
    await hashesOf({}),
    await hashesOf({ otherModules: ['sites/list'] }),
  ];
  expect(same.body).toEqual(again.body);
  const changed = same.body.moduleHashes?.filter(
    ({ path, hash }) => other.body.moduleHashes?.find((module) => module.path === path)?.hash !== hash,
  );
  expect(changed?.map(({ path }) => path)).toEqual(['sites/list.js']);
});

test('a key that may not deploy, or is of another deployment, is refused', async () => {
  const viewing = 'prod:steady-otter-902|made-up-key-that-only-views';
  expect(await hashesOf({ keys: [{ key: viewing, allowedOps: ['ViewData'] }] }, viewing)).toMatchObject({
    status: 403,
    body: { code: 'OperationNotPermitted' },
  });
  expect((await hashesOf({}, 'dev:patient-heron-417|made-up')).status).toBe(401);
});

test('a deployment that is disabled runs no function, and says why', async () => {
  await using deployment = await startConvexDouble({ ...PROD, state: 'disabled' });
  const response = await fetch(`${deployment.url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path: 'companies/list:listCompanies', args: {} }),
  });
  expect(await response.text()).toContain('your deployments have been disabled');
});
