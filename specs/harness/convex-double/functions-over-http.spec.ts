import { actionGeneric, makeFunctionReference, queryGeneric } from 'convex/server';
import { v } from 'convex/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConvexDouble, startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { firstCompany, post, queryValue, send } from './convex-http.ts';
import { DEV, PROD } from './prod-options.ts';

let prod: ConvexDouble;
let site: string;

beforeAll(async () => {
  prod = await startConvexDouble({
    ...PROD,
    replaced: {
      'values/kinds:all': queryGeneric(() => ({
        whole: 1n,
        notANumber: Number.NaN,
        bytes: new Uint8Array([1, 2]).buffer,
      })),
      'values/literals:echo': queryGeneric({
        args: { most: v.union(v.literal(1n), v.literal(Number.POSITIVE_INFINITY)) },
        handler: (_, { most }) => most,
      }),
      'values/wrong:returns': queryGeneric({ args: {}, returns: v.string(), handler: () => 7 as unknown as string }),
      'values/nested:call': actionGeneric({
        args: { siteId: v.any() },
        handler: async ({ runQuery }, args) =>
          await runQuery(makeFunctionReference<'query'>('incidents/list:listSiteIncidents'), args),
      }),
      'values/logs:say': actionGeneric(() => {
        console.log('hello', { answer: 42 });
        console.warn('careful');
      }),
      'values/environment:read': queryGeneric(() => Object.keys(process.env).sort()),
      'values/fails:plainly': queryGeneric(() => {
        throw new TypeError('no such luck');
      }),
    },
  });
  site = (await firstCompany(prod)).siteId;
});

afterAll(async () => {
  await prod[Symbol.asyncDispose]();
});

const error = (answer: { json: unknown }): string => (answer.json as { errorMessage: string }).errorMessage;

describe('functions over HTTP', () => {
  it('a public query answers its documents, a bare argument object or a list of one', async () => {
    const companies = await queryValue<{ _id: string }[]>(prod, 'companies/list:listCompanies');
    const bare = await queryValue<object[]>(prod, 'sites/list:listCompanySites', { companyId: companies[0]?._id });
    const listed = await post(prod, '/api/query', {
      path: 'sites/list.js:listCompanySites',
      args: [{ companyId: companies[0]?._id }],
    });
    expect(bare).toHaveLength(2);
    expect(listed.json).toEqual({ status: 'success', value: bare });
  });

  it('GET /api/query and POST /api/run answer as POST /api/query does', async () => {
    const args = encodeURIComponent(JSON.stringify({ siteId: site }));
    const posted = await queryValue<object[]>(prod, 'incidents/list:listSiteIncidents', { siteId: site });
    const got = await send(prod, `/api/query?path=incidents/list:listSiteIncidents&args=${args}&format=json`);
    const run = await post(prod, '/api/run/incidents/list/listSiteIncidents', { args: { siteId: site } });
    expect(posted).toHaveLength(3);
    expect(got.json).toEqual({ status: 'success', value: posted });
    expect(run.json).toEqual({ status: 'success', value: posted });
    expect((await post(prod, '/api/run/incidents', { args: {} })).json).toMatchObject({ code: 'MissingIdentifier' });
  });

  it('a mutation writes what a query then reads, and its log lines come with the answer', async () => {
    const created = await post(prod, '/api/mutation', {
      path: 'incidents/create:createIncident',
      args: { siteId: site, title: 'Gate left open', description: 'By the harbour', severity: 'high' },
    });
    const { value, logLines } = created.json as { value: string; logLines: string[] };
    const incidents = await queryValue<{ _id: string }[]>(prod, 'incidents/list:listSiteIncidents', { siteId: site });
    expect(incidents.map(({ _id }) => _id)).toContain(value);
    expect(logLines).toEqual([`[LOG] 'incident created' '${value}'`]);
  });

  it('an action reaches internal queries', async () => {
    const answer = await post(prod, '/api/action', {
      path: 'incidents/summarise:summariseSite',
      args: { siteId: site },
    });
    expect(answer.json).toMatchObject({ status: 'success', value: { siteId: site } });
  });

  it('log lines carry their level and read like a console', async () => {
    const answer = await post(prod, '/api/action', { path: 'values/logs:say', args: {} });
    expect(answer.json).toEqual({
      status: 'success',
      value: null,
      logLines: ["[LOG] 'hello' { answer: 42 }", "[WARN] 'careful'"],
    });
  });

  it('values are clean JSON, or encoded where that is asked', async () => {
    const clean = await post(prod, '/api/query', { path: 'values/kinds:all', args: {} });
    const encoded = await post(prod, '/api/query', {
      path: 'values/kinds:all',
      args: {},
      format: 'convex_encoded_json',
    });
    const wrong = await post(prod, '/api/query', { path: 'values/kinds:all', args: {}, format: 'xml' });
    expect(clean.json).toEqual({ status: 'success', value: { whole: '1', notANumber: 'NaN', bytes: 'AQI=' } });
    expect(encoded.json).toEqual({
      status: 'success',
      value: { whole: { $integer: 'AQAAAAAAAAA=' }, notANumber: { $float: 'AAAAAAAA+H8=' }, bytes: { $bytes: 'AQI=' } },
    });
    expect(wrong).toMatchObject({ status: 400, json: { code: 'BadFormat' } });
  });

  it('a literal that JSON cannot write is taken, and another value refused', async () => {
    const echo = async (most: object) =>
      (await post(prod, '/api/query', { path: 'values/literals:echo', args: { most }, format: 'convex_encoded_json' }))
        .json;
    for (const most of [{ $integer: 'AQAAAAAAAAA=' }, { $float: 'AAAAAAAA8H8=' }])
      expect(await echo(most)).toEqual({ status: 'success', value: most });
    expect(await echo({ $integer: 'AgAAAAAAAAA=' })).toMatchObject({ status: 'error' });
  });

  it('functions see the variables of their deployment and no others', async () => {
    expect(await queryValue(prod, 'values/environment:read')).toEqual([
      'ALLOWED_ORIGINS',
      'APP_ORIGIN',
      'CONVEX_CLOUD_URL',
      'CONVEX_SITE_URL',
      'ENVIRONMENT',
    ]);
    expect(Object.keys(process.env)).toContain('PATH');
    expect(process.env.CONVEX_CLOUD_URL).toBeUndefined();
  });

  it('a batch answers each query, good or bad', async () => {
    const answer = await post(prod, '/api/query_batch', {
      queries: [
        { path: 'incidents/list:listSiteIncidents', args: { siteId: site } },
        { path: 'missing:query', args: {} },
      ],
    });
    expect(answer.json).toMatchObject({ results: [{ status: 'success' }, { status: 'error' }] });
  });
});

