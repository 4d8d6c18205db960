import path from 'node:path';
import { type DeclaredCheck, enterSession, Session } from '../../../support/check/session.ts';
import { loadDeployment, resolveProfile } from '../../../support/profile/index.ts';
import { sampleProfile } from './sample-profile.ts';

interface SpecsRun {
  configFile: string;
  environment: string;
  variables?: Record<string, string>;
  /** Specs to run, from the root of the repository: `specs/services/healthy.spec.ts`. */
  specs: readonly string[];
}

const root = path.join(import.meta.dirname, '../../..');
/** Until the specs are loaded, on a busy machine. */
const collectWithinMs = 60_000;

/** Runs some specs on an environment, as `npx vitest run --project prod specs/…` does. @returns what came of each check */
export async function runSpecs({
  configFile,
  environment,
  variables = {},
  specs,
}: SpecsRun): Promise<Record<string, string>> {
  const checks = await collect(specs);
  const profile = resolveProfile(await loadDeployment(configFile), environment, { variables, spanning: false });
  await using session = new Session({ profiles: [profile], files: [], audit: false });
  for (const { definition, place } of checks) session.add(definition, place);
  await session.start();
  const outcomes = await Promise.all(checks.map(({ definition }) => session.outcome(definition, environment)));
  return Object.fromEntries(outcomes.map(({ check, kind }) => [check, kind]));
}

async function collect(specs: readonly string[]): Promise<readonly DeclaredCheck[]> {
  const { limits } = sampleProfile();
  const profiles = [sampleProfile({ limits: { ...limits, checkMs: collectWithinMs } })];
  const files = specs.map((file) => path.join(root, file));
  await using session = new Session({ profiles, files, audit: false });
  enterSession(session);
  try {
    await session.collect();
  } finally {
    enterSession(undefined);
  }
  if (session.checks.length !== files.length) throw new Error('not every spec declares a check');
  return session.checks;
}
