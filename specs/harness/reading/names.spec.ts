import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

interface NamedReading {
  name: string;
  file: string;
}

/** The names of the readings that a source text declares. Two readings with one name would share their results. */
function readingNames(file: string, text: string): NamedReading[] {
  const found: NamedReading[] = [];
  const { program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file} does not parse: ${errors[0].message}`);

  new Visitor({
    CallExpression({ callee, arguments: [declared] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'defineReading') return;

      const properties = declared?.type === 'ObjectExpression' ? declared.properties : [];
      const name = properties.find(
        (each) => each.type === 'Property' && each.key.type === 'Identifier' && each.key.name === 'name',
      );
      const value = name?.type === 'Property' && name.value.type === 'Literal' ? name.value.value : undefined;
      found.push({ name: typeof value === 'string' ? value : `(not a literal, in ${file})`, file });
    },
  }).visit(program);
  return found;
}

const twice = (named: readonly NamedReading[]) =>
  [...Map.groupBy(named, ({ name }) => name)]
    .filter(([, group]) => group.length > 1)
    .map(([name, group]) => `${name}: ${group.map(({ file }) => file).join(', ')}`);

describe('the names of readings', () => {
  const named = globSync('support/{platforms,families}/**/*.ts', { cwd: root }).flatMap((file) =>
    readingNames(file, readFileSync(path.join(root, file), 'utf8')),
  );

  it('are found, and are all literals', () => {
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ name }) => name.startsWith('('))).toEqual([]);
  });

  it('are unique', () => {
    expect(twice(named)).toEqual([]);
  });

  it('that occur twice are reported with both files', () => {
    const text = "export const health = defineReading({ name: 'worker.health', effect: 'read' });";
    expect(twice([...readingNames('a.ts', text), ...readingNames('b.ts', text)])).toEqual([
      'worker.health: a.ts, b.ts',
    ]);
  });
});