describe('what a function refuses', () => {
  it('a missing function is named in today’s words', async () => {
    const answer = await post(prod, '/api/query', { path: 'sites/list:listEverySite', args: {} });
    expect(answer.status).toBe(200);
    expect(error(answer)).toMatch(
      /^\[Request ID: [0-9a-f]{16}\] Server Error\nCould not find public function for 'sites\/list:listEverySite'\.\n$/,
    );
  });

  it('an internal function is missing to the public and runs for an admin', async () => {
    const request = { path: 'links/passwordReset:previewPasswordResetLink', args: { email: 'a@b.example' } };
    expect(error(await post(prod, '/api/query', request))).toContain(
      "Could not find public function for 'links/passwordReset:",
    );
    expect((await post(prod, '/api/query', request, PROD.adminKey)).json).toEqual({
      status: 'success',
      value: 'https://incidents.example/reset-password?email=a%40b.example',
    });
  });

  it('a function called as another kind is told so', async () => {
    const answer = await post(prod, '/api/query', { path: 'incidents/create:createIncident', args: {} });
    expect(error(answer)).toContain(
      'Trying to execute incidents/create.js:createIncident as Query, but it is defined as Mutation.',
    );
  });

  it('arguments outside the validator are refused with the value and the validator', async () => {
    const missing = await post(prod, '/api/query', { path: 'sites/list:listCompanySites', args: {} });
    const wrong = await post(prod, '/api/query', { path: 'sites/list:listCompanySites', args: { companyId: 1 } });
    const extra = await post(prod, '/api/query', { path: 'users/current:currentUser', args: { who: 'me' } });
    expect(error(missing)).toContain(
      'ArgumentValidationError: Object is missing the required field `companyId`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {}\nValidator: v.object({companyId: v.id("companies")})',
    );
    expect(error(wrong)).toContain(
      'ArgumentValidationError: Value does not match validator.\nPath: .companyId\nValue: 1.0\nValidator: v.id("companies")',
    );
    expect(error(extra)).toContain('Object contains extra field `who` that is not in the validator.');
  });

  it('arguments that one function hands to another are refused in the same words', async () => {
    const call = (siteId: unknown) => post(prod, '/api/action', { path: 'values/nested:call', args: { siteId } });
    expect((await call(site)).json).toMatchObject({ status: 'success' });
    expect(error(await call(7))).toContain(
      'ArgumentValidationError: Value does not match validator.\nPath: .siteId\nValue: 7.0\nValidator: v.id("sites")',
    );
  });

  it('an id of another table, or of another deployment, is refused', async () => {
    await using dev = await startConvexDouble(DEV);
    const { companyId } = await firstCompany(dev);
    const foreign = await post(prod, '/api/query', { path: 'sites/list:listCompanySites', args: { companyId } });
    const otherTable = await post(prod, '/api/query', {
      path: 'sites/list:listCompanySites',
      args: { companyId: site },
    });
    expect(error(foreign)).toContain('Value does not match validator.');
    expect(error(otherTable)).toContain(
      'from table `sites`, which does not match the table name in validator `v.id("companies")`',
    );
  });

  it('a result outside its validator is refused', async () => {
    expect(error(await post(prod, '/api/query', { path: 'values/wrong:returns', args: {} }))).toContain(
      'ReturnsValidationError: Value does not match validator.\n\nValue: 7.0\nValidator: v.string()',
    );
  });

  it('what a function throws is worded with its frames, and a ConvexError keeps its data', async () => {
    const plain = await post(prod, '/api/query', { path: 'values/fails:plainly', args: {} });
    const untitled = await post(prod, '/api/mutation', {
      path: 'incidents/create:createIncident',
      args: { siteId: site, title: ' ', description: '', severity: 'low' },
    });
    const unknownUser = await post(prod, '/api/mutation', {
      path: 'sessions/create:createSession',
      args: { email: 'x' },
    });
    expect(error(plain)).toContain('Server Error\nUncaught TypeError: no such luck\n');
    expect(error(untitled)).toMatch(
      /Uncaught Error: An incident needs a title\.\n {4}at .*\.\.\/convex\/incidents\/create\.ts:\d+:\d+/,
    );
    expect(unknownUser.json).toMatchObject({ status: 'error', errorData: { code: 'UNKNOWN_USER' } });
    expect(error(unknownUser)).toContain('Uncaught ConvexError: {"code":"UNKNOWN_USER"}');
  });

  it('a mutation that throws writes nothing', async () => {
    const before = await queryValue<object[]>(prod, 'incidents/list:listSiteIncidents', { siteId: site });
    await post(prod, '/api/mutation', {
      path: 'incidents/create:createIncident',
      args: { siteId: site, title: '', description: '', severity: 'low' },
    });
    expect(await queryValue(prod, 'incidents/list:listSiteIncidents', { siteId: site })).toEqual(before);
  });

  it('a body outside the protocol is refused', async () => {
    const untyped = await send(prod, '/api/query', { method: 'POST', body: '{"path":"a:b","args":{}}' });
    const torn = await send(prod, '/api/query', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"path":',
    });
    const pathless = await post(prod, '/api/query', { args: {} });
    const badPath = await post(prod, '/api/query', { path: 'no spaces here:x', args: {} });
    expect(untyped).toMatchObject({
      status: 400,
      json: { code: 'BadJsonBody', message: 'Expected request with `Content-Type: application/json`' },
    });
    expect(torn).toMatchObject({ status: 400, json: { code: 'BadJsonBody' } });
    expect(pathless).toMatchObject({ status: 400, json: { code: 'BadJsonBody' } });
    expect(badPath).toMatchObject({ status: 400, json: { code: 'BadConvexFunctionIdentifier' } });
  });
});

