import { describe, expect, it } from 'vitest';
import { freePort } from '../../../fixtures/ports/free-port.ts';
import { seedOf } from '../../../fixtures/twin/backend/seed.ts';
import { type ConvexDouble, startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { firstCompany, post, queryValue } from './convex-http.ts';
import { DEV, PROD } from './prod-options.ts';

const CALLS = 25;

describe('doubles side by side', () => {
  it('calls that overlap see the variables, documents and log lines of their own deployment', async () => {
    await using prod = await startConvexDouble(PROD);
    await using dev = await startConvexDouble(DEV);
    const hostConsole = console;
    const report = async (double: ConvexDouble, name: string): Promise<void> => {
      const { siteId } = await firstCompany(double);
      const answers = await Promise.all(
        Array.from({ length: CALLS }, async (_, number) => {
          const args = { siteId, title: `${name} ${number}`, description: '', severity: 'low' };
          const created = await post(double, '/api/mutation', { path: 'incidents/create:createIncident', args });
          const health = await (await fetch(`${double.siteUrl}/health`)).json();
          return { ...(created.json as { value: string; logLines: string[] }), environment: health.environment };
        }),
      );
      const incidents = await queryValue<{ title: string }[]>(double, 'incidents/list:listSiteIncidents', { siteId });
      const titles = incidents.map(({ title }) => title).filter((title) => /\d$/.test(title));
      expect(titles.sort()).toEqual(Array.from({ length: CALLS }, (_, number) => `${name} ${number}`).sort());
      for (const { value, logLines, environment } of answers) {
        expect(logLines).toEqual([`[LOG] 'incident created' '${value}'`]);
        expect(environment).toBe(name);
      }
    };
    await Promise.all([report(prod, 'prod'), report(dev, 'dev')]);
    expect(console).toBe(hostConsole);
    expect(process.env.ENVIRONMENT).toBeUndefined();
  });

  it('a seed is the same at every start, and as large as is asked', async () => {
    expect(seedOf('dev')).toEqual(seedOf('dev'));
    const size = { companies: 3, sitesPerCompany: 4, incidentsPerSite: 10 };
    await using large = await startConvexDouble({ ...DEV, seed: seedOf('dev', size) });
    await using again = await startConvexDouble({ ...DEV, seed: seedOf('dev', size) });
    const count = async (double: ConvexDouble): Promise<number> =>
      await queryValue(double, '_system/cli/tableSize', { tableName: 'incidents' }, DEV.adminKey);
    expect([await count(large), await count(again)]).toEqual([120, 120]);
    expect(await firstCompany(again)).toEqual(await firstCompany(large));
  });

  it('a port that is taken is an error, and leaves nothing listening', async () => {
    await using prod = await startConvexDouble(PROD);
    const sitePort = Number(new URL(prod.siteUrl).port);
    const port = await freePort();
    await expect(startConvexDouble({ ...DEV, port, sitePort })).rejects.toThrow('EADDRINUSE');
    await using dev = await startConvexDouble({ ...DEV, port });
    expect(dev.url).toBe(`http://127.0.0.1:${port}`);
  });
});
