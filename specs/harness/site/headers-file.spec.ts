import { expect, test } from 'vitest';
import { applyHeaderRules, parseHeadersFile } from '../../../fixtures/twin/pages/headers-file.ts';

function headersFor(text: string, path: string, before: Record<string, string> = {}) {
  const headers = new Headers(before);
  applyHeaderRules(parseHeadersFile(text), path, headers);
  return Object.fromEntries(headers);
}

test('a rule replaces what the server set', () => {
  const text = '/*\n  Cache-Control: no-store\n';
  expect(headersFor(text, '/a/b', { 'cache-control': 'public' })).toEqual({ 'cache-control': 'no-store' });
});

test('two rules that set one name give both values', () => {
  expect(headersFor('/*\n  X-A: 1\n/a\n  X-A: 2', '/a')).toEqual({ 'x-a': '1, 2' });
});

test('an exclamation mark takes a header away', () => {
  expect(headersFor('/*\n  X-A: 1\n/a\n  ! X-A', '/a')).toEqual({});
});

test('a placeholder matches one segment, a dot only itself', () => {
  const text = '/users/:id\n  X-User: yes\n/a.json\n  X-File: yes\n';
  expect(headersFor(text, '/users/7')).toEqual({ 'x-user': 'yes' });
  expect(headersFor(text, '/users/7/edit')).toEqual({});
  expect(headersFor(text, '/aXjson')).toEqual({});
});

test('a value keeps its colons, a comment and a blank line say nothing', () => {
  expect(headersFor('# all\n/*\n\n  Link: <https://a.example:1/>; rel="x"\n', '/')).toEqual({
    link: '<https://a.example:1/>; rel="x"',
  });
});

test('a line that is neither path nor header is an error that names it', () => {
  expect(() => parseHeadersFile('/*\n  what is this\n')).toThrow('_headers:2: expected a path');
  expect(() => parseHeadersFile('  X-A: 1\n')).toThrow('_headers:1:');
});
