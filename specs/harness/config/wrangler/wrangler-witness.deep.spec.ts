import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { unstable_convertConfigBindingsToStartWorkerBindings, unstable_readConfig } from 'wrangler';
import { readWranglerConfiguration } from '../../../../support/families/config/wrangler/wrangler-config.ts';

const folder = path.join(import.meta.dirname, '../../../../fixtures');
/** Those of the twin and of the applications too. */
const files = globSync(['wrangler/*.{toml,json,jsonc}', '**/wrangler.{toml,json,jsonc}'], { cwd: folder })
  .filter((file) => !file.includes('node_modules'))
  .sort();

/** The bindings that wrangler itself reads, by name, with their type. */
function witnessed(config: string, env: string | undefined): Record<string, string> {
  const read = unstable_readConfig({ config, env }, { hideWarnings: true });
  const bindings = unstable_convertConfigBindingsToStartWorkerBindings(read) as Record<string, { type: string }>;
  return Object.fromEntries(Object.entries(bindings).map(([name, { type }]) => [name, type]));
}

test('there are fixtures of each form', () => {
  expect(files).toEqual(
    expect.arrayContaining(['wrangler/plain.json', 'wrangler/comments.jsonc', 'wrangler/plain.toml']),
  );
  expect(files).toContain('twin/worker/wrangler.jsonc');
});

describe.each(files)('%s', (file) => {
  const config = path.join(folder, file);
  const environments = readWranglerConfiguration(file, readFileSync(config, 'utf8'));

  test.each(environments.map((environment) => [environment.name ?? 'the top level', environment] as const))(
    'has in %s the bindings that wrangler reads',
    (_, { name, bindings }) => {
      const own = Object.fromEntries(bindings.map((binding) => [binding.name, binding.type]));
      expect(own).toEqual(witnessed(config, name));
    },
  );

  test.each(environments.map((environment) => [environment.name ?? 'the top level', environment] as const))(
    'deploys from %s the script that wrangler deploys',
    (_, { name, script }) => {
      expect(script).toBe(unstable_readConfig({ config, env: name }, { hideWarnings: true }).name);
    },
  );
});
