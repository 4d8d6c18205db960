import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesOfRepository, runTool, type ToolRun, tools } from './tools.ts';

let before: string[] = [];
beforeAll(() => {
  before = filesOfRepository();
});
afterAll(() => {
  expect(filesOfRepository(), 'no tool changes a file of the repository').toEqual(before);
});

/** Neither a frame nor the text of an error that nobody caught. */
function expectNoStack({ stdout, stderr }: ToolRun): void {
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$|node:internal|Node\.js v\d|Unhandled|\[object Object\]/m);
}

function expectRefused(run: ToolRun, name: string, sentence: string | RegExp): void {
  expectNoStack(run);
  expect(run).toMatchObject({ exitCode: 78, stdout: '' });
  const [first = '', usage, ...more] = run.stderr.trimEnd().split('\n');
  expect(first).toMatch(sentence);
  expect(usage).toMatch(new RegExp(`^ {2}→ npm run ${name}(?: -- .*)?$`));
  expect(more).toEqual([]);
}

describe.each([...tools.keys()])('npm run %s', (name) => {
  let help: ToolRun;
  beforeAll(async () => {
    help = await runTool(name, ['--help']);
  });

  test('--help says what it does, its options, exit codes and an example, and ends with 0', () => {
    expectNoStack(help);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    const [line = '', blank, does = ''] = help.stdout.split('\n');
    expect(line).toMatch(new RegExp(`^npm run ${name}(?: -- .+)?$`));
    expect(blank).toBe('');
    expect(does).toMatch(/^[A-Z].*\.$/);
    expect(help.stdout).toMatch(/\nOptions:\n(?: {2}.*\n)* {2}--help +print this and do nothing else\n/);
    expect(help.stdout).toMatch(/\nExit codes:\n {2}0 +\S/);
    expect(help.stdout).toMatch(new RegExp(`\nExample:\n {2}npm run ${name}(?: -- .+)?\n$`));
  });

  test('--help beside anything else does nothing else', async () => {
    const run = await runTool(name, ['--wrong', 'stray', '--help']);
    expect(run).toEqual(help);
  });

  test('an unknown option is named, with the near one', async () => {
    expectRefused(await runTool(name, ['--hepl']), name, /Unknown option '--hepl'\. Did you mean `--help`\?$/);
  });

  test('an option without its value is named, or one that takes none', async () => {
    const [, option] = /^ {2}(--[a-z-]+) \S+ {2}/m.exec(help.stdout) ?? [];
    if (option === undefined) expectRefused(await runTool(name, ['--help=yes']), name, /--help/);
    else expectRefused(await runTool(name, [option]), name, new RegExp(`${option} needs a value \\(.+\\)\\.$`));
  });

  test('an argument too many is named', async () => {
    if (name === 'merge-shards') expectRefused(await runTool(name, ['--env', 'prod']), name, /^FOLDER is missing: /);
    else expectRefused(await runTool(name, ['stray']), name, /Unexpected argument 'stray'\./);
  });
});
