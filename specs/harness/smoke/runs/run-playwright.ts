import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readVerdict } from '../../../../support/report/verdict/verdict-file.ts';
import { runCommand } from '../../bad-input/run-command.ts';
import { reportsBeside } from '../../bad-input/run-gate.ts';
import { commandMs } from '../../patience.ts';
import { requirePublishedForm } from '../../report/published/published-form.ts';

/** Runs the smoke tests as a user would: `npx playwright test --project prod`. */
export async function runPlaywright(
  configFile: string,
  keys: Record<string, string>,
  args: readonly string[] = ['--project', 'prod'],
) {
  const run = await runCommand('playwright', ['test', ...args], { configFile, variables: keys, timeoutMs: commandMs });
  const reports = reportsBeside(configFile);
  const file = path.join(reports, 'verdict.json');
  const verdict = readVerdict(file);
  if (!('unreadable' in verdict)) requirePublishedForm(readFileSync(file, 'utf8'));
  const outcomes = 'unreadable' in verdict ? [] : (verdict.parts.smoke?.outcomes ?? []);
  const partial = 'unreadable' in verdict ? undefined : verdict.parts.smoke?.partial;
  const evidence = globSync('*/*', { cwd: path.join(reports, 'smoke') });
  // A run that cannot start leaves no page.
  const pageFile = path.join(reports, 'report.html');
  const page = existsSync(pageFile) ? readFileSync(pageFile, 'utf8') : '';
  return { exitCode: run.exitCode, output: run.stdout + run.stderr, outcomes, partial, evidence, page };
}
