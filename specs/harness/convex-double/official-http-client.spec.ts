import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference } from 'convex/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from '../../../fixtures/twin/backend/convex/_generated/api.js';
import type { Id } from '../../../fixtures/twin/backend/convex/_generated/dataModel.js';
import { type ConvexDouble, startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { firstCompany } from './convex-http.ts';
import { DEV, PROD } from './prod-options.ts';

let prod: ConvexDouble;
let site: Id<'sites'>;

beforeAll(async () => {
  prod = await startConvexDouble(PROD);
  site = (await firstCompany(prod)).siteId;
});

afterAll(async () => {
  await prod[Symbol.asyncDispose]();
});

// setAdminAuth is there at run time and left out of the published types.
function client(adminKey?: string): ConvexHttpClient {
  const made = new ConvexHttpClient(prod.url, { logger: false });
  if (adminKey !== undefined) {
    (made as unknown as { setAdminAuth(key: string): void }).setAdminAuth(adminKey);
  }
  return made;
}

describe('ConvexHttpClient', () => {
  it('queries, mutates and acts', async () => {
    const before = await client().query(api.incidents.list.listSiteIncidents, { siteId: site });
    const incidentId = await client().mutation(api.incidents.create.createIncident, {
      siteId: site,
      title: 'Lift stuck',
      description: 'Between two floors',
      severity: 'critical',
    });
    const after = await client().query(api.incidents.list.listSiteIncidents, { siteId: site });
    expect(after.length).toBe(before.length + 1);
    expect(after.map(({ _id }) => _id)).toContain(incidentId);
    expect(await client().action(api.incidents.summarise.summariseSite, { siteId: site })).toMatchObject({
      siteId: site,
      total: after.length,
    });
  });

  it('a missing function and wrong arguments reject with the server’s text', async () => {
    await expect(client().query(makeFunctionReference<'query'>('sites/list:listEverySite'), {})).rejects.toThrow(
      /^\[Request ID: [0-9a-f]{16}\] Server Error\nCould not find public function for 'sites\/list:listEverySite'\.\n$/,
    );
    await expect(
      client().query(api.sites.list.listCompanySites, { companyId: 'x' as Id<'companies'> }),
    ).rejects.toThrow('ArgumentValidationError');
  });

  it('a ConvexError arrives with its data', async () => {
    await expect(client().mutation(api.sessions.create.createSession, { email: 'nobody' })).rejects.toMatchObject({
      data: { code: 'UNKNOWN_USER' },
    });
  });

  it('an admin reads system queries; the key of another deployment is refused', async () => {
    const tables = '_system/cli/tables:default' as never;
    const args = { paginationOpts: { cursor: null, numItems: 10_000 } } as never;
    expect(await client(PROD.adminKey).query(tables, args)).toMatchObject({ isDone: true });
    await expect(client(DEV.adminKey).query(tables, args)).rejects.toThrow('BadAdminKey');
    await expect(client().query(tables, args)).rejects.toThrow(
      "Could not find public function for '_system/cli/tables'",
    );
  });
});
