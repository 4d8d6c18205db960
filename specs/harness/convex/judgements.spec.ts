import { readFile } from 'node:fs/promises';
import type { Value } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { loadBackendSource } from '../../../fixtures/twin/convex/functions/backend-source.ts';
import { functionSpecText } from '../../../fixtures/twin/function-spec-text.ts';
import { databaseSchema, SchemaJson } from '../../../support/contract/index.ts';
import { judgeIndexes, judgeTables, readPromotedSide } from '../../../support/platforms/convex/index.ts';
import { judgeCanaryQuery } from '../../convex/canary-query.judge.ts';
import { judgeVariables } from '../../convex/environment.judge.ts';
import { judgeRoutes } from '../../convex/http-routes-present.judge.ts';
import { judgePromotion } from '../../convex/promotion-gap.judge.ts';
import { judgeAgreement } from '../../convex/source-and-bundle-agree.judge.ts';

const schema = (tables: object[]) => databaseSchema(SchemaJson.parse({ tables }));
const sites = { tableName: 'sites', indexes: [{ indexDescriptor: 'by_company', fields: ['companyId'] }] };
const deployedSites = {
  tableName: 'sites',
  indexes: [{ indexDescriptor: 'by_company', fields: ['companyId', '_creationTime'] }],
};
const input = { shown: 'convex', deployment: 'otter (https://otter)', deployCommand: 'npx convex deploy' };

describe('a schema', () => {
  test('that is deployed as written has no findings', () => {
    const both = { ...input, expected: schema([sites]), deployed: schema([deployedSites, { tableName: 'more' }]) };
    expect(judgeTables(both)).toEqual([]);
    const done = { table: 'sites', name: 'by_company', backfill: { state: 'done' }, staged: false };
    expect(judgeIndexes(both, [done])).toEqual([]);
    expect(() => judgeIndexes(both, [])).toThrow('does not report whether sites.by_company is backfilled');
  });

  test('without a table or an index, or with one over other fields, is a finding', () => {
    const bare = {
      ...input,
      expected: schema([sites, { tableName: 'users' }]),
      deployed: schema([{ tableName: 'sites' }]),
    };
    expect(judgeTables(bare).map(({ what }) => what)).toEqual(['otter (https://otter) has no table users']);
    expect(judgeIndexes(bare, []).map(({ expected }) => expected)).toEqual(['sites.by_company over companyId']);
    const other = { ...sites, indexes: [{ indexDescriptor: 'by_company', fields: ['name'] }] };
    expect(judgeIndexes({ ...bare, deployed: schema([other]) }, [])[0]).toMatchObject({
      expected: 'companyId',
      received: 'name',
    });
  });

  test('with an index that is being backfilled is a finding, unless it is staged', () => {
    const both = { ...input, expected: schema([sites]), deployed: schema([deployedSites]) };
    const state = { table: 'sites', name: 'by_company', backfill: { state: 'in_progress' }, staged: false };
    expect(judgeIndexes(both, [state])).toHaveLength(1);
    expect(judgeIndexes(both, [{ ...state, staged: true }])).toEqual([]);
  });
});

test('a variable has to be set where one read needs it, unless it is built in, optional, or read with another that is not set', () => {
  const read = (name: string, hasFallback = false, onlyWith: readonly string[] = []) => ({
    name,
    hasFallback,
    onlyWith,
    file: 'a.ts',
    line: 1,
    column: 1,
  });
  const found = judgeVariables({
    reads: [
      read('A'),
      read('A', true),
      read('B', true),
      read('CONVEX_SITE_URL'),
      read('C'),
      read('D'),
      read('E', false, ['NODE_ENV']),
      read('F', false, ['A']),
    ],
    shown: 'convex',
    optional: ['C'],
    set: new Map([['D', 'empty']]),
    deployment: 'otter',
  });
  expect(found.map(({ what, received }) => [what.split(' ')[0], received])).toEqual([
    ['A', 'no such variable among its 1'],
    ['D', 'an empty value'],
    ['E', 'no such variable among its 1'],
  ]);
});

