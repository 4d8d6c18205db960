// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a compose file holds its variables in this form
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseEnvFile } from '../../../support/compose/env-file.ts';
import { containerEnvironment } from '../../../support/compose/environment.ts';
import { below } from '../../../support/compose/located-tree.ts';
import { loadFolder, variablesOf } from './project-folder.ts';

describe('an env file', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['A=1\n# a comment\n\nexport B = 2\n', { A: '1', B: '2' }],
    ['A=\'$X # kept\'\nB="a\\nb"\nC=a # comment\nD=a#b\n', { A: '$X # kept', B: 'a\nb', C: 'a', D: 'a#b' }],
    ['A=1\nB=${A}-${Y:-y}-$X\nC="$$5"\n', { A: '1', B: '1-y-x', C: '$5' }],
    ['A="one\ntwo"\nB=3\n', { A: 'one\ntwo', B: '3' }],
    ['X\nA: b\nE=\n', { X: undefined, A: 'b', E: '' }],
  ])('%j', (text, expected) => {
    const lines = parseEnvFile(text, 'a.env', variablesOf({ X: 'x' }));
    expect(Object.fromEntries(lines.map(({ name, value }) => [name, value]))).toEqual(expected);
  });

  test('raw: nothing is replaced', () => {
    expect(parseEnvFile('A="$X" # no\n', 'a.env', variablesOf({}), true)[0]?.value).toBe('"$X" # no');
  });

  test('a line that is none is named', () => {
    expect(() => parseEnvFile('A=1\n=2\n', 'a.env', variablesOf({}))).toThrow(
      'a.env:2:1: a line of an env file is `NAME=value`',
    );
  });
});

describe('the environment of a container', () => {
  const files = {
    'compose.yaml':
      'services:\n  api:\n    env_file: [a.env, b.env, { path: none.env, required: false }, gone.env]\n    environment:\n      A: own\n      P:\n      Q:\n      S: "x-${SECRET}"\n      F: "${FLAG:-true}"\n',
    'a.env': 'A=a\nB=a\nC=a\nQ=file\n',
    'b.env': 'B=b\n',
  };
  test('comes from env files, then from `environment`, and a bare name from the project', () => {
    const loaded = loadFolder(files, { P: 'passed', SECRET: null });
    const service = below(loaded.tree, 'services', 'api');
    if (!service) throw new Error('no service');
    const shown = (file: string) => path.relative(loaded.folder, file);
    const environment = containerEnvironment(service, loaded.variables, shown);
    const seen = [...environment.variables].map(([name, { value, at, from }]) => [
      name,
      value,
      `${at.file}:${at.line}`,
      from,
    ]);
    expect(seen.sort()).toEqual([
      ['A', 'own', 'compose.yaml:5', undefined],
      ['B', 'b', 'b.env:1', undefined],
      ['C', 'a', 'a.env:3', undefined],
      ['F', 'true', 'compose.yaml:9', undefined],
      ['P', 'passed', 'compose.yaml:6', 'app.table:P'],
      ['S', undefined, 'compose.yaml:8', undefined],
    ]);
    // The name alone in `environment` comes after the file, and the project has no such variable.
    expect([...environment.notPassed.keys()]).toEqual(['Q']);
    expect(environment.unread).toEqual([{ file: 'gone.env', at: expect.objectContaining({ line: 3 }) }]);
    expect(environment.variables.get('F')?.used).toEqual([{ name: 'FLAG', gave: 'default' }]);
  });
});
