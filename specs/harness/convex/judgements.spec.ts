import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadBackendSource } from '../../../fixtures/twin/convex/functions/backend-source.ts';
import { functionSpecText } from '../../../fixtures/twin/function-spec-text.ts';
import { databaseSchema, SchemaJson } from '../../../support/contract/index.ts';
import { judgeIndexes, judgeTables, readPromotedSide } from '../../../support/platforms/convex/index.ts';
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
  test('that is deployed as written holds', () => {
    const both = { ...input, expected: schema([sites]), deployed: schema([deployedSites, { tableName: 'more' }]) };
    expect(judgeTables(both)).toEqual([]);
    const done = { table: 'sites', name: 'by_company', backfill: { state: 'done' }, staged: false };
    expect(judgeIndexes(both, [done])).toEqual([]);
    expect(() => judgeIndexes(both, [])).toThrow('does not say whether sites.by_company is filled');
  });

  test('without a table, an index, or with one over other fields is told', () => {
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

  test('with an index that is being filled is told, one that is staged is not', () => {
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

test('an HTTP action is there by its path or a prefix, of the same method', () => {
  const wanted = ['GET /api/users', 'POST /api/users', 'GET /health'].map((route) => ({ route, place: 'config' }));
  const deployed = [
    { method: 'GET', path: '/api/*' },
    { method: 'GET', path: '/health' },
  ];
  expect(judgeRoutes({ wanted, deployed, ...input }).map(({ expected }) => expected)).toEqual(['POST /api/users']);
  const head = [{ route: 'HEAD /health', place: 'config' }];
  expect(judgeRoutes({ wanted: head, deployed, ...input })).toEqual([]);
});

test('a promotion gap is told for what both sides know', () => {
  const side = (paths: string[], tables?: object[]) => ({
    shown: paths.join('+'),
    surface: {
      functions: paths.map((path) => ({ path, kind: 'query' as const, isPublic: true })),
      ...(tables && { schema: schema(tables) }),
    },
  });
  const gap = judgePromotion(side(['a:b', 'c:d'], [sites]), side(['a:b'], [{ tableName: 'sites' }]), 'deploy');
  expect(gap.map(({ received }) => received)).toEqual(['without c:d', 'without sites.by_company over companyId']);
  expect(judgePromotion(side(['a:b'], [sites]), side(['a:b', 'c:d']), 'deploy')).toEqual([]);
  const internal = {
    shown: 'prod',
    surface: { functions: [{ path: 'a:b', kind: 'query' as const, isPublic: false }] },
  };
  expect(judgePromotion(side(['a:b']), internal, 'deploy').map(({ what }) => what)).toEqual([
    'a:b is an internal query in prod, and a public query in a:b',
  ]);
  expect(judgePromotion(internal, side(['a:b']), 'deploy')).toEqual([]);
});

test('a deployment that never took in a schema is without the tables of the one before it', async () => {
  const convex = { url: { value: 'https://otter', url: new URL('https://otter') } } as never;
  const read = async (reading: { name: string }) =>
    reading.name === 'convex.surface' ? { functions: [] } : { answers: true, name: 'otter' };
  const after = await readPromotedSide(convex, read as never, false);
  const before = { shown: 'dev', surface: { functions: [], schema: schema([sites]) } };
  expect(judgePromotion(before, after, 'deploy').map(({ received }) => received)).toEqual([
    'without sites',
    'without sites.by_company over companyId',
  ]);
});

test('a site that is behind or ahead of its source is told by the function', () => {
  const call = (path: string) => ({ path, place: `${path}!` });
  const found = judgeAgreement([call('a:new'), call('a:both')], [call('a:old'), call('a:both')], 'https://site');
  expect(found.map(({ what }) => what.match(/a:\w+/)?.[0])).toEqual(['a:new', 'a:old']);
});

test("the function-spec file of the twin's dev is that of its source: node fixtures/twin/write-function-spec.ts writes it", async () => {
  const { modules } = await loadBackendSource();
  const file: unknown = JSON.parse(await readFile('fixtures/twin/dev-function-spec.json', 'utf8'));
  expect(file).toEqual(JSON.parse(functionSpecText(modules)));
  const older = new Map([...modules].filter(([module]) => module !== 'sites/list'));
  expect(file).not.toEqual(JSON.parse(functionSpecText(older)));
});
