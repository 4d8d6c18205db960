import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadDeployment } from '../../../support/profile/index.ts';
import { findConfig, nearestConfig } from '../../../support/profile/loading/find-config.ts';
import { plainConfig, problemsOf, temporaryFolder } from './temporary-deployment.ts';

const config = `import { name } from './NAMES';
interface Unused { word: string }
export default { ...${JSON.stringify(plainConfig)}, name };
`;

function folderWith(files: Record<string, string>): string {
  const directory = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  return directory;
}

describe('a config is loaded alike', () => {
  test.for([
    ['without a package.json', undefined],
    ['beside a package.json without a type', '{}'],
    ['beside one with the type that `npm init` writes', '{ "type": "commonjs" }'],
    ['beside one with the type module', '{ "type": "module" }'],
  ] as const)('%s', async ([, manifest]) => {
    const directory = folderWith({
      'a.config.ts': config.replace('NAMES', 'names.ts'),
      'names.ts': "export const name: string = 'found';",
      ...(manifest !== undefined && { 'package.json': manifest }),
    });
    const { deployment } = await loadDeployment(path.join(directory, 'a.config.ts'));
    expect(deployment.name).toBe('found');
  });

  test.for([
    ['by its name', 'names.ts', 'names.ts'],
    ['without its ending', 'names', 'names.ts'],
    ['with the ending it is compiled to', 'names.js', 'names.ts'],
    ['as a folder', 'names', 'names/index.ts'],
    ['as JavaScript with the syntax of a module', 'names.js', 'names.js'],
  ] as const)('whatever it imports %s', async ([, specifier, file]) => {
    const directory = folderWith({
      'a.config.ts': config.replace('NAMES', specifier),
      [file]: "export const name = 'found';",
      'package.json': '{ "type": "commonjs" }',
    });
    const { deployment } = await loadDeployment(path.join(directory, 'a.config.ts'));
    expect(deployment.name).toBe('found');
  });

  test('from JavaScript and from `.mts` too', async () => {
    for (const file of ['a.config.js', 'a.config.mjs', 'a.config.mts']) {
      const directory = folderWith({ [file]: `export default ${JSON.stringify(plainConfig)};`, 'package.json': '{}' });
      expect((await loadDeployment(path.join(directory, file))).deployment.name).toBe('shop');
    }
  });
});

describe('what keeps a config from being loaded is told with its place', () => {
  test.for([
    ['a mistake of syntax', "export default {\n  name: = 'x',\n};", 'a.config.ts:2:9'],
    ['an end that comes too soon', "export default { name: 'x'\n", 'a.config.ts:2:1'],
    ['TypeScript that Node does not erase', 'enum Stage { Dev }\nexport default {};', 'a.config.ts:1:1'],
    ['an error it throws', "export const a = 1;\n  throw new Error('no');", 'a.config.ts:2:9'],
    ['an import of a name that is not there', "import { b } from './b.ts';\nexport default { b };", 'a.config.ts:1:10'],
    ['an import of a file that is not there', "\nimport './c.ts';\nexport default {};", 'a.config.ts:2:8'],
    ['an import of a package that is not there', "import 'no-such-package';\nexport default {};", 'a.config.ts:1:8'],
    ['a mistake in what it imports', "import './broken.ts';\nexport default {};", 'broken.ts:2:7'],
  ] as const)('%s', async ([, text, place]) => {
    const directory = folderWith({ 'a.config.ts': text, 'b.ts': 'export const a = 1;', 'broken.ts': '\nconst = 1;' });
    const [problem, ...more] = await problemsOf(() => loadDeployment(path.join(directory, 'a.config.ts')));
    expect(more).toEqual([]);
    expect(path.basename(problem?.place ?? ''), problem?.message).toBe(place);
    expect(problem?.remedy).toBe('Correct it there.');
  });
});

describe('a config that is not named', () => {
  const directory = () =>
    folderWith({ 'deployment.config.ts': 'export default {};', 'apps/web/package.json': '{}', 'apps/.keep': '' });

  test('is the nearest in the working directory or above it', () => {
    const top = directory();
    const found = path.join(top, 'deployment.config.ts');
    expect(nearestConfig(top)).toBe(found);
    expect(nearestConfig(path.join(top, 'apps/web'))).toBe(found);
    writeFileSync(path.join(top, 'apps/deployment.config.mts'), '');
    expect(nearestConfig(path.join(top, 'apps/web'))).toBe(path.join(top, 'apps/deployment.config.mts'));
  });

  test('may be in the folder that init writes, beside which nearer ones come first', () => {
    const top = folderWith({ 'airlock/deployment.config.ts': 'export default {};', 'apps/web/package.json': '{}' });
    const written = path.join(top, 'airlock/deployment.config.ts');
    expect(nearestConfig(top)).toBe(written);
    expect(nearestConfig(path.join(top, 'apps/web'))).toBe(written);
    expect(nearestConfig(path.join(top, 'airlock'))).toBe(written);
    writeFileSync(path.join(top, 'deployment.config.mjs'), '');
    expect(nearestConfig(path.join(top, 'apps/web'))).toBe(path.join(top, 'deployment.config.mjs'));
    expect(nearestConfig(path.join(top, 'airlock'))).toBe(written);
  });

  test.for(['cts', 'cjs'])('may be CommonJS by its ending: .%s', async (ending) => {
    const text = `module.exports = ${JSON.stringify(plainConfig)};`;
    const top = folderWith({ [`deployment.config.${ending}`]: text, 'package.json': '{ "type": "module" }' });
    const file = path.join(top, `deployment.config.${ending}`);
    expect(nearestConfig(top)).toBe(file);
    expect((await loadDeployment(file)).deployment.name).toBe('shop');
  });

  test('is not looked for beyond the top of the repository', () => {
    const top = directory();
    mkdirSync(path.join(top, 'apps/.git'));
    expect(nearestConfig(path.join(top, 'apps/web'))).toBeUndefined();
    expect(findConfig({}, path.join(top, 'apps/web'))).toBe('deployment.config.ts');
  });

  test('gives way to the one that DEPLOYMENT_CONFIG names', () => {
    expect(findConfig({ DEPLOYMENT_CONFIG: 'elsewhere/a.ts' }, directory())).toBe('elsewhere/a.ts');
  });
});
