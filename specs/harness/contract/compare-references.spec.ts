import { describe, expect, test } from 'vitest';
import {
  compareReferences,
  deployedFunctions,
  type FunctionKind,
  type FunctionReference,
  FunctionSpec,
} from '../../../support/contract/index.ts';
import fc from '../property.ts';

const spec = FunctionSpec.parse([
  {
    identifier: 'sites/list.js:listCompanySites',
    functionType: 'Query',
    visibility: { kind: 'public' },
    args: {},
    returns: null,
  },
  { identifier: 'sites/admin.js:rename', functionType: 'Mutation', visibility: { kind: 'public' }, added: 'later' },
  { identifier: 'sites/admin.js:purge', functionType: 'Mutation', visibility: { kind: 'internal' } },
  { identifier: 'companies/get.js:default', functionType: 'Action' },
  { functionType: 'HttpAction', method: 'GET', path: '/health' },
]);
const deployed = deployedFunctions(spec);
const reference = (path: string, kind?: FunctionKind): FunctionReference => ({
  file: 'app.tsx',
  line: 1,
  column: 1,
  path,
  ...(kind === undefined ? {} : { kind }),
});

describe('a deployed spec', () => {
  test('has its functions by the paths that clients use', () => {
    expect(deployed).toMatchObject([
      { path: 'sites/list:listCompanySites', kind: 'query', isPublic: true },
      { path: 'sites/admin:rename', kind: 'mutation', isPublic: true },
      { path: 'sites/admin:purge', kind: 'mutation', isPublic: false },
      { path: 'companies/get', kind: 'action', isPublic: true },
    ]);
  });

  test('with a function type that is not known is refused', () => {
    expect(FunctionSpec.safeParse([{ identifier: 'a.js:b', functionType: 'Workflow' }]).success).toBe(false);
  });
});

describe('a reference', () => {
  test('that is deployed, public and of its kind is matched', () => {
    const held = [reference('sites/list:listCompanySites', 'query'), reference('companies/get')];
    expect(compareReferences(held, deployed)).toEqual({ matched: held, missing: [], internal: [], wrongKind: [] });
  });

  test('that is not deployed is missing, with the module it may have moved to', () => {
    const { missing } = compareReferences([reference('companies/sites:listCompanySites', 'query')], deployed);
    expect(missing.map(({ near }) => near)).toEqual([['sites/list:listCompanySites']]);
  });

  test('that is not deployed is missing, with the name that it may have now', () => {
    const { missing } = compareReferences([reference('sites/list:listCompanySite')], deployed);
    expect(missing.map(({ near }) => near)).toEqual([['sites/list:listCompanySites']]);
  });

  test('that is not similar to any is missing without a suggestion, and internal functions are not suggested', () => {
    const { missing } = compareReferences([reference('billing:charge'), reference('sites/admin:purged')], deployed);
    expect(missing.map(({ near }) => near)).toEqual([[], []]);
  });

  test('to an internal function is not callable, whatever kind it is called as', () => {
    expect(compareReferences([reference('sites/admin:purge', 'query')], deployed).internal).toHaveLength(1);
  });

  test('that is called as another kind is listed with both kinds', () => {
    const called = reference('sites/admin:rename', 'query');
    expect(compareReferences([called], deployed).wrongKind).toEqual([
      { reference: called, called: 'query', deployed: 'mutation' },
    ]);
  });
});

test('every reference is in exactly one list', () => {
  const paths = fc.constantFrom(...deployed.map(({ path }) => path), 'gone:away', 'sites/list');
  const kinds = fc.constantFrom<FunctionKind | undefined>('query', 'mutation', 'action', undefined);
  fc.assert(
    fc.property(fc.array(fc.tuple(paths, kinds)), (written) => {
      const references = written.map(([path, kind]) => reference(path, kind));
      const { matched, ...faults } = compareReferences(references, deployed);
      const all = [...matched, ...Object.values(faults).flatMap((list) => list.map((fault) => fault.reference))];
      expect(new Set(all)).toEqual(new Set(references));
      expect(all).toHaveLength(references.length);
    }),
  );
});
