import { ConvexClient, ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference } from 'convex/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from '../../../fixtures/twin/backend/convex/_generated/api.js';
import type { Id } from '../../../fixtures/twin/backend/convex/_generated/dataModel.js';
import { type ConvexDouble, startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { eventually, patienceMs } from '../patience.ts';
import { firstCompany } from './convex-http.ts';
import { PROD } from './prod-options.ts';

let prod: ConvexDouble;
let site: Id<'sites'>;

beforeAll(async () => {
  prod = await startConvexDouble(PROD);
  site = (await firstCompany(prod)).siteId;
});

afterAll(async () => {
  await prod[Symbol.asyncDispose]();
});

function connect(): ConvexClient & AsyncDisposable {
  const made = new ConvexClient(prod.url, { unsavedChangesWarning: false, logger: false });
  return Object.assign(made, { [Symbol.asyncDispose]: async () => await made.close() });
}

const incident = (title: string) => ({ siteId: site, title, description: '', severity: 'low' as const });

describe('ConvexClient', () => {
  it('a subscription sees the mutation of another client, over the socket and over HTTP', async () => {
    await using watcher = connect();
    await using writer = connect();
    const titles: string[][] = [];
    watcher.onUpdate(api.incidents.list.listSiteIncidents, { siteId: site }, (incidents) =>
      titles.push(incidents.map(({ title }) => title)),
    );
    await eventually(() => expect(titles).toHaveLength(1));
    await writer.mutation(api.incidents.create.createIncident, incident('Seen over the socket'));
    await eventually(() => expect(titles.at(-1)).toContain('Seen over the socket'));
    await new ConvexHttpClient(prod.url, { logger: false }).mutation(
      api.incidents.create.createIncident,
      incident('Seen over HTTP'),
    );
    await eventually(() => expect(titles.at(-1)).toContain('Seen over HTTP'));
    expect(titles).toHaveLength(3);
  });

  it('a query, a mutation that changes nothing seen, and an action all settle', async () => {
    await using client = connect();
    const [company] = await client.query(api.companies.list.listCompanies, {});
    expect(company?.slug).toMatch(/^steady-otter-902/);
    const session = await client.mutation(api.sessions.create.createSession, {
      email: 'admin@company-1.steady-otter-902.example',
    });
    expect(session.token).toHaveLength(36);
    const summary = await client.action(api.incidents.summarise.summariseSite, { siteId: site });
    expect(summary.total).toBeGreaterThan(0);
  });

  it('a missing function, a failed mutation and a failed action reject in the client’s words', async () => {
    await using client = connect();
    const failures: string[] = [];
    client.onUpdate(
      makeFunctionReference<'query'>('sites/list:listEverySite'),
      {},
      () => undefined,
      ({ message }) => failures.push(message),
    );
    await eventually(() => expect(failures).toHaveLength(1));
    expect(failures[0]).toMatch(
      /^\[CONVEX Q\(sites\/list:listEverySite\)\] \[Request ID: [0-9a-f]{16}\] Server Error\nCould not find public function for 'sites\/list:listEverySite'\.\n\n {2}Called by client$/,
    );
    await expect(client.mutation(api.incidents.create.createIncident, incident(' '))).rejects.toThrow(
      'Uncaught Error: An incident needs a title.',
    );
    await expect(client.action(makeFunctionReference<'action'>('no/such:action'), {})).rejects.toThrow(
      "Could not find public function for 'no/such:action'",
    );
    await expect(client.mutation(api.sessions.create.createSession, { email: 'x' })).rejects.toMatchObject({
      data: { code: 'UNKNOWN_USER' },
    });
  });

  it('an open client does not keep the double from closing', async () => {
    const brief = await startConvexDouble(PROD);
    const client = new ConvexClient(brief.url, { unsavedChangesWarning: false, logger: false });
    await client.query(api.companies.list.listCompanies, {});
    const startedAtMs = performance.now();
    await brief[Symbol.asyncDispose]();
    expect(performance.now() - startedAtMs).toBeLessThan(patienceMs);
    await client.close();
    await expect(fetch(brief.url)).rejects.toThrow();
  });
});
