import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { contractRows } from '../../../support/platforms/convex/contract-rows.ts';
import { readFunctionSpecFile } from '../../../support/platforms/convex/read-expected-backend.ts';

const functions = [
  {
    functionType: 'Query',
    identifier: 'a.js:b',
    visibility: { kind: 'public' },
    args: { type: 'any' },
    returns: { type: 'any' },
  },
];

test('a function with one wrong call is shown with the position of that call', () => {
  const calls = [
    { path: 'a:b', kind: 'query', place: 'first.ts:1:1' },
    { path: 'a:b', kind: 'mutation', place: 'second.ts:2:2' },
  ] as const;
  const [row] = contractRows(calls, { functions: [{ path: 'a:b', kind: 'query', isPublic: true }] });
  expect(row).toMatchObject({ verdict: 'wrong kind', calls: 2, place: 'second.ts:2:2' });
});

test('in a module that was not read completely, only exports that may exist are not known', () => {
  const calls = ['auth:signIn', 'auth:gone', 'thrown:list'].map((called) => ({ path: called, place: 'app.ts:1:1' }));
  const rows = contractRows(calls, { functions: [] }, undefined, [
    { module: 'auth', reason: 'not installed: auth-package', exports: ['signIn'] },
    { module: 'thrown', reason: 'Error: no KEY' },
  ]);
  expect(rows.map(({ path: called, verdict }) => `${called} ${verdict}`)).toEqual([
    'auth:gone missing',
    'auth:signIn not known',
    'thrown:list not known',
  ]);
});

test.each([
  ['UTF-8', Buffer.from(JSON.stringify(functions))],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${JSON.stringify(functions)}\r\n`)],
  ['UTF-16', Buffer.from(`\uFEFF${JSON.stringify(functions)}\r\n`, 'utf16le')],
])('a function spec is read in the encoding that it was written in: %s', async (_, bytes) => {
  await using folder = await startFrontend({});
  const file = path.join(folder.root, 'spec.json');
  await writeFile(file, bytes);
  const surface = await readFunctionSpecFile(file, 'spec.json');
  expect(surface.functions.map((each) => each.path)).toEqual(['a:b']);
});
