import { readFile } from 'node:fs/promises';
import {
  actionGeneric as action,
  internalQueryGeneric as internalQuery,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';
import { v } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { apiSpecOf, deployFunctions } from '../../../fixtures/twin/convex/functions/deployed-functions.ts';
import {
  type DeployedFunction,
  deployedFunctions,
  FunctionSpec,
  type OrderReading,
  safeOrder,
} from '../../../support/contract/index.ts';
import fc from '../property.ts';

interface Row {
  change: string;
  before: string;
  after: string;
  oldOnNew: string;
  newOnOld: string;
  order: string;
}

const document = await readFile('docs/contract.md', 'utf8');
const rows: Row[] = document
  .split('\n')
  .filter((line) => /^\| (?!change|---)/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$|`/g, '')))
  .map(([change = '', before = '', after = '', oldOnNew = '', newOnOld = '', order = '']) => ({
    change,
    before,
    after,
    oldOnNew,
    newOnOld,
    order,
  }));

/** The functions of a backend with one function `a:f`, which a cell of the table makes. */
function functionsOf(cell: string, path = 'a:f'): DeployedFunction[] {
  if (cell === 'none') return [];
  const make = new Function('v', 'query', 'mutation', 'action', 'internalQuery', `return ${withHandler(cell)};`);
  const made: unknown = make(v, query, mutation, action, internalQuery);
  return deployedFunctions(FunctionSpec.parse(apiSpecOf(deployFunctions(new Map(), [], { [path]: made }))));
}

function withHandler(cell: string): string {
  return cell.replace(/\(\{ ?/, '({ handler: async () => null, ');
}

function outcomeOf(failures: readonly string[]): string {
  if (failures.length === 0) return 'works';
  return failures.every((each) => each.includes('not known')) ? 'not known' : 'fails';
}

describe('the table of docs/contract.md is true:', () => {
  test('it has its rows', () => {
    expect(rows.length).toBeGreaterThan(25);
  });

  test.each(rows)('$change', ({ before, after, oldOnNew, newOnOld, order }) => {
    const found = safeOrder({ before: functionsOf(before), after: functionsOf(after) });
    expect({
      oldOnNew: outcomeOf(found.backendFirst),
      newOnOld: outcomeOf(found.frontendFirst),
      order: found.order,
    }).toEqual({ oldOnNew, newOnOld, order });
  });
});

test('a change of several functions is as safe as its least safe one', () => {
  const changes = fc.uniqueArray(fc.constantFrom(...rows), {
    minLength: 1,
    maxLength: 4,
    selector: ({ change }) => change,
  });
  fc.assert(
    fc.property(changes, (several) => {
      const of = (side: 'before' | 'after') => several.flatMap((row, index) => functionsOf(row[side], `a:f${index}`));
      const all = (name: 'oldOnNew' | 'newOnOld') => several.every((row) => row[name] === 'works');
      const { order } = safeOrder({ before: of('before'), after: of('after') });
      expect(order).toBe(expectedOrder(all('oldOnNew'), all('newOnOld')));
    }),
  );
});

function expectedOrder(isBackendFirst: boolean, isFrontendFirst: boolean): OrderReading['order'] {
  const names = { 'true true': 'either', 'true false': 'backend first', 'false true': 'front end first' } as const;
  return names[`${isBackendFirst} ${isFrontendFirst}` as keyof typeof names] ?? 'none';
}

test('only what each front end calls decides', () => {
  const [gone] = [functionsOf('query({ args: {} })', 'old:gone')];
  const kept = functionsOf('query({ args: {} })', 'a:kept');
  const input = { before: [...gone, ...kept], after: kept };
  expect(safeOrder(input).order).toBe('front end first');
  expect(safeOrder({ ...input, calledBefore: ['a:kept'], calledAfter: ['a:kept'] }).order).toBe('either');
  expect(safeOrder({ ...input, calledAfter: ['old:gone'] })).toMatchObject({
    backendFirst: ['old:gone is missing'],
    frontendFirst: [],
  });
});
