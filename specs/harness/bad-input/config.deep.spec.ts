import { rm } from 'node:fs/promises';
import { describe, test } from 'vitest';
import { shownPath } from '../../../support/profile/index.ts';
import { expectClosedInPlainWords, problemsSaid } from './plain-words.ts';
import { runGate } from './run-gate.ts';
import { goodConfig, temporaryGate } from './temporary-gate.ts';
import { inTurn } from './two-at-a-time.ts';

const json = (config: unknown) => `export default ${JSON.stringify(config)};\n`;

describe.concurrent('a config that cannot be used ends the run with 78 and a sentence', () => {
  test('one that is missing', async ({ expect }) => {
    await using gate = await temporaryGate();
    await rm(gate.configFile);
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 78);
    expect(problemsSaid(run)).toBe(
      `${gate.configFile}: the deployment config does not exist.\n` +
        '  → Name one with DEPLOYMENT_CONFIG=path/to/deployment.config.ts, or create deployment.config.ts here.',
    );
  });

  test.for([
    [
      'throws',
      "throw new Error('REGION is not set');",
      ':1:7: the deployment config throws when it is loaded: REGION is not set\n  → Correct it there.',
    ],
    [
      'has no default export',
      'export const config = {};',
      ': the deployment config has no default export.\n  → Write `export default defineDeployment({ … })`.',
    ],
    ['ends the process', 'process.exit(0); export default {};', undefined],
  ] as const)('one that %s', async ([, text, sentence], { expect }) => {
    await using gate = await temporaryGate({ config: text });
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 78);
    if (sentence === undefined)
      expect(run.stderr).toContain(`${gate.configFile}: the deployment config ends the process while it is loaded.`);
    else expect(problemsSaid(run)).toBe(`${gate.configFile}${sentence}`);
  });

  test.for([
    [
      'has a syntax error',
      "export default { name: 'x'\n",
      /deployment\.config\.ts:2:1: the deployment config cannot be read: SyntaxError: .+\n {2}→ Correct it there\.$/,
    ],
    [
      'imports what is missing',
      "import './elsewhere.ts';\nexport default {};\n",
      /deployment\.config\.ts:1:8: the deployment config throws when it is loaded: Cannot find module '.*elsewhere\.ts'/,
    ],
    [
      'imports a package that is missing',
      "import 'airlock-no-such-package';\nexport default {};\n",
      /deployment\.config\.ts:1:8: .*Cannot find package 'airlock-no-such-package'/,
    ],
  ] as const)('one that %s', async ([, text, sentence], { expect }) => {
    await using gate = await temporaryGate({ config: text });
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 78);
    expect(problemsSaid(run)).toMatch(sentence);
  });

  test('one with mistakes, all at once', async ({ expect }) => {
    const config = {
      ...goodConfig,
      tabel: {},
      environments: { dev: { class: 'development' }, prod: { class: 'prduction' } },
      platforms: { pages: { url: { kye: 'SITE_URL' } } },
    };
    await using gate = await temporaryGate({ config: json(config) });
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 78);
    const place = gate.configFile;
    expect(problemsSaid(run).split('\n').sort()).toEqual([
      `${place} › environments.prod.class: \`prduction\` is none of development, staging, production. Did you mean \`production\`?`,
      `${place} › platforms.pages.url: unknown key \`kye\`. Did you mean \`key\`?`,
      `${place}: unknown key \`tabel\`. Did you mean \`table\`?`,
    ]);
  });

  test('one that takes a setting from a key that is nowhere', async ({ expect }) => {
    const config = { ...goodConfig, platforms: { pages: { url: { key: 'LOG_LEVLE' } } } };
    await using gate = await temporaryGate({ config });
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 78);
    expect(problemsSaid(run)).toBe(
      `${shownPath(gate.configFile)} › platforms.pages.url: the key \`LOG_LEVLE\` stands in no row of ${shownPath(gate.tableFile)} and in no environment variable. Did you mean \`LOG_LEVEL\`?\n` +
        '  → Add a row for LOG_LEVLE to the table, or set PROD_LOG_LEVLE.',
    );
  });
});
