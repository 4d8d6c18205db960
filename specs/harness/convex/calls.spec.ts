import { expect, test } from 'vitest';
import {
  anything,
  compareFunctions,
  compareSchemas,
  databaseSchema,
  SchemaJson,
} from '../../../support/contract/index.ts';
import { callersOf, callsOfSite } from '../../../support/platforms/convex/index.ts';
import { judgeCompatibility } from '../../convex/arguments-compatible.judge.ts';

const reference = { path: 'a:b', file: 'https://site/a.js', line: 1, column: 2 };
const site = {
  url: 'https://site',
  pages: ['/'],
  open: [],
  bytes: 10,
  filesRead: 1,
  clients: 1,
  unread: [],
  unresolved: [],
  unparsed: [],
  references: [reference],
};

test('the calls of a site are known where all of it was read', () => {
  expect(callsOfSite(site)).toEqual({ calls: [{ path: 'a:b', place: 'https://site/a.js:1:2' }], open: [] });
});

test.each([
  [
    'a script could not be read',
    { unread: [{ url: 'https://site/b.js', reason: 'status 500' }] },
    /b\.js could not be read \(status 500\)/,
  ],
  ['a script does not parse', { unparsed: [{ ...reference, reason: 'does not parse' }] }, /a\.js:1:2 cannot be parsed/],
  ['no reference was found', { references: [], clients: 0 }, /no function reference was found in the 1 scripts/],
  [
    'every call that was found is known only at run time',
    { references: [], unresolved: [{ ...reference, text: 'N[s]', reason: 'its name is only known at run time' }] },
    /; 1 are known only at run time, the first at https:\/\/site\/a\.js:1:2: N\[s\] \(its name is only known/,
  ],
])('the calls of a site are not verified where %s', (_, change, says) => {
  expect(() => callsOfSite({ ...site, ...change })).toThrow(says);
});

test('a deployment without Convex has no callers', () => {
  expect(callersOf({ backends: [], sites: [] })).toEqual([]);
});

const run = { path: 'a:b', kind: 'query', isPublic: true } as const;

test('a function whose validators could not be read on one side is not verified', () => {
  const input = { calls: [], expectedShown: 'convex', deployment: 'otter', deployCommand: 'deploy' };
  expect(() => judgeCompatibility({ ...input, expected: [run], deployed: [run] })).toThrow(/a:b could not be compared/);
  expect(() => judgeCompatibility({ ...input, expected: [run], deployed: [] })).toThrow(/have no function in common/);
  const calls = [{ path: 'a:b', place: 'app.tsx:1:1' }];
  expect(() => judgeCompatibility({ ...input, calls, expected: [], deployed: [run] })).toThrow(
    'a:b is called, and convex does not have it, so its arguments were not compared',
  );
});

test('a deployed version that declares nothing takes anything; where only the expected one does, it is not known', () => {
  const any = { type: 'any' } as const;
  const narrow = { type: 'object', value: { a: { fieldType: { type: 'string' }, optional: false } } } as const;
  const [free, strict] = [
    { ...run, args: any, returns: any },
    { ...run, args: narrow, returns: { type: 'null' } as const },
  ];
  expect(compareFunctions([free], [strict])).toMatchObject({
    compared: 0,
    unknown: [{ path: 'a:b', reason: 'the expected version declares no arguments, and the deployed one does' }],
  });
  expect(compareFunctions([strict], [free])).toMatchObject({ args: [], returns: [], compared: 1, unvalidated: 1 });
  expect(compareFunctions([free], [free])).toMatchObject({ unknown: [], compared: 1, unvalidated: 1 });
  expect(compareFunctions([strict], [strict])).toMatchObject({ unknown: [], compared: 1, unvalidated: 0 });
});

test('a field that was added to a result is compatible, one that was removed is not', () => {
  const result = (...names: string[]) => ({
    type: 'object' as const,
    value: Object.fromEntries(
      names.map((name) => [name, { fieldType: { type: 'string' as const }, optional: name === 'avatar' }]),
    ),
  });
  const [older, newer, bare] = [
    { ...run, args: anything, returns: result('name') },
    { ...run, args: anything, returns: result('name', 'avatar') },
    { ...run, args: anything, returns: result() },
  ];
  expect(compareFunctions([older], [newer])).toMatchObject({ returns: [], unknown: [], compared: 1 });
  expect(compareFunctions([newer], [older])).toMatchObject({ returns: [], unknown: [], compared: 1 });
  expect(compareFunctions([newer], [bare]).returns).toMatchObject([{ found: { at: 'name' } }]);
});

test('a schema that accepts what an older one does not is reported with an example', () => {
  const schema = (fields: object) =>
    databaseSchema(
      SchemaJson.parse({ tables: [{ tableName: 'sites', documentType: { type: 'object', value: fields } }] }),
    );
  const name = { fieldType: { type: 'string' }, optional: false };
  const older = schema({ name });
  const newer = schema({ name, note: { fieldType: { type: 'string' }, optional: true } });
  expect(compareSchemas(newer, older).documents).toEqual([]);
  expect(compareSchemas(older, newer).documents).toMatchObject([
    { table: 'sites', found: { at: 'note', expected: 'no such field' } },
  ]);
});