describe('the state of a deployment', () => {
  it('a redacting deployment keeps text and log lines, and gives the data of a ConvexError', async () => {
    await using redacting = await startConvexDouble({ ...PROD, redactErrors: true });
    const missing = await post(redacting, '/api/query', { path: 'missing:query', args: {} });
    const unknownUser = await post(redacting, '/api/mutation', {
      path: 'sessions/create:createSession',
      args: { email: 'x' },
    });
    expect(error(missing)).toMatch(/^\[Request ID: [0-9a-f]{16}\] Server Error$/);
    expect(unknownUser.json).toMatchObject({ errorData: { code: 'UNKNOWN_USER' } });
    expect(error(unknownUser)).toMatch(/^\[Request ID: [0-9a-f]{16}\] Server Error$/);
  });

  it('a paused deployment runs no function of the app, and still answers system queries', async () => {
    await using paused = await startConvexDouble({ ...PROD, state: 'paused' });
    const query = await post(paused, '/api/query', { path: 'companies/list:listCompanies', args: {} });
    const action = await fetch(`${paused.siteUrl}/health`);
    expect(error(query)).toContain('Cannot run functions while this deployment is paused.');
    expect(action.status).toBe(500);
    expect(await queryValue(paused, '_system/frontend/deploymentState:deploymentState', {}, PROD.adminKey)).toEqual({
      state: 'paused',
    });
  });

  it('an older deployment lacks what it is started without', async () => {
    await using older = await startConvexDouble({ ...PROD, without: ['sites/list:listCompanySites', 'GET /health'] });
    const query = await post(older, '/api/query', { path: 'sites/list:listCompanySites', args: {} });
    const spec = JSON.stringify(await queryValue(older, '_system/cli/modules:apiSpec', {}, PROD.adminKey));
    expect(error(query)).toContain("Could not find public function for 'sites/list:listCompanySites'.");
    expect((await fetch(`${older.siteUrl}/health`)).status).toBe(404);
    expect(spec).not.toContain('listCompanySites');
    expect(spec).not.toContain('/health');
    await expect(startConvexDouble({ ...PROD, without: ['sites/list:noSuchFunction'] })).rejects.toThrow(
      "Expected 'without' to name a function or route of the backend, got 'sites/list:noSuchFunction'",
    );
  });
});
