import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedOf } from '../../../fixtures/twin/backend/seed.ts';
import { type ConvexDouble, startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { post, queryValue, send } from './convex-http.ts';
import { DEV, PROD } from './prod-options.ts';

let prod: ConvexDouble;

beforeAll(async () => {
  prod = await startConvexDouble(PROD);
});

afterAll(async () => {
  await prod[Symbol.asyncDispose]();
});

const system = <Value>(path: string, args: object = {}): Promise<Value> =>
  queryValue<Value>(prod, `_system/${path}`, args, PROD.adminKey);
const rest = async (path: string, init: RequestInit = {}) =>
  await send(prod, path, { ...init, headers: { ...init.headers, authorization: `Convex ${PROD.adminKey}` } });

interface Page {
  page: { _id: string; _creationTime: number }[];
  isDone: boolean;
  continueCursor: string;
}

describe('system queries', () => {
  it('apiSpec lists each function with its kind, visibility and validators, and each HTTP route', async () => {
    const spec = await system<object[]>('cli/modules:apiSpec');
    expect(spec).toContainEqual({
      functionType: 'Query',
      identifier: 'sites/list.js:listCompanySites',
      visibility: { kind: 'public' },
      args: {
        type: 'object',
        value: { companyId: { fieldType: { type: 'id', tableName: 'companies' }, optional: false } },
      },
      returns: null,
    });
    expect(spec).toContainEqual(
      expect.objectContaining({
        identifier: 'sessions/expire.js:removeExpiredSessions',
        visibility: { kind: 'internal' },
      }),
    );
    expect(spec).toContainEqual(
      expect.objectContaining({ identifier: 'incidents/summarise.js:summariseSite', functionType: 'Action' }),
    );
    expect(spec).toContainEqual({ functionType: 'HttpAction', method: 'GET', path: '/health' });
    expect(spec).toContainEqual({ functionType: 'HttpAction', method: 'GET', path: '/companies/*' });
    expect(spec).toHaveLength(19);
  });

  it('tables, sizes and pages tell what the database holds', async () => {
    const tables = await system<{ page: { name: string }[] }>('cli/tables', {
      paginationOpts: { cursor: null, numItems: 10 },
    });
    expect(tables.page.map(({ name }) => name)).toEqual(['companies', 'incidents', 'sessions', 'sites', 'users']);
    expect(await system('cli/tableSize', { tableName: 'incidents' })).toBe(12);

    const ids: string[] = [];
    let cursor: string | null = null;
    for (let isDone = false; !isDone; ) {
      const page: Page = await system('cli/tableData:default', {
        table: 'incidents',
        order: 'desc',
        paginationOpts: { cursor, numItems: 5 },
      });
      expect(page.page.length).toBeLessThanOrEqual(5);
      ids.push(...page.page.map(({ _id }) => _id));
      ({ isDone, continueCursor: cursor } = page);
    }
    expect(new Set(ids).size).toBe(12);
  });

  it('the schema stands as the server keeps it: sorted, indexes with _creationTime', async () => {
    const { active } = await system<{ active: string }>('frontend/getSchemas');
    const schema = JSON.parse(active);
    const sites = schema.tables.find(({ tableName }: { tableName: string }) => tableName === 'sites');
    expect(sites.indexes).toEqual([{ indexDescriptor: 'by_company', fields: ['companyId', '_creationTime'] }]);
    expect(Object.keys(sites.documentType.value)).toEqual(['address', 'companyId', 'isActive', 'name']);
    expect(schema.schemaValidation).toBe(true);
  });

  it('version, address, components and arguments are those of the deployment', async () => {
    expect(await system('frontend/getVersion')).toMatch(/^1\.\d+\.\d+$/);
    expect(await system('cli/convexUrl:cloudUrl')).toBe(prod.url);
    expect(await system('frontend/components:list')).toEqual([]);
    const wrong = await post(prod, '/api/query', { path: '_system/cli/tableSize', args: {} }, PROD.adminKey);
    expect(wrong.text).toContain('ArgumentValidationError');
  });
});

describe('variables', () => {
  it('a change is seen by every reader, functions too, and a null removes', async () => {
    await using dev = await startConvexDouble(DEV);
    const key = DEV.adminKey;
    const update = (changes: object[]) => post(dev, '/api/update_environment_variables', { changes }, key);
    expect(
      await update([
        { name: 'APP_ORIGIN', value: 'http://other.example' },
        { name: 'ENVIRONMENT', value: null },
      ]),
    ).toMatchObject({
      status: 200,
      text: '',
    });
    const listed = await send(dev, '/api/v1/list_environment_variables', {
      headers: { authorization: `Convex ${key}` },
    });
    expect(listed.json).toEqual({ environmentVariables: { APP_ORIGIN: 'http://other.example' } });
    expect(await queryValue(dev, '_system/cli/queryEnvironmentVariables', {}, key)).toMatchObject([
      { name: 'APP_ORIGIN', value: 'http://other.example' },
    ]);
    expect(await queryValue(dev, '_system/cli/queryEnvironmentVariables:get', { name: 'ENVIRONMENT' }, key)).toBeNull();
    expect(await queryValue(dev, 'links/passwordReset:previewPasswordResetLink', { email: 'x' }, key)).toBe(
      'http://other.example/reset-password?email=x',
    );
    expect(await update([{ name: '1BAD', value: '' }])).toMatchObject({
      json: { code: 'EnvironmentVariableNameInvalid' },
    });
    expect(await update([{ name: 'CONVEX_SITE_URL', value: '' }])).toMatchObject({
      json: { code: 'EnvVarNameForbidden' },
    });
    expect(await post(dev, '/api/update_environment_variables', { changes: [] })).toMatchObject({ status: 403 });
  });
});

describe('platform routes', () => {
  it('they say which deployment this is', async () => {
    expect((await rest('/api/v1/deployment_info')).json).toMatchObject({ kind: 'cloud', deploymentType: 'prod' });
    expect((await rest('/api/v1/get_canonical_urls')).json).toEqual({
      convexCloudUrl: prod.url,
      convexSiteUrl: prod.siteUrl,
    });
    expect((await send(prod, '/api/v1/deployment_info')).status).toBe(403);
  });

  it('indexes tell their fields and whether they are filled', async () => {
    await using filling = await startConvexDouble({
      ...PROD,
      backfillingIndexes: ['sites.by_company'],
      withoutIndexes: ['companies.by_slug'],
      withoutTables: ['sessions'],
    });
    const answer = await send(filling, '/api/get_indexes', { headers: { authorization: `Convex ${PROD.adminKey}` } });
    const { indexes } = answer.json as { indexes: { table: string; name: string }[] };
    expect(indexes).toContainEqual({
      table: 'sites',
      name: 'by_company',
      fields: ['companyId', '_creationTime'],
      backfill: { state: 'in_progress' },
      staged: false,
    });
    expect(indexes).toContainEqual({
      table: 'incidents',
      name: 'search_description',
      fields: { searchField: 'description', filterFields: ['companyId'] },
      backfill: { state: 'done' },
      staged: false,
    });
    const names = indexes.map(({ table, name }) => `${table}.${name}`);
    expect(names).toContain('companies.by_status');
    expect(names).not.toContain('companies.by_slug');
    expect(names.join()).not.toContain('sessions');
    await expect(startConvexDouble({ ...PROD, withoutTables: ['nowhere'] })).rejects.toThrow(
      "Expected a table or index of the schema, got 'nowhere'",
    );
  });
});

describe('HTTP actions', () => {
  it('they answer at the site, and below /http of the deployment', async () => {
    const health = await fetch(`${prod.siteUrl}/health`);
    const said = { status: 'healthy', environment: 'prod', commit: '5eaf00d5eaf0' };
    expect(await health.json()).toEqual(said);
    expect(await (await fetch(`${prod.url}/http/health`)).json()).toEqual(said);
    expect((await fetch(`${prod.siteUrl}/nowhere`)).status).toBe(404);
    expect((await fetch(`${prod.siteUrl}/health`, { method: 'POST' })).status).toBe(404);
  });

  it('they see their own address, follow prefixes and speak in the deployment’s ids', async () => {
    const { slug } = seedOf(PROD.instanceName).companies[0] ?? { slug: '' };
    const all = await (await fetch(`${prod.siteUrl}/companies?page=1`)).json();
    const one = await (await fetch(`${prod.siteUrl}/companies/${slug}`)).json();
    expect(all.askedAt).toBe(`${prod.siteUrl}/companies?page=1`);
    expect(one.company).toEqual(all.companies[0]);
    const reported = await fetch(`${prod.siteUrl}/incidents/report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://incidents.example' },
      body: JSON.stringify({ siteId: one.sites[0]._id, title: 'From the site', description: '', severity: 'low' }),
    });
    const { incidentId } = await reported.json();
    expect(reported.status).toBe(201);
    expect(reported.headers.get('access-control-allow-origin')).toBe('https://incidents.example');
    const incidents = await queryValue<{ _id: string }[]>(prod, 'incidents/list:listSiteIncidents', {
      siteId: one.sites[0]._id,
    });
    expect(incidents.map(({ _id }) => _id)).toContain(incidentId);
  });

  it('the allow-list of an action is its own', async () => {
    const stranger = await fetch(`${prod.siteUrl}/incidents/report`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example' },
    });
    const below = await fetch(`${prod.url}/http/incidents/report`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
    expect(below.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('an action that throws answers 500 with its trace', async () => {
    const failed = await fetch(`${prod.siteUrl}/incidents/report`, { method: 'POST', body: 'no json' });
    expect(failed.status).toBe(500);
    expect(await failed.json()).toEqual({
      code: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error$/),
      trace: expect.stringContaining('Uncaught SyntaxError'),
    });
  });
});
