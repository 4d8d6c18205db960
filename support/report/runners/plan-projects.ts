import type { Plugin } from 'vite';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import type { TestSequencerConstructor } from 'vitest/node';
import { configurationError, loadDeployment, loadEmbedded, resolveProfiles } from '../../profile/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { attachReporter } from './attach-reporter.ts';
import { type CheckHomes, checkHomes } from './check-homes.ts';
import { checkNames } from './check-names.ts';
import { exitOnConfigError } from './exit-on-config-error.ts';
import { listByImport } from './list-by-import.ts';
import { fitsProject, refuseWordsAfterDashes, valuesOf, withLongNames } from './options/command-line.ts';
import { auditProject, checkIdsOf, gate, ownProjects, ownProjectsOf, specsOf } from './projects.ts';
import { RunUnderWay } from './run-lock.ts';
import { voidVerdicts } from './void-verdicts.ts';

export interface GatePlan {
  projects: TestProjectInlineConfiguration[];
  plugins: Plugin[];
  /** If only checks run, Airlock's own report replaces vitest's. */
  reporters: [] | undefined;
  /** The order of the specs, where it is not the runner's own. */
  sequence?: { sequencer: TestSequencerConstructor } | undefined;
}

/** What a run is about: a bare one is the harness, never a live environment. See `planGate`. */
export async function planRun(typed: readonly string[]): Promise<GatePlan> {
  const argv = withLongNames(typed);
  const named = argv.filter((argument) => argument === '--project' || argument.startsWith('--project='));
  const asked = valuesOf(argv, '--project');
  const isOwn = asked.length === named.length && asked.every((name) => ownProjects.includes(name));
  if (!isOwn) return planProjects(argv);

  const isOrdered = typed.some((argument) => argument.startsWith('--sequence'));
  return {
    projects: ownProjectsOf(asked),
    plugins: [],
    reporters: undefined,
    sequence: isOrdered ? undefined : await longestFirst(),
  };
}

/** vitest's own sequencer costs a gate a tenth of a second. */
async function longestFirst(): Promise<GatePlan['sequence']> {
  const { LongestFirst } = await import('./longest-first.ts');
  return { sequencer: LongestFirst };
}

/** What a run that names projects of the deployment is about. */
function planProjects(argv: readonly string[]): Promise<GatePlan> {
  return exitOnConfigError(async () => {
    const asked = projectsOf(argv);
    // `vitest list` only names the checks: it runs none, and says nothing of the deployment.
    const runs = argv[0] !== 'list';
    try {
      return await plan(argv, asked, runs);
    } catch (error) {
      // A run that cannot start must not leave the verdict of an earlier run in place.
      if (runs && !(error instanceof RunUnderWay)) await voidVerdicts(asked);
      throw error;
    }
  });
}

async function plan(argv: readonly string[], asked: readonly string[], runs: boolean): Promise<GatePlan> {
  const loaded = await loadDeployment();
  const environments = Object.keys(loaded.deployment.environments);
  const chosen = chooseProjects(environments, asked);
  const gates = chosen.filter((name) => !ownProjects.includes(name));
  const environmentsOf = (name: string) => (name === auditProject ? environments : [name]);
  const profiles = gates.flatMap((name) =>
    resolveProfiles(loaded, environmentsOf(name), { spanning: name === auditProject }),
  );
  refuseWordsAfterDashes(argv);
  checkNames(loaded);
  requireSpecs(gates, checkHomes(loaded.directory));
  if (runs && gates.length > 0) await loadEmbedded(loaded);

  const onlyChecks = chosen.length === gates.length && valuesOf(argv, '--reporter').length === 0;
  return {
    // Every project costs a server of its own, so only the requested ones are set up.
    projects: chosen.flatMap((name) =>
      ownProjects.includes(name)
        ? ownProjectsOf([name])
        : gate(name, { environments: environmentsOf(name), loaded, runs }),
    ),
    plugins: gates.length === 0 ? [] : [runs ? attachReporter(argv, gates, loaded, profiles) : listByImport()],
    reporters: runs && onlyChecks ? [] : undefined,
  };
}

/** The projects that the patterns of `--project` match. @throws ConfigurationError if one matches none */
function chooseProjects(environments: readonly string[], asked: readonly string[]): string[] {
  const reserved = environments.find((name) => [auditProject, ...ownProjects].includes(name));
  if (reserved !== undefined)
    throw configurationError(
      'environments',
      `\`${reserved}\` is the name of one of Airlock's own projects.`,
      'Give the environment another name.',
    );

  const known = [...environments, auditProject, ...ownProjects];
  const all = `The projects are ${known.join(', ')}.`;
  const unknown = asked.find((name) => !/[*!]/.test(name) && !known.includes(name));
  if (unknown !== undefined)
    throw configurationError(`--project ${unknown}`, `there is no such project. ${suggestName(unknown, known)}`, all);

  const chosen = known.filter((name) => asked.some((pattern) => fitsProject(name, pattern)));
  if (chosen.length === 0)
    throw configurationError(`--project ${asked.join(' --project ')}`, 'no project matches.', all);
  return chosen;
}

function requireSpecs(gates: readonly string[], homes: CheckHomes): void {
  const bare = gates.find((name) => checkIdsOf(name, homes).length === 0);
  if (bare !== undefined)
    throw configurationError(
      `--project ${bare}`,
      'it has no specs, so nothing would be checked.',
      `Its specs are ${specsOf(bare).join(' and ')} below ${homes.own}.`,
    );
}

/**
 * The requested projects. `--project $ENVIRONMENT` with an empty variable must not turn into a bare run, which
 * is the harness and says nothing about any environment.
 */
function projectsOf(argv: readonly string[]): string[] {
  const named = argv.filter((argument) => argument === '--project' || argument.startsWith('--project=')).length;
  const asked = valuesOf(argv, '--project').filter((name) => name !== '' && !name.startsWith('-'));
  if (asked.length < named)
    throw configurationError(
      '--project',
      'it has no name.',
      'Name an environment, as in `npx vitest run --project prod`.',
    );
  return asked;
}
