import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Verdict } from '../../../support/report/verdict/verdict.ts';
import { readVerdict } from '../../../support/report/verdict/verdict-file.ts';
import { commandMs } from '../patience.ts';
import { requirePublishedForm } from '../report/published/published-form.ts';
import { type CommandOptions, type CommandRun, runCommand } from './run-command.ts';

export interface GateRun extends CommandRun {
  durationMs: number;
  /** What the run wrote; undefined where it wrote none that can be read. */
  verdict: Verdict | undefined;
}

export interface GateRunOptions
  extends Pick<CommandOptions, 'configFile'>,
    Partial<Omit<CommandOptions, 'configFile'>> {
  project?: string;
  /** Further arguments of vitest. */
  args?: readonly string[];
}

/** The folder of a project's reports: the one deployment that has run beside this config. */
export function reportsBeside(configFile: string, project = 'prod'): string {
  const reports = path.join(path.dirname(configFile), 'reports');
  const [deployment = 'none'] = existsSync(reports) ? readdirSync(reports) : [];
  return path.join(reports, deployment, project);
}

/** Runs the gate as a user would: `npx vitest run --project prod`, in a process of its own. */
export async function runGate({
  configFile,
  project = 'prod',
  args = [],
  variables = {},
  timeoutMs = commandMs,
}: GateRunOptions): Promise<GateRun> {
  const started = performance.now();
  const run = await runCommand('vitest', ['run', '--project', project, ...args], { configFile, variables, timeoutMs });
  const file = path.join(reportsBeside(configFile, project), 'verdict.json');
  const verdict = readVerdict(file);
  if (!('unreadable' in verdict)) requirePublishedForm(readFileSync(file, 'utf8'));
  return {
    ...run,
    durationMs: performance.now() - started,
    verdict: 'unreadable' in verdict ? undefined : verdict,
  };
}
