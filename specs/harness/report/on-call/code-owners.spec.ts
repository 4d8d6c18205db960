import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { codeOwnersOf } from '../../../../support/report/on-call/code-owners.ts';

function ownersOf(text: string, file: string, place = '.github/CODEOWNERS') {
  using folder = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-owners-'));
  mkdirSync(path.join(folder.path, '.git'));
  mkdirSync(path.dirname(path.join(folder.path, place)), { recursive: true });
  writeFileSync(path.join(folder.path, place), text);
  return codeOwnersOf(path.join(folder.path, file));
}

// The patterns of GitHub's own page "About code owners", and what it says of each.
test.each([
  ['*', 'any/where.ts', true],
  ['*.js', 'a/b/c.js', true],
  ['*.js', 'a/b/c.jsx', false],
  ['/build/logs/', 'build/logs/a/b.txt', true],
  ['/build/logs/', 'x/build/logs/a.txt', false],
  ['docs/*', 'docs/getting-started.md', true],
  ['docs/*', 'docs/build-app/troubleshooting.md', false],
  ['apps/', 'x/apps/y/z.ts', true],
  ['/docs/', 'docs/a/b.md', true],
  ['/docs/', 'x/docs/a.md', false],
  ['/scripts/', 'scripts/a/b.sh', true],
  ['**/logs', 'deeply/nested/logs/a.txt', true],
  ['**/logs', 'logs/a.txt', true],
  ['/apps/github', 'apps/github/a.ts', true],
  ['/apps/github', 'apps/githubber', false],
  ['apps/**/convex', 'apps/a/b/convex/schema.ts', true],
  ['.github/', '.github/workflows/a.yml', true],
  ['a?c.ts', 'abc.ts', true],
  ['file\\ with\\ spaces.ts', 'file with spaces.ts', true],
  ['a.ts', 'axts', false],
])('`%s` is about %s: %s', (pattern, file, fits) => {
  const from = '.github/CODEOWNERS:1';
  expect(ownersOf(`${pattern} @acme/team\n`, file)).toEqual(fits ? { owners: '@acme/team', from } : undefined);
});

test('the last rule that fits counts, and one without owners says that there are none', () => {
  const text = '# all\n* @acme/all\n\n/apps/ @ann ann@acme.test # both\n/apps/free\n[Section]\n';
  expect(ownersOf(text, 'apps/web/a.ts')).toEqual({ owners: '@ann ann@acme.test', from: '.github/CODEOWNERS:4' });
  expect(ownersOf(text, 'other.ts')?.owners).toBe('@acme/all');
  expect(ownersOf(text, 'apps/free/a.ts')).toBeUndefined();
});

test.each(['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'])('is looked for at %s', (place) => {
  expect(ownersOf('* @ann', 'a.ts', place)?.from).toBe(`${place}:1`);
});
