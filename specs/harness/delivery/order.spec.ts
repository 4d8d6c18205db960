import { describe, expect, test } from 'vitest';
import type { DatabaseSchema } from '../../../support/contract/index.ts';
import type { CommittedBackend } from '../../../support/families/delivery/commit/read-commit.ts';
import {
  type Constraint,
  compareBackend,
  joined,
  nothing,
} from '../../../support/families/delivery/order/compare-sides.ts';
import { compareVariables } from '../../../support/families/delivery/order/compare-variables.ts';
import { compareWorkers } from '../../../support/families/delivery/order/compare-worker.ts';
import { formatOrder } from '../../../support/families/delivery/order/format-order.ts';
import { judgeOrder, sortSteps } from '../../../support/families/delivery/order/judge-order.ts';
import { type Step, steps } from '../../../support/families/delivery/order/step.ts';
import type { LiveBackend } from '../../../support/families/delivery/rollback/read-live.ts';
import fc from '../property.ts';
import { commitWith, query, releaseOf, schemaOf, sidesOf } from './sides.ts';

const all: Step[] = [...steps];

function orderOf(sides: { committed: CommittedBackend; live: LiveBackend }, migrated: string[] = []) {
  return judgeOrder(compareBackend({ ...sides, to: 'abc123', migrated }), all);
}

describe('the order of backend and site', () => {
  test.each([
    ['nothing differs', sidesOf({}), 'safe', all],
    [
      'a new function, which the new site calls',
      sidesOf({ next: ['a:list', 'a:added'], newSite: ['a:list', 'a:added'] }),
      'safe',
      all,
    ],
    [
      'a function that is removed, and the live site calls it still',
      sidesOf({ now: ['a:list', 'a:old'], next: ['a:list'], liveSite: ['a:list', 'a:old'], newSite: ['a:list'] }),
      'safe',
      ['configuration', 'worker', 'site', 'backend'],
    ],
    ['a function that nobody calls is removed', sidesOf({ now: ['a:list', 'a:old'], next: ['a:list'] }), 'safe', all],
  ] as [string, ReturnType<typeof sidesOf>, string, Step[]][])('%s', (_what, sides, verdict, expected) => {
    expect(orderOf(sides)).toMatchObject({ verdict, steps: expected });
  });

  test('a function that is renamed has no safe order: the step between is named', () => {
    const order = orderOf(sidesOf({ now: ['a:old'], next: ['a:new'], liveSite: ['a:old'], newSite: ['a:new'] }));
    expect(order).toMatchObject({ verdict: 'no safe order', steps: [] });
    expect(order.blocked[0]?.what).toContain('calls a:new, which it would not find');
    expect(order.blocked[0]?.between).toContain('a backend between that has both');
    expect(formatOrder(order, [], 'abc123', 'prod')).toContain('No single order is safe');
  });

  test('what no order takes into account is said where there is a Worker, and only there', () => {
    const sides = sidesOf({ now: [], next: [], liveSite: [], newSite: [] });
    const comparison = compareBackend({ ...sides, to: 'abc123', migrated: [] });
    const said = (present: Step[]) => formatOrder(judgeOrder(comparison, present), [], 'abc123', 'prod');
    expect(said(all)).toContain("Not compared: what the site calls of the Worker, and the Worker's own variables");
    expect(said(['backend', 'site'])).not.toContain('Not compared');
  });

  test('an argument that becomes required: neither site fits the other backend', () => {
    const before = [query('a:list', { type: 'object', value: {} })];
    const after = [
      query('a:list', { type: 'object', value: { page: { fieldType: { type: 'number' }, optional: false } } }),
    ];
    const order = orderOf(sidesOf({ now: before, next: after, liveSite: ['a:list'], newSite: ['a:list'] }));
    expect(order.verdict).toBe('no safe order');
  });

  test('a commit whose own site and backend do not fit is refused', () => {
    const order = orderOf(sidesOf({ newSite: ['a:list', 'a:nowhere'] }));
    expect(order.verdict).toBe('no safe order');
    expect(order.blocked.map(({ between }) => between).join()).toContain('Correct the commit');
  });
});

describe('the schema', () => {
  const wide: DatabaseSchema = schemaOf({ name: { optional: true } });
  const narrow: DatabaseSchema = schemaOf({ name: { optional: false } });

  test('one that rejects what is stored has to be expanded first', () => {
    const order = orderOf(sidesOf({ nowSchema: wide, nextSchema: narrow }));
    expect(order.verdict).toBe('no safe order');
    expect(order.blocked[0]?.between).toContain('Expand first');
  });

  test('where the documents were migrated, it is safe', () => {
    expect(orderOf(sidesOf({ nowSchema: wide, nextSchema: narrow }), ['users']).verdict).toBe('safe');
  });

  test('one that accepts more is safe', () => {
    expect(orderOf(sidesOf({ nowSchema: narrow, nextSchema: wide })).verdict).toBe('safe');
  });
});

