import { expect, test } from 'vitest';
import { parseYaml, YamlMistake } from '../../../support/files/parse-yaml.ts';

test('YAML is parsed', () => {
  expect(parseYaml('tables:\n  sites: { to: places }\n', 'plan.yaml')).toEqual({ tables: { sites: { to: 'places' } } });
});

test.each([
  ['a list that is not closed', 'tables: [a', /^plan\.yaml:1:11 is not YAML: Flow sequence .*end with a \]$/],
  ['a key twice', 'a: 1\nb: 2\na: 3\n', 'plan.yaml:3:1 is not YAML: Map keys must be unique'],
  ['a tab for indentation', 'a:\n\tb: 1\n', /^plan\.yaml:2:1 is not YAML: Tabs are not allowed as indentation$/],
])('%s is named with its place', (_, text, message) => {
  expect(() => parseYaml(text, 'plan.yaml')).toThrow(YamlMistake);
  expect(() => parseYaml(text, 'plan.yaml')).toThrow(message);
});
