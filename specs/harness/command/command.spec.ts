import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startTool } from './tools.ts';

const sample = path.join(import.meta.dirname, 'sample-command.ts');
const run = (then: string) => startTool(sample, ['--act', then]).ended;

describe('what a command throws ends it with a sentence and the exit code for it:', () => {
  test.each([
    ['a mistake of the config', 'mistake', 78, 'sample.config.ts: it is wrong\n  → Correct it.\n'],
    ['what cannot be read', 'unread', 3, 'Not verified: the platform did not answer\n  → Set TOKEN.\n'],
    ['a finding', 'stop', 1, 'Found something.\n'],
    ['a mistake of its own', 'break', 3, 'The tool itself broke: TypeError: x is not a function\n'],
  ] as const)('%s', async (_, then, exitCode, stderr) => {
    expect(await run(then)).toEqual({ exitCode, signal: null, stdout: '', stderr });
  });
});

test('one that comes to its end says nothing of its own', async () => {
  expect(await run('end')).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
});

describe('a signal', () => {
  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s lets it end by itself, with %d', async (signal, exitCode) => {
    const { child, ended } = startTool(sample, ['--act', 'wait']);
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await ended).toMatchObject({ exitCode, stderr: 'Interrupted: it ends at its next step.\n' });
  });

  test('that comes again, from the terminal and through npm, is one press', async () => {
    const { child, ended } = startTool(sample, ['--act', 'wait']);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130, stderr: 'Interrupted: it ends at its next step.\n' });
  });

  test('that comes a second time ends what does not end by itself', async () => {
    const { child, ended } = startTool(sample, ['--act', 'hang']);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    await once(child.stderr, 'data');
    // Two presses: longer apart than what counts as one.
    await delay(700);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130 });
  });
});

test('a reader that closes its end (`| head`) is not an error, and the exit code stays', async () => {
  const { child, ended } = startTool(sample, ['--act', 'flood']);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
});