describe('indexes', () => {
  test('that the commit adds or changes are built before its push ends, and are named with their table', () => {
    const withIndex = (fields: string) => ({
      ...schemaOf({}),
      tables: schemaOf({}).tables.map((table) => ({ ...table, indexes: [{ name: 'by_name', fields }] })),
    });
    const what = (nowSchema: DatabaseSchema, nextSchema: DatabaseSchema) =>
      compareBackend({ ...sidesOf({ nowSchema, nextSchema }), to: 'abc123', migrated: [] }).changes.map(
        (each) => each.what,
      );
    const named = 'indexes that are backfilled before the push ends: users.by_name';
    expect(what(schemaOf({}), withIndex('["name"]'))).toEqual([named]);
    expect(what(withIndex('["name"]'), withIndex('["slug"]'))).toEqual([named]);
    expect(what(withIndex('["name"]'), withIndex('["name"]'))).toEqual([]);
  });
});

describe('variables', () => {
  const needing = (over: object) => {
    const { committed } = sidesOf({});
    if (!('value' in committed.source)) throw new Error('The sample is read.');
    const variable = { name: 'STRIPE_KEY', hasFallback: false, onlyWith: [], file: 'convex/pay.ts', line: 3, ...over };
    const syntax = { variables: [variable], openVariables: [] };
    return { ...committed, source: { value: { ...committed.source.value, syntax } } } as unknown as CommittedBackend;
  };
  const set = (...names: string[]) => ({ value: new Map(names.map((name) => [name, 'set' as const])) });

  test('that functions of the commit need and nobody has set come first', () => {
    const found = compareVariables(needing({}), set('OTHER'), 'abc123');
    expect(found.changes).toEqual([{ step: 'configuration', what: 'npx convex env set STRIPE_KEY <value>' }]);
    expect(found.constraints).toMatchObject([{ first: 'configuration', second: 'backend', from: ['convex/pay.ts:3'] }]);
    expect(judgeOrder(found, all)).toMatchObject({ verdict: 'safe', steps: all });
  });

  test.each([
    ['one that is set', needing({}), set('STRIPE_KEY')],
    ['one with a fallback in the code', needing({ hasFallback: true }), set()],
    ['one that is read only where another one is set', needing({ onlyWith: ['PAYMENTS'] }), set()],
    ['one that the platform sets itself', needing({ name: 'CONVEX_SITE_URL' }), set()],
  ])('ask for nothing: %s', (_what, committed, held) => {
    expect(compareVariables(committed, held, 'abc123')).toMatchObject({ changes: [], constraints: [], unknown: [] });
  });

  test('that are set to an empty text are not set', () => {
    expect(
      compareVariables(needing({}), { value: new Map([['STRIPE_KEY', 'empty' as const]]) }, 'abc123').changes,
    ).toHaveLength(1);
  });

  test('that could not be read leave the order open', () => {
    const found = compareVariables(needing({}), { unread: 'status 403' }, 'abc123');
    expect(judgeOrder(found, all).verdict).toBe('not known');
  });
});

describe('not known', () => {
  test('what could not be read keeps the order from being called safe', () => {
    const sides = sidesOf({});
    expect(orderOf({ ...sides, live: { ...sides.live, functions: { unread: 'status 403' } } }).verdict).toBe(
      'not known',
    );
    expect(orderOf({ ...sides, live: { ...sides.live, callers: [] } }).verdict).toBe('not known');
    expect(orderOf({ ...sides, committed: { ...sides.committed, source: { unread: 'gone' } } }).verdict).toBe(
      'not known',
    );
    expect(orderOf({ ...sides, committed: { ...sides.committed, frontends: [] } }).verdict).toBe('not known');
  });

  test('where nothing was compared, nothing is safe', () => {
    expect(judgeOrder(nothing, all).verdict).toBe('not known');
  });
});

describe('Durable Object migrations', () => {
  test('one that the commit adds lets the site wait for the Worker', () => {
    const found = compareWorkers(commitWith(['v1', 'v2']), releaseOf({ migration: 'v1' }));
    expect(found.constraints).toMatchObject([{ first: 'worker', second: 'site' }]);
  });

  test('one that the commit does not know has no safe order', () => {
    const found = compareWorkers(commitWith(['v1']), releaseOf({ migration: 'v2' }));
    expect(judgeOrder(joined([found]), all).verdict).toBe('no safe order');
  });

  test('a configuration that is not found leaves it open, where there are Durable Objects', () => {
    expect(compareWorkers(commitWith(undefined), releaseOf({ migration: 'v1' })).unknown).toHaveLength(1);
    expect(compareWorkers(commitWith(undefined), releaseOf({ objects: false })).unknown).toEqual([]);
  });
});

test('an order is found exactly where one of all permutations keeps every constraint', () => {
  const step = fc.constantFrom(...steps);
  const constraint = fc.record({ first: step, second: step }).filter(({ first, second }) => first !== second);
  fc.assert(
    fc.property(fc.subarray(all, { minLength: 1 }), fc.array(constraint, { maxLength: 6 }), (present, constraints) => {
      const keeps = (order: readonly Step[]) =>
        constraints.every(
          ({ first, second }) =>
            !order.includes(first) || !order.includes(second) || order.indexOf(first) < order.indexOf(second),
        );
      const possible = permutations(present).filter(keeps);
      const found = sortSteps(present, constraints as Constraint[]);
      expect(found === undefined).toBe(possible.length === 0);
      if (found) expect(possible.map(String)).toContain(String(found));
    }),
  );
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((each) => each !== item)).map((rest) => [item, ...rest]));
}