test('a variable of a component is found under the name that the deployment has for it', () => {
  const read = (name: string, from: string | undefined, of?: string) => ({
    component: 'mail',
    package: of,
    name,
    from,
    hasFallback: false,
    onlyWith: [],
    file: 'convex.config.ts',
    line: 5,
    column: 1,
  });
  const found = judgeVariables({
    reads: [],
    components: [
      read('TOKEN', 'MAIL_TOKEN'),
      read('KEY', 'SET'),
      read('SENDER', undefined, '@acme/mail'),
      read('A', 'B'),
    ],
    shown: 'convex',
    optional: ['B'],
    set: new Map([['SET', 'set']]),
    deployment: 'otter',
  });
  expect(found.map(({ what, from }) => [what, from])).toEqual([
    ['MAIL_TOKEN is needed by the component mail, but is not set in otter', ['convex/convex.config.ts:5:1']],
    [
      'SENDER is needed by the component mail (of the package @acme/mail), but nothing is passed to it',
      ['convex/convex.config.ts:5:1'],
    ],
  ]);
});

test('an HTTP action is found by its path or a prefix, and the same method', () => {
  const wanted = ['GET /api/users', 'POST /api/users', 'GET /health'].map((route) => ({ route, place: 'config' }));
  const deployed = [
    { method: 'GET', path: '/api/*' },
    { method: 'GET', path: '/health' },
  ];
  expect(judgeRoutes({ wanted, deployed, ...input }).map(({ expected }) => expected)).toEqual(['POST /api/users']);
  const head = [{ route: 'HEAD /health', place: 'config' }];
  expect(judgeRoutes({ wanted: head, deployed, ...input })).toEqual([]);
});

test('a promotion gap is found in what is known of both sides', () => {
  const side = (paths: string[], tables?: object[]) => ({
    shown: paths.join('+'),
    surface: {
      functions: paths.map((path) => ({ path, kind: 'query' as const, isPublic: true })),
      ...(tables && { schema: schema(tables) }),
    },
  });
  const gap = judgePromotion(side(['a:b', 'c:d'], [sites]), side(['a:b'], [{ tableName: 'sites' }]), 'deploy');
  expect(gap.map(({ received }) => received)).toEqual(['missing: c:d', 'missing: sites.by_company over companyId']);
  expect(judgePromotion(side(['a:b'], [sites]), side(['a:b', 'c:d']), 'deploy')).toEqual([]);
  const internal = {
    shown: 'prod',
    surface: { functions: [{ path: 'a:b', kind: 'query' as const, isPublic: false }] },
  };
  expect(judgePromotion(side(['a:b']), internal, 'deploy').map(({ what }) => what)).toEqual([
    'a:b is an internal query in prod, but a public query in a:b',
  ]);
  expect(judgePromotion(internal, side(['a:b']), 'deploy')).toEqual([]);
});

test('a deployment without a schema lacks the tables of the one before it', async () => {
  const convex = { url: { value: 'https://otter', url: new URL('https://otter') } } as never;
  const read = async (reading: { name: string }) =>
    reading.name === 'convex.surface' ? { functions: [] } : { answers: true, name: 'otter' };
  const after = await readPromotedSide(convex, read as never, false);
  const before = { shown: 'dev', surface: { functions: [], schema: schema([sites]) } };
  expect(judgePromotion(before, after, 'deploy').map(({ received }) => received)).toEqual([
    'missing: sites',
    'missing: sites.by_company over companyId',
  ]);
});

test('a site that is older or newer than its source is found by the functions that it calls', () => {
  const call = (path: string) => ({ path, place: `${path}!` });
  const found = judgeAgreement([call('a:new'), call('a:both')], [call('a:old'), call('a:both')], 'https://site');
  expect(found.map(({ what }) => what.match(/a:\w+/)?.[0])).toEqual(['a:new', 'a:old']);
});

test("the function-spec file of the twin's dev is up to date: node fixtures/twin/write-function-spec.ts writes it", async () => {
  const { modules } = await loadBackendSource();
  const file: unknown = JSON.parse(await readFile('fixtures/twin/dev-function-spec.json', 'utf8'));
  expect(file).toEqual(JSON.parse(functionSpecText(modules)));
  const older = new Map([...modules].filter(([module]) => module !== 'sites/list'));
  expect(file).not.toEqual(JSON.parse(functionSpecText(older)));
});

test('the canary query may return more fields than the front end knows, and not fewer', () => {
  const returns = {
    type: 'array' as const,
    value: {
      type: 'object' as const,
      value: { _id: { fieldType: { type: 'id' as const, tableName: 'sites' }, optional: false } },
    },
  };
  const judge = (value: Value) =>
    judgeCanaryQuery({ answers: true, value }, { path: 'a:b' } as never, returns, 'otter').map(
      ({ expected }) => expected,
    );
  expect(judge([{ _id: 'k1', avatar: 'x.png' }])).toEqual([]);
  expect(judge([{ avatar: 'x.png' }])).toEqual(['[0]._id: v.string()']);
});
