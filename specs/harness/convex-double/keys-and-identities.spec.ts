import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConvexDouble, startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { post, queryValue, send } from './convex-http.ts';
import { DEV, PROD } from './prod-options.ts';

const READER = 'prod:steady-otter-902|made-up-reader';
const DEPLOYER = 'prod:steady-otter-902|made-up-deployer';
const ISSUER = 'https://login.example';
let prod: ConvexDouble;

beforeAll(async () => {
  prod = await startConvexDouble({
    ...PROD,
    keys: [
      { key: READER, allowedOps: ['ViewData'] },
      { key: DEPLOYER, allowedOps: ['Deploy'] },
    ],
    identityProviders: [{ issuer: ISSUER, applicationId: 'incidents' }],
  });
});

afterAll(async () => {
  await prod[Symbol.asyncDispose]();
});

const withKey = (authorization: string): RequestInit => ({ headers: { authorization } });

function token(claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none' })}.${encode({ iss: ISSUER, aud: 'incidents', exp: 4_000_000_000, ...claims })}.made-up`;
}

describe('what the deployment says of itself', () => {
  it('it is running, and names itself', async () => {
    expect(await send(prod, '/')).toMatchObject({
      status: 200,
      text: 'This Convex deployment is running. See https://docs.convex.dev/.',
    });
    expect((await send(prod, '/instance_name')).text).toBe('steady-otter-902');
    expect((await send(prod, '/version')).headers.get('content-type')).toContain('text/plain');
  });

  it('every origin is mirrored on every route, also on an unknown one', async () => {
    const preflight = await send(prod, '/api/query', {
      method: 'OPTIONS',
      headers: { origin: 'https://anywhere.example', 'access-control-request-headers': 'x-one,x-two' },
    });
    const unknown = await send(prod, '/api/no_such_route', { headers: { origin: 'https://anywhere.example' } });
    expect(preflight.status).toBe(200);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'https://anywhere.example',
      'access-control-allow-headers': 'x-one,x-two',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '86400',
    });
    expect(unknown).toMatchObject({ status: 404, text: '' });
    expect(unknown.headers.get('access-control-allow-origin')).toBe('https://anywhere.example');
  });
});

describe('keys', () => {
  it('a key is taken with and without its type, in the header and in the query string', async () => {
    const bare = PROD.adminKey.replace('prod:', '');
    for (const answer of [
      await send(prod, '/api/check_admin_key', withKey(`Convex ${PROD.adminKey}`)),
      await send(prod, '/api/check_admin_key', withKey(`convex ${bare}`)),
      await send(prod, `/api/check_admin_key?adminKey=${encodeURIComponent(bare)}`),
    ]) {
      expect(answer).toMatchObject({ status: 200, json: { success: true, isReadOnly: false } });
    }
  });

  it('the key of another deployment is refused, and so is none', async () => {
    expect(await send(prod, '/api/check_admin_key', withKey(`Convex ${DEV.adminKey}`))).toMatchObject({
      status: 401,
      json: { code: 'BadAdminKey', message: 'The provided admin key was invalid for this instance' },
    });
    expect(await send(prod, '/api/check_admin_key')).toMatchObject({ status: 403, json: { code: 'BadDeployKey' } });
    expect(await send(prod, '/api/check_admin_key', withKey('Conv'))).toMatchObject({
      status: 400,
      json: { code: 'InvalidHeaderFailure' },
    });
  });

  it('a limited key may do what it lists and nothing else', async () => {
    const checked = await send(prod, '/api/check_admin_key', withKey(`Convex ${READER}`));
    expect(checked.json).toEqual({ success: true, allowedOps: ['ViewData'], isReadOnly: true });
    expect(await queryValue(prod, '_system/cli/modules:apiSpec', {}, READER)).not.toHaveLength(0);
    expect(
      await post(prod, '/api/query', { path: '_system/cli/queryEnvironmentVariables', args: {} }, READER),
    ).toMatchObject({
      status: 403,
      json: {
        code: 'OperationNotPermitted',
        message: 'You do not have permission to perform this operation (deployment:env:view).',
      },
    });
    expect(await post(prod, '/api/query', { path: '_system/cli/modules:apiSpec', args: {} }, DEPLOYER)).toMatchObject({
      status: 403,
      json: { message: 'You do not have permission to perform this operation (deployment:data:view).' },
    });
    const internal = { path: 'links/passwordReset:previewPasswordResetLink', args: { email: 'x' } };
    expect(await post(prod, '/api/query', internal, READER)).toMatchObject({ status: 403 });
  });

  it('/api/function is for admins, and words a missing function in its own way', async () => {
    expect(await post(prod, '/api/function', { path: 'companies/list:listCompanies', args: {} })).toMatchObject({
      status: 403,
      json: { code: 'BadDeployKey' },
    });
    const answer = await post(prod, '/api/function', { path: 'missing:fn', args: {} }, PROD.adminKey);
    expect(answer.text).toContain("Could not find function for 'missing:fn'. Did you forget to run `npx convex dev`?");
  });

  it('a system query is missing to everyone but admins', async () => {
    const answer = await post(prod, '/api/query', { path: '_system/cli/modules:apiSpec', args: {} });
    expect(answer.text).toContain("Could not find public function for '_system/cli/modules:apiSpec'.");
  });
});

describe('end users', () => {
  it('a token of a known provider, or an admin acting as a user, is the current user', async () => {
    const [user] = await queryValue<{ page: { email: string }[] }>(
      prod,
      '_system/cli/tableData',
      { table: 'users', order: 'asc', paginationOpts: { cursor: null, numItems: 1 } },
      PROD.adminKey,
    ).then(({ page }) => page);
    const ask = async (authorization: string): Promise<unknown> =>
      (
        await send(prod, '/api/query', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body: JSON.stringify({ path: 'users/current:currentUser', args: {} }),
        })
      ).json;
    const attributes = Buffer.from(JSON.stringify({ subject: 's', issuer: ISSUER, email: user?.email })).toString(
      'base64',
    );
    expect(await ask(`Bearer ${token({ sub: 's', email: user?.email })}`)).toMatchObject({
      value: { email: user?.email },
    });
    expect(await ask(`Convex ${PROD.adminKey}:${attributes}`)).toMatchObject({ value: { email: user?.email } });
    expect(await ask(`Convex ${PROD.adminKey}`)).toMatchObject({ value: null });
    expect(await ask(`Bearer ${token({ sub: 's', iss: 'https://elsewhere.example' })}`)).toMatchObject({
      code: 'NoAuthProvider',
    });
    expect(await ask(`Bearer ${token({ sub: 's', exp: 1 })}`)).toMatchObject({ code: 'InvalidAuthHeader' });
    expect(await ask('Bearer no-token')).toMatchObject({ code: 'InvalidAuthHeader' });
  });

  it('a session token leads to its user', async () => {
    const users = await queryValue<{ page: { email: string }[] }>(
      prod,
      '_system/cli/tableData',
      { table: 'users', order: 'asc', paginationOpts: { cursor: null, numItems: 1 } },
      PROD.adminKey,
    );
    const email = users.page[0]?.email;
    const created = await post(prod, '/api/mutation', { path: 'sessions/create:createSession', args: { email } });
    const { token: sessionToken } = (created.json as { value: { token: string } }).value;
    expect(await queryValue(prod, 'users/current:currentUser', { sessionToken })).toMatchObject({ email });
    expect(await queryValue(prod, 'users/current:currentUser', { sessionToken: 'of nobody' })).toBeNull();
  });
});
