import { describe, expect, test } from 'vitest';
import { runTool, scriptNames, tools } from '../command/tools.ts';
import { commandsIn, pages } from './pages.ts';

/** Names that `npx airlock` has beside those of the scripts. */
const aliases: Readonly<Record<string, string>> = { sync: 'sync-env' };
/** The runners under the names of what they run: `airlock run prod` takes the options of vitest. */
const runners = ['run', 'smoke', 'isolation'];
/** Scripts that a team has itself, in examples of its settings. */
const ofATeam = ['build'];

const named = pages.flatMap(({ name, text }) =>
  commandsIn(text).map(({ tool, options }) => ({ page: name, tool: aliases[tool] ?? tool, options })),
);

describe('commands that the documents name', () => {
  test('are there', () => {
    expect(named.length).toBeGreaterThan(50);
    const unknown = named.filter(({ tool }) => ![...scriptNames, ...runners, ...ofATeam].includes(tool));
    expect(unknown).toEqual([]);
  });

  const withOptions = [...Map.groupBy(named, ({ tool }) => tool)].filter(([tool]) => tools.has(tool));
  test.each(withOptions)('%s takes every option that is written there', async (tool, uses) => {
    const { stdout, exitCode } = await runTool(tool, ['--help']);
    expect(exitCode).toBe(0);
    const known = new Set([...stdout.matchAll(/--([a-z][a-z-]*)/g)].map(([, option]) => option));
    const unknown = uses.flatMap(({ page, options }) =>
      options.filter((option) => !known.has(option)).map((option) => `${page}: ${tool} --${option}`),
    );
    expect(unknown).toEqual([]);
  });

  test('are read from blocks and from sentences', () => {
    expect(
      commandsIn('Run `npm run gate -- --env prod`.\n\n```sh\nnpx airlock wait --for 5m \\\n  --commit x\n```\n'),
    ).toEqual([
      { tool: 'wait', options: ['for', 'commit'] },
      { tool: 'gate', options: ['env'] },
    ]);
  });
});
