import { globSync } from 'node:fs';
import path from 'node:path';
import { check } from '../../check/check.ts';
import { enterChecks } from '../../check/declare.ts';
import { enterSession, Session } from '../../check/session.ts';
import { SpecLoader } from '../../check/spec-loader.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { StopError } from '../../command/stop-error.ts';
import type { LoadedDeployment, Profile } from '../../profile/index.ts';
import { checkHomes } from '../../report/runners/check-homes.ts';
import { journeysFolder } from '../../report/runners/journeys.ts';
import { specsOf } from '../../report/runners/projects.ts';
import { collectSmokeChecks } from '../../smoke/collect-checks.ts';
import { enterSmoke } from '../../smoke/declare.ts';
import { journey } from '../../smoke/journey.ts';
import { asCheck, smokeCheck } from '../../smoke/smoke-check.ts';
import type { AnyCheck } from './plan-check.ts';

const endings = '{ts,mts,cts,js,mjs,cjs}';
const notChecks = ['specs/harness/**', 'specs/containers/**', 'specs/smoke/**'];
/** Until every spec is loaded, also on a busy machine. */
const loadWithinMs = 120_000;

/**
 * The checks of a project, Airlock's and the team's, whose specs are imported and not run.
 * @throws StopError where a spec does not load: what it would send is then not known
 */
export async function collectChecks(loaded: LoadedDeployment, profile: Profile, project: string): Promise<AnyCheck[]> {
  const files = below(loaded, specsOf(project, endings), notChecks);
  const patient = { ...profile, limits: { ...profile.limits, checkMs: loadWithinMs } };
  await using session = new Session({ profiles: [patient], files, audit: false });
  enterSession(session);
  enterChecks(check);
  try {
    await session.collect();
  } finally {
    enterSession(undefined);
  }
  if (session.checks.length !== files.length)
    throw new StopError(
      exitCodes.notVerified,
      `${files.length} specs declare ${session.checks.length} checks: one does not load, and what it sends is not known. \`npx vitest list --project ${project}\` shows why.`,
    );
  return session.checks.map(({ definition }) => definition);
}

/** The smoke tests and the team's journeys; none where the config opens no pages. */
export async function collectBrowserChecks(loaded: LoadedDeployment, profile: Profile): Promise<AnyCheck[]> {
  if (profile.smoke === undefined) return [];
  const journeys = journeysFolder(loaded);
  const files = [
    ...below(loaded, [`specs/smoke/*.smoke.${endings}`]),
    ...(journeys === undefined ? [] : below(journeys, [`*.smoke.${endings}`])),
  ];
  enterSmoke({ journey, smokeCheck });
  // Each is evaluated anew: what was imported before would declare nothing a second time.
  const loader = new SpecLoader();
  const checks: AnyCheck[] = [];
  for (const file of files) {
    const declared = await collectSmokeChecks(() => loader.load(file));
    if (declared.length === 0)
      throw new StopError(
        exitCodes.notVerified,
        `${path.relative(process.cwd(), file)} declares no check: what it would send is not known.`,
      );
    // One browser stands for all: nothing is opened.
    for (const { definition } of declared)
      checks.push(asCheck(definition, [{ browser: 'chromium', readings: undefined as never }]));
  }
  return checks;
}

function below(
  where: LoadedDeployment | string,
  patterns: readonly string[],
  exclude: readonly string[] = [],
): string[] {
  const { own, team } = typeof where === 'string' ? { own: where } : checkHomes(where.directory);
  return [own, ...(team === undefined ? [] : [team])].flatMap((cwd) =>
    globSync([...patterns], { cwd, exclude: [...exclude] }).map((file) => path.join(cwd, file)),
  );
}
