import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { enterSession, Session } from '../../check/session.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { StopError } from '../../command/stop-error.ts';
import type { Profile } from '../../profile/index.ts';
import { collectSmokeChecks } from '../../smoke/collect-checks.ts';
import { asCheck } from '../../smoke/smoke-check.ts';
import type { AnyCheck } from './plan-check.ts';

const root = path.join(import.meta.dirname, '../../..');

/** Until every spec is loaded, also on a busy machine. */
const loadWithinMs = 120_000;

/**
 * The checks that specs declare, which are imported and not run.
 * @param patterns of specs, below Airlock's own folder
 * @throws StopError where a spec does not load: what it would send is then not known
 */
export async function collectChecks(profile: Profile, patterns: readonly string[]): Promise<AnyCheck[]> {
  const exclude = ['specs/harness/**', 'specs/containers/**', 'specs/smoke/**'];
  const files = globSync([...patterns], { cwd: root, exclude }).map((file) => path.join(root, file));
  const patient = { ...profile, limits: { ...profile.limits, checkMs: loadWithinMs } };
  await using session = new Session({ profiles: [patient], files, audit: false });
  enterSession(session);
  try {
    await session.collect();
  } finally {
    enterSession(undefined);
  }
  if (session.checks.length !== files.length)
    throw new StopError(
      exitCodes.notVerified,
      `${files.length} specs declare ${session.checks.length} checks: one does not load, and what it sends is not known. \`npx vitest list --project ${profile.environment}\` shows why.`,
    );
  return session.checks.map(({ definition }) => definition);
}

/** The smoke tests, and the journeys in a folder of the team's own; none where the config opens no pages. */
export async function collectBrowserChecks(profile: Profile, journeys: string | undefined): Promise<AnyCheck[]> {
  if (profile.smoke === undefined) return [];
  const folders = [path.join(root, 'specs/smoke'), ...(journeys === undefined ? [] : [journeys])];
  const files = folders.flatMap((cwd) => globSync('*.smoke.ts', { cwd }).map((file) => path.join(cwd, file)));
  const declared = await collectSmokeChecks(async () => {
    for (const file of files) await import(pathToFileURL(file).href);
  });
  // One browser stands for all: nothing is opened.
  return declared.map(({ definition }) => asCheck(definition, [{ browser: 'chromium', readings: undefined as never }]));
}
