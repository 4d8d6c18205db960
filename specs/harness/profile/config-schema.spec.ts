import path from 'node:path';
import { expect, test } from 'vitest';
import { loadDeployment } from '../../../support/profile/index.ts';
import fc from '../property.ts';
import { plainConfig, problemsOf, temporaryFolder } from './temporary-deployment.ts';

/** What loading says of a config that is written as JSON. */
async function mistakesIn(config: unknown): Promise<string[]> {
  const directory = temporaryFolder({ 'a.config.ts': `export default ${JSON.stringify(config)};` });
  const problems = await problemsOf(() => loadDeployment(path.join(directory, 'a.config.ts')));
  return problems.map(({ place, message }) => `${place}: ${message}`);
}

/** The plain config with a value put at a path: "platforms.convex.url". */
function configWith(place: string, value: unknown): unknown {
  const copy = structuredClone(plainConfig) as Record<string, unknown>;
  const steps = place.split('.');
  let at = copy;
  for (const step of steps.slice(0, -1)) {
    at[step] ??= {};
    at = at[step] as Record<string, unknown>;
  }
  at[steps.at(-1) ?? ''] = value;
  return copy;
}

test('a config without a mistake loads, and its defaults are filled in', async () => {
  const directory = temporaryFolder({ 'a.config.ts': `export default ${JSON.stringify(plainConfig)};` });
  const { deployment, directory: own } = await loadDeployment(path.join(directory, 'a.config.ts'));
  expect(own).toBe(directory);
  expect(deployment).toMatchObject({ reports: 'reports', strict: false, waivers: [], limits: { checkMs: 15_000 } });
});

test.for([
  ['tabel', {}, 'a.config.ts: unknown key `tabel`. Did you mean `table`?'],
  ['table.flie', 'x', 'a.config.ts › table: unknown key `flie`. Did you mean `file`?'],
  ['table.keys', { A: { typ: 'url' } }, 'a.config.ts › table.keys.A: unknown key `typ`. Did you mean `type`?'],
  ['environments.prod.effect', [], 'a.config.ts › environments.prod: unknown key `effect`. Did you mean `effects`?'],
  ['platforms.convx', {}, 'a.config.ts › platforms: unknown key `convx`. Did you mean `convex`?'],
  ['platforms.convex.url', { kye: 'A' }, 'a.config.ts › platforms.convex.url: unknown key `kye`. Did you mean `key`?'],
  [
    'platforms.convex.url',
    { key: 'A', tagret: 'B' },
    'a.config.ts › platforms.convex.url: unknown key `tagret`. Did you mean `target`?',
  ],
  [
    'platforms.convex.url',
    { value: 'A', valeu: 'B' },
    'a.config.ts › platforms.convex.url: unknown key `valeu`. Did you mean `value`?',
  ],
  [
    'platforms.worker',
    { url: { key: 'A' }, rateLimits: [{ per: 'trace', limit: 1, windowMS: 2 }] },
    'a.config.ts › platforms.worker.rateLimits.0: unknown key `windowMS`. Did you mean `windowMs`?',
  ],
  ['limits', { check: 5 }, 'a.config.ts › limits: unknown key `check`. Did you mean `checkMs`?'],
  [
    'waivers',
    [{ check: 'a/b', reason: 'long enough', until: '2030-01-01', untill: '' }],
    'a.config.ts › waivers.0: unknown key `untill`. Did you mean `until`?',
  ],
] as const)('an unknown key at %s is told with the near one', async ([place, value, sentence]) => {
  expect(await mistakesIn(configWith(place, value))).toContain(sentence);
});

test.for([
  ['platforms.convex.url', undefined, "it is missing; a setting is { key: 'NAME_IN_THE_TABLE' } or { value: '…' }."],
  ['platforms.convex.url', 'CONVEX_URL', "a setting is { key: 'NAME_IN_THE_TABLE' } or { value: '…' }; saw a string."],
  ['platforms.convex.url', null, "a setting is { key: 'NAME_IN_THE_TABLE' } or { value: '…' }; saw null."],
  ['platforms.convex.url', ['A'], "a setting is { key: 'NAME_IN_THE_TABLE' } or { value: '…' }; saw a list."],
  ['platforms.convex.url', {}, "a setting is { key: 'NAME_IN_THE_TABLE' } or { value: '…' }; saw an empty one."],
  ['platforms.convex.url', { key: 'A', value: 'B' }, '`value` stands alone, and here is key beside it'],
  ['platforms.convex.url', { key: 5 }, '`key` is a text, and here it is a number.'],
  ['platforms.convex.url', { target: 'A' }, 'saw one with target only.'],
  [
    'environments.prod.class',
    'producton',
    '`producton` is none of development, staging, production. Did you mean `production`?',
  ],
  ['environments.prod.class', 5, 'expected one of development, staging, production, saw a number.'],
  ['environments.prod', { class: undefined }, 'it is missing; expected one of development, staging, production.'],
  ['environments.prod.effects', ['destructive'], '`destructive` is never allowed outside the class development'],
  ['environments.Prod', { class: 'production' }, 'a name is lower-case letters, digits and single hyphens'],
  ['environments.qa--eu', { class: 'staging' }, 'a name is lower-case letters, digits and single hyphens'],
  ['environments', {}, 'a deployment has at least one environment'],
  ['table.keys', { 'A-B': {} }, 'a key is a variable name: letters, digits and underscores'],
  ['table.file', 5, 'expected a text, saw a number.'],
  ['table.targets', [], 'it is empty or too short; expected at least 1.'],
  ['limits', { checkMs: 0 }, 'expected more than 0, saw 0.'],
  ['limits', { checkMs: 1.5 }, 'expected a whole number, saw 1.5.'],
  ['limits', { checkMs: 2_147_483_648 }, 'a deadline is at most a day, 86400000 ms'],
  ['platforms.pages.routes', [{ path: 'sites' }], 'a path starts with one `/`'],
  ['platforms.pages.routes', [{ path: '//elsewhere.test/' }], 'a path starts with one `/`'],
] as const)('a mistake at %s (%j) is told in a sentence', async ([place, value, sentence]) => {
  const mistakes = await mistakesIn(configWith(place, value));
  expect(mistakes.join('\n')).toContain(sentence);
  expect(mistakes.join('\n')).not.toMatch(/Invalid|Unrecognized|undefined/);
});

test('a smoke test without a site is a mistake, not a smoke test that never runs', async () => {
  const { convex } = plainConfig.platforms;
  const pages = [{ path: '/', landmark: { role: 'main', name: 'Shop' } }];
  expect(await mistakesIn(configWith('platforms', { convex, smoke: { pages } }))).toEqual([
    'a.config.ts › platforms.smoke: the smoke test opens the pages of the site, and `platforms.pages` is not set',
  ]);
});

test('every mistake is told at once', async () => {
  const config = { ...plainConfig, nmae: 'x', table: { file: 5, targets: [] }, waivers: [{ check: 'x' }] };
  expect((await mistakesIn(config)).length).toBeGreaterThanOrEqual(6);
});

test('whatever a config exports by default, it loads or says what is wrong with it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
      const mistakes = await mistakesIn(value);
      expect(mistakes.length).toBeGreaterThan(0);
    }),
    { numRuns: 30 },
  );
});
