import { expect, test } from 'vitest';
import { readSmokeTarget } from '../../../support/smoke/target.ts';

const page = { path: '/', landmark: { role: 'main', name: 'Companies' } };
const read = (value: unknown) => readSmokeTarget(JSON.stringify(value));

test('a target names an origin and at least one page', () => {
  const target = read({ origin: 'https://app.example', pages: [page] });
  expect(target).toEqual({ origin: 'https://app.example', pages: [page], expectedFailures: [] });
});

test.for([
  ['no page', { origin: 'https://app.example', pages: [] }, 'looked at nothing'],
  ['no origin', { pages: [page] }, 'origin'],
  ['an origin that is no web address', { origin: 'file:///x', pages: [page] }, 'origin'],
  ['a path that is relative', { origin: 'https://app.example', pages: [{ ...page, path: 'a' }] }, 'pages[0].path'],
  [
    'a role that ARIA does not know',
    { origin: 'https://app.example', pages: [{ path: '/', landmark: { role: 'mian', name: 'x' } }] },
    'role',
  ],
  ['a misspelt field', { origin: 'https://app.example', pages: [{ ...page, expectStatus: 404 }] }, 'expectStatus'],
] as const)('%s is an error', ([, value, words]) => {
  expect(() => read(value)).toThrow(words);
});

test('a target that is missing or no JSON is an error', () => {
  expect(() => readSmokeTarget('')).toThrow('found none');
  expect(() => readSmokeTarget('{')).toThrow('Expected JSON');
});
