import { expect, test } from 'vitest';
import { parseSourceMap, sourceMapAddress } from '../../../../support/contract/index.ts';

const url = 'https://site.example/assets/index.js';

test.each([
  ['a name beside the script', 'f();\n//# sourceMappingURL=index.js.map\n', 'https://site.example/assets/index.js.map'],
  ['an older mark', 'f();//@ sourceMappingURL=/maps/index.js.map', 'https://site.example/maps/index.js.map'],
  ['a text that only speaks of one', 'f("//# sourceMappingURL=a.map");g()', undefined],
  ['none', 'f()', undefined],
])('the address of a source map is at the end of the script: %s', (_, text, address) => {
  expect(sourceMapAddress(text, url)).toBe(address);
});

test('a position in a built script is mapped to the source, with a path without the prefix of the bundler', () => {
  const map = (source: string) =>
    parseSourceMap(JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAAA,IAEE' }));
  expect(map('../../src/app.tsx')?.positionOf({ line: 1, column: 6 })).toEqual({
    file: 'src/app.tsx',
    line: 3,
    column: 3,
  });
  expect(map('webpack://_N_E/./src/app.tsx')?.positionOf({ line: 1, column: 1 })).toEqual({
    file: 'src/app.tsx',
    line: 1,
    column: 1,
  });
  expect(map('a.ts')?.positionOf({ line: 9, column: 1 })?.line).not.toBe(9);
});

test.each(['', '<!doctype html>', '{}', '{"version": 2, "mappings": ""}', 'null'])(
  'a text that is not a source map is not read: %s',
  (text) => {
    expect(parseSourceMap(text)).toBeUndefined();
  },
);
