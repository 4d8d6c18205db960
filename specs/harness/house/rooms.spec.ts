import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Import, importsIn, importsOf } from './imports.ts';
import { roomOf } from './rooms.ts';

const root = new URL('../../..', import.meta.url).pathname;
const sources = ['support/**/*.ts', 'specs/**/*.ts', 'fixtures/twin/**/*.ts', 'fixtures/faults/**/*.ts'];

function trespasses(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, to, line }) => {
    const own = roomOf(from);
    if (!own || own.path.test(to) || own.mayImport.some((allowed) => allowed.test(to))) return [];
    return [`${from}:${line} imports ${to}, which its room may not`];
  });
}

function circles(imports: readonly Import[]): string[] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) found.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file) || trail.includes(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}

describe('the rooms', () => {
  const imports = importsIn(root, sources);

  test('are read at all', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  test('import in one direction', () => {
    expect(trespasses(imports)).toEqual([]);
  });

  test('hold no circle', () => {
    expect(circles(imports)).toEqual([]);
  });

  test('have a rule each', () => {
    const folders = readdirSync(`${root}support`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !roomOf(`support/${name}/index.ts`))).toEqual([]);
  });

  test('of families have their namesakes in specs', () => {
    const families = readdirSync(`${root}support/families`);
    expect(families.filter((name) => globSync(`specs/${name}/*.spec.ts`, { cwd: root }).length === 0)).toEqual([]);
  });
});

test('foreign text is handed to the native parser in one place, which keeps it from ending the process', () => {
  // The reference of settings is made of Airlock's own files.
  const exempt = ['support/contract/syntax/parse-script.ts', 'support/profile/reference/doc-comments.ts'];
  const files = globSync('support/**/*.ts', { cwd: root });
  const parsing = files.filter((file) =>
    /\bparse(?:Sync|Async)?\b[^'\n]*from 'oxc-parser'/.test(readFileSync(root + file, 'utf8')),
  );
  expect(parsing.sort()).toEqual(exempt);
});

describe('a rule that is broken', () => {
  test.each([
    ['support/table/x.ts', "import { Door } from '../http/door.ts';", 'support/http/door.ts'],
    ['support/http/x.ts', "export type { Profile } from '../profile/index.ts';", 'support/profile/index.ts'],
    ['support/profile/x.ts', "const x = import('../check/check.ts');", 'support/check/check.ts'],
    ['specs/worker/x.spec.ts', "import { Door } from '../../support/http/index.ts';", 'support/http/index.ts'],
    ['support/check/x.ts', "import { startTwin } from '../../fixtures/twin/index.ts';", 'fixtures/twin/index.ts'],
  ])('is told: %s', (file, text, target) => {
    expect(trespasses(importsOf(file, text))).toEqual([`${file}:1 imports ${target}, which its room may not`]);
  });

  test('is told, of a circle too', () => {
    const imports = [
      ...importsOf('support/table/a.ts', "import './b.ts';"),
      ...importsOf('support/table/b.ts', "import './a.ts';"),
    ];
    expect(circles(imports)).toEqual(['support/table/a.ts → support/table/b.ts → support/table/a.ts']);
  });
});
