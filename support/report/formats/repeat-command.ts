import type { Outcome } from '../../check/outcome.ts';
import { worksInTeamRepository } from '../runners/check-homes.ts';
import { quoted } from './quoted.ts';

/**
 * The command that repeats one check alone, from the same folder. In a team's repository Airlock is a package: there its own command finds the
 * spec, whatever the configs of the team's runners are.
 */
export function repeatCommand(
  { check, spec, environment }: Pick<Outcome, 'check' | 'spec' | 'environment'>,
  project: string,
  { isPackage = worksInTeamRepository(), config = process.env.DEPLOYMENT_CONFIG } = {},
): string {
  const isSmoke = check.startsWith('smoke/');
  // A run of several environments is named after all of them, and the check is repeated where it was not in order.
  const name = project.includes('+') ? environment : project;
  const named = config ? `DEPLOYMENT_CONFIG=${quoted(config)} ` : '';
  const file = spec.replace(/(?::\d+){1,2}$/, '').replaceAll('\\', '/');
  // Playwright takes every word behind `--project` for a project of its own.
  if (!isPackage)
    return `${named}npx ${isSmoke ? `playwright test --project=${name}` : `vitest run --project ${name}`} ${quoted(file)}`;
  const part = /(?:^|\/)((?:specs|[^/]+)\/(?:(?!specs\/).)+\.(?:spec|smoke))\.[cm]?[jt]s$/.exec(file)?.[1] ?? file;
  const run = name === 'isolation' ? name : `${isSmoke ? 'smoke' : 'run'} ${name}`;
  return `${named}npx airlock ${run} ${quoted(part)}`;
}
