import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { configurationError, loadDeployment, loadEmbedded, resolveProfile } from '../../profile/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { verdictFileName } from '../verdict/verdict-file.ts';
import { attachReporter } from './attach-reporter.ts';
import { checkNames } from './check-names.ts';
import { fitsProject, valuesOf } from './command-line.ts';
import { orEnd } from './exit-on-config-error.ts';
import { listByImport } from './list-by-import.ts';
import { auditProject, gate, ownProjects, ownProjectsOf, specsOf, specsOnDisk } from './projects.ts';

export interface GatePlan {
  projects: TestProjectInlineConfiguration[];
  plugins: Plugin[];
  /** Only checks run: Airlock's own report takes the place of vitest's. */
  reporters: [] | undefined;
}

/**
 * What a run that names projects is about.
 * Where the config, the table, a waiver or the command is wrong, it says so in sentences and ends the process with 78.
 */
export function planProjects(argv: readonly string[]): Promise<GatePlan> {
  return orEnd(async () => {
    const asked = projectsOf(argv);
    // `vitest list` only names the checks: it runs none, and says nothing of the deployment.
    const runs = argv[0] !== 'list';
    try {
      return await plan(argv, asked, runs);
    } catch (error) {
      // A run that cannot start must not leave the verdict of an earlier one to be taken for its own.
      if (runs) await voidVerdict();
      throw error;
    }
  });
}

async function plan(argv: readonly string[], asked: readonly string[], runs: boolean): Promise<GatePlan> {
  const loaded = await loadDeployment();
  const environments = Object.keys(loaded.deployment.environments);
  const reserved = environments.find((name) => [auditProject, ...ownProjects].includes(name));
  if (reserved !== undefined)
    throw configurationError(
      'environments',
      `\`${reserved}\` is the name of a project of Airlock's own.`,
      'Give the environment another name.',
    );
  const known = [...environments, auditProject, ...ownProjects];
  const unknown = asked.find((name) => !/[*!]/.test(name) && !known.includes(name));
  if (unknown !== undefined)
    throw configurationError(
      `--project ${unknown}`,
      `there is no such project. ${suggestName(unknown, known)}`,
      `The projects are ${known.join(', ')}.`,
    );

  const chosen = known.filter((name) => asked.some((pattern) => fitsProject(name, pattern)));
  if (chosen.length === 0)
    throw configurationError(
      `--project ${asked.join(' --project ')}`,
      'no project fits.',
      `The projects are ${known.join(', ')}.`,
    );
  const gates = chosen.filter((name) => !ownProjects.includes(name));
  const profiles = gates.flatMap((name) =>
    (name === auditProject ? environments : [name]).map((environment) =>
      resolveProfile(loaded, environment, { spanning: name === auditProject }),
    ),
  );
  checkNames(loaded);
  const bare = gates.find((name) => specsOnDisk(name) === 0);
  if (bare !== undefined)
    throw configurationError(
      `--project ${bare}`,
      'there is no spec for it, so nothing would be looked at.',
      `Its specs are ${specsOf(bare).join(' and ')} below ${process.cwd()}.`,
    );
  if (runs && gates.length > 0) await loadEmbedded(loaded);
  return {
    // A project costs a server of its own: only those that are asked for are given.
    projects: chosen.flatMap((name) =>
      ownProjects.includes(name)
        ? ownProjectsOf([name])
        : gate(name, { environments: name === auditProject ? environments : [name], loaded, runs }),
    ),
    plugins: gates.length === 0 ? [] : [runs ? attachReporter(argv, gates, loaded, profiles) : listByImport()],
    reporters: runs && chosen.length === gates.length && valuesOf(argv, '--reporter').length === 0 ? [] : undefined,
  };
}

/** Takes the former verdict away. Where not even the config can be loaded, reports are where they are by default. */
async function voidVerdict(): Promise<void> {
  const reports = await loadDeployment()
    .then(({ deployment, directory }) => path.resolve(directory, deployment.reports))
    .catch(() => path.resolve(path.dirname(process.env.DEPLOYMENT_CONFIG || 'deployment.config.ts'), 'reports'));
  try {
    rmSync(path.join(reports, verdictFileName), { force: true });
  } catch {
    // There is no such folder, so there is no verdict in it either.
  }
}

/**
 * The projects that are asked for. `--project $ENVIRONMENT` with an empty variable must not turn into a bare run, which
 * is the harness and says nothing of any environment.
 */
function projectsOf(argv: readonly string[]): string[] {
  const named = argv.filter((argument) => argument === '--project' || argument.startsWith('--project=')).length;
  const asked = valuesOf(argv, '--project').filter((name) => name !== '' && !name.startsWith('-'));
  if (asked.length < named)
    throw configurationError(
      '--project',
      'it is given no name.',
      'Name an environment, as in `npx vitest run --project prod`.',
    );
  return asked;
}
