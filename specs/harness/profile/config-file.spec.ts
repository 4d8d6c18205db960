import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadDeployment, loadReportsDirectory } from '../../../support/profile/index.ts';
import { plainConfig, problemsOf, temporaryFolder } from './temporary-deployment.ts';

function load(text: string, deadlineMs?: number) {
  const directory = temporaryFolder({ 'a.config.ts': text });
  return problemsOf(() => loadDeployment(path.join(directory, 'a.config.ts'), deadlineMs));
}

test('a config that is not there is told, with how to name one', async () => {
  expect(await problemsOf(() => loadDeployment(path.join(temporaryFolder(), 'a.config.ts')))).toEqual([
    {
      place: 'a.config.ts',
      message: 'the deployment config does not exist.',
      remedy: 'Name one with DEPLOYMENT_CONFIG=path/to/deployment.config.ts, or create deployment.config.ts here.',
    },
  ]);
});

test('a config that is a directory is told as one', async () => {
  const directory = temporaryFolder();
  mkdirSync(path.join(directory, 'a.config.ts'));
  expect(await problemsOf(() => loadDeployment(path.join(directory, 'a.config.ts')))).toEqual([
    expect.objectContaining({ message: 'the deployment config is a directory.' }),
  ]);
});

test.for([
  ['throws an error', "throw new Error('no such region');", /throws when it is loaded: no such region$/],
  ['throws a type error', 'null.x;', /throws when it is loaded: TypeError: /],
  ['throws a text', "throw 'nothing doing';", /throws when it is loaded: nothing doing$/],
  ['throws nothing', 'throw undefined;', /throws when it is loaded: undefined$/],
  ['rejects', "await Promise.reject(new Error('no such region'));", /throws when it is loaded: no such region$/],
  ['has a syntax error', 'export default {', /cannot be read: SyntaxError: ./],
  [
    'imports what is missing',
    "import './elsewhere.ts'; export default {};",
    /throws when it is loaded: .*elsewhere\.ts/,
  ],
  ['exports nothing', 'const config = {};', /has no default export\.$/],
  ['exports a promise', 'export default Promise.resolve({});', /exports a promise\.$/],
  ['exports undefined', 'export default undefined;', /has no default export\.$/],
] as const)('a config that %s is told in a sentence', async ([, text, sentence]) => {
  const [problem, ...more] = await load(text);
  expect(more).toEqual([]);
  expect(problem?.message).toMatch(sentence);
  expect(problem?.message).not.toMatch(/^\s+at /m);
  expect(problem?.remedy).toBeDefined();
});

test('a config that waits for what never comes is told after a deadline', async () => {
  expect(await load('await new Promise(() => {}); export default {};', 50)).toEqual([
    expect.objectContaining({
      message: 'the deployment config is not loaded after 50 ms: it waits for something that does not come.',
    }),
  ]);
});

test.for([
  ['null', 'null', 'expected an object, saw null.'],
  ['a text', "'x'", 'expected an object, saw a text.'],
  ['a list', '[]', 'expected an object, saw a list.'],
  ['a function', '() => ({})', 'expected an object, saw a function.'],
])('a config that exports %s is told what it has to be', async ([, exported, message]) => {
  expect(await load(`export default ${exported};`)).toEqual([{ place: 'a.config.ts', message }]);
});

test.for([
  ['that loads', `export default ${JSON.stringify({ ...plainConfig, reports: 'out' })};`, 'out'],
  ['with a mistake elsewhere', "export default { nmae: 'x', reports: 'out' };", 'out'],
  ['that names no folder', `export default ${JSON.stringify(plainConfig)};`, 'reports'],
  ['that names no folder rightly', 'export default { reports: 5 };', 'reports'],
  ['that throws', "throw new Error('no');", 'reports'],
  ['that exports null', 'export default null;', 'reports'],
] as const)('the folder of reports is known of a config %s', async ([, text, folder]) => {
  const directory = temporaryFolder({ 'a.config.ts': text });
  expect(await loadReportsDirectory(path.join(directory, 'a.config.ts'))).toBe(path.join(directory, folder));
});
