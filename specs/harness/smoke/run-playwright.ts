import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { readVerdict } from '../../../support/report/verdict-file.ts';

export const repository = path.join(import.meta.dirname, '../../..');
const bin = path.join(repository, 'node_modules/.bin');

/** Runs the smoke tests as a user would: `npx playwright test --project prod`. */
export async function runPlaywright(
  configFile: string,
  keys: Record<string, string>,
  args: readonly string[] = ['--project', 'prod'],
) {
  const child = spawn(path.join(bin, 'playwright'), ['test', ...args], {
    cwd: repository,
    // Nothing of the runner around it: Playwright refuses to start where it believes to be inside a test.
    env: {
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      HOME: process.env.HOME,
      NO_COLOR: '1',
      DEPLOYMENT_CONFIG: configFile,
      ...keys,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 100_000,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  const verdict = readVerdict(path.join(path.dirname(configFile), 'reports/verdict.json'));
  const outcomes = 'unreadable' in verdict ? [] : (verdict.parts.smoke?.outcomes ?? []);
  const partial = 'unreadable' in verdict ? undefined : verdict.parts.smoke?.partial;
  const evidence = globSync('*/*', { cwd: path.join(path.dirname(configFile), 'reports/smoke/prod') });
  return { exitCode, output, outcomes, partial, evidence };
}
