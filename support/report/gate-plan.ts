import { globSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import {
  ConfigurationError,
  type ConfigurationProblem,
  configurationError,
  type LoadedDeployment,
  loadDeployment,
  type Profile,
  resolveProfile,
  suggestName,
} from '../profile/index.ts';
import { commitUnderTest } from './commit.ts';
import { exitCodes } from './exit-code.ts';
import { verdictFileName } from './verdict-file.ts';
import { GateReporter } from './vitest-reporter.ts';

/** The projects that are no environment. */
export const auditProject = 'isolation';
const ownProjects = ['harness', 'containers'] as const;

export interface GatePlan {
  projects: TestProjectInlineConfiguration[];
  plugins: Plugin[];
  /** Only checks run: Airlock's own report takes the place of vitest's. */
  reporters: [] | undefined;
}

/**
 * What this vitest run is about, from its command line: a bare run is the harness, and never a live environment.
 * Where the config, the table, a waiver or the command is wrong, it says so in sentences and ends the process with 78.
 */
export async function planGate(argv: readonly string[] = process.argv.slice(2)): Promise<GatePlan> {
  return orEnd(() => plan(argv));
}

/** Ends the process with 78 and one clear message, where the table, the config, a waiver or the command is wrong. */
export async function orEnd<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`\nAirlock cannot start.\n\n${error.message}\n\n`);
    process.exit(exitCodes.configuration);
  }
}

async function plan(argv: readonly string[]): Promise<GatePlan> {
  const asked = projectsOf(argv);
  if (asked.length === 0) return { projects: [harness()], plugins: [], reporters: undefined };
  if (asked.every((name) => (ownProjects as readonly string[]).includes(name)))
    return { projects: [harness(), containers()], plugins: [], reporters: undefined };

  // `vitest list` only names the checks: it runs none, and says nothing of the deployment.
  const runs = argv[0] !== 'list';
  try {
    return await planProjects(argv, asked, runs);
  } catch (error) {
    // A run that cannot start must not leave the verdict of an earlier one to be taken for its own.
    if (runs) await voidVerdict();
    throw error;
  }
}

async function planProjects(argv: readonly string[], asked: readonly string[], runs: boolean): Promise<GatePlan> {
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

  const chosen = known.filter((name) => asked.some((pattern) => fits(name, pattern)));
  if (chosen.length === 0)
    throw configurationError(
      `--project ${asked.join(' --project ')}`,
      'no project fits.',
      `The projects are ${known.join(', ')}.`,
    );
  const gates = chosen.filter((name) => !(ownProjects as readonly string[]).includes(name));
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
      `Its specs are ${specsOf(bare === auditProject).join(' and ')} below ${process.cwd()}.`,
    );
  return {
    // A project costs a server of its own: only those that are asked for are given.
    projects: chosen.map((name) => {
      if (name === 'harness') return harness();
      if (name === 'containers') return containers();
      return gate(name, name === auditProject ? environments : [name]);
    }),
    plugins: gates.length === 0 || !runs ? [] : [attachReporter(argv, gates, loaded, profiles)],
    reporters: runs && chosen.length === gates.length && valuesOf(argv, '--reporter').length === 0 ? [] : undefined,
  };
}

const base = { pool: 'threads' } as const;

function harness(): TestProjectInlineConfiguration {
  return {
    test: {
      ...base,
      name: 'harness',
      include: ['specs/harness/**/*.spec.ts'],
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  };
}

function containers(): TestProjectInlineConfiguration {
  return {
    test: {
      ...base,
      name: 'containers',
      include: ['specs/containers/**/*.spec.ts'],
      testTimeout: 120_000,
      hookTimeout: 180_000,
    },
  };
}

const notChecks = ['specs/harness/**', 'specs/containers/**', 'specs/smoke/**'];

function specsOf(audit: boolean): string[] {
  return audit ? ['specs/isolation/**/*.spec.ts', 'specs/config/**/*.spec.ts'] : ['specs/*/**/*.spec.ts'];
}

function specsOnDisk(project: string): number {
  return globSync(specsOf(project === auditProject), { exclude: notChecks }).length;
}

/** One worker, no isolation: every check of the run shares its readings and its connections. */
function gate(name: string, environments: string[]): TestProjectInlineConfiguration {
  const audit = name === auditProject;
  return {
    test: {
      ...base,
      name,
      include: specsOf(audit),
      exclude: [...notChecks],
      isolate: false,
      maxWorkers: 1,
      sequence: { groupOrder: 1 },
      globalSetup: [path.join(import.meta.dirname, '../check/embedded-setup.ts')],
      setupFiles: [path.join(import.meta.dirname, '../check/setup.ts')],
      provide: { gate: { environments, audit } },
      // Checks mock nothing, so Node may load them without looking for mocks in each.
      experimental: { viteModuleRunner: false, nodeLoader: false },
    },
  };
}

function attachReporter(
  argv: readonly string[],
  gates: string[],
  loaded: LoadedDeployment,
  profiles: Profile[],
): Plugin {
  const [first] = profiles;
  if (!first) throw new Error('a gate needs a profile');
  const others = valuesOf(argv, '--reporter');
  // Another reporter may own stdout, as one that writes JSON does.
  const stream = others.length > 0 ? process.stderr : process.stdout;
  const { limits } = first;
  const reporter = orConfigurationError(
    first.reportsDirectory,
    () =>
      new GateReporter({
        subject: {
          deployment: loaded.deployment.name,
          project: gates.join('+'),
          environments: [...new Set(profiles.map(({ environment }) => environment))],
          commit: commitUnderTest(loaded.directory),
          embedded: loaded.deployment.embedded !== undefined,
          strict: loaded.deployment.strict || process.env.AIRLOCK_STRICT === '1',
        },
        reportsDirectory: first.reportsDirectory,
        specsOnDisk: gates.reduce((sum, name) => sum + specsOnDisk(name), 0),
        watchdogMs: gates.length * (limits.runMs + 2 * limits.checkMs + 10_000),
        print: (text) => stream.write(text),
        color: showsColor(stream, process.env),
        ...(process.env.GITHUB_ACTIONS === 'true' &&
          !others.includes('github-actions') && { github: { summaryFile: process.env.GITHUB_STEP_SUMMARY } }),
      }),
  );
  let attached = false;
  return {
    name: 'airlock:gate',
    configureVitest({ vitest }) {
      if (attached) return;
      attached = true;
      vitest.config.reporters.push(reporter as never);
    },
  };
}

/** A folder of reports that cannot be written is the config's mistake, told before anything is run. */
function orConfigurationError<Value>(place: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw configurationError(
      path.relative(process.cwd(), place) || place,
      `the verdict cannot be written there: ${(error as Error).message}`,
      'Name a folder that can be written in `reports` of the deployment config.',
    );
  }
}

/** Whether colours are shown, as https://no-color.org and https://force-color.org have it. */
function showsColor(stream: NodeJS.WriteStream, variables: NodeJS.ProcessEnv): boolean {
  if (variables.NO_COLOR) return false;
  if (variables.FORCE_COLOR) return variables.FORCE_COLOR !== '0';
  return stream.isTTY === true;
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

/** A waiver or an optional check that names no check would silently cover nothing. */
export function checkNames({ deployment, file }: LoadedDeployment): void {
  const known = globSync(['specs/*/**/*.spec.ts', 'specs/smoke/**/*.smoke.ts'])
    .map((spec) =>
      spec
        .replaceAll('\\', '/')
        .replace(/^specs\//, '')
        .replace(/\.(spec|smoke)\.ts$/, ''),
    )
    .filter((id) => !id.startsWith('harness/') && !id.startsWith('containers/'));
  const named = [
    ...deployment.waivers.map(({ check }, index) => ({ place: `waivers.${index}.check`, check })),
    ...deployment.optional.map((check, index) => ({ place: `optional.${index}`, check })),
  ];
  const problems: ConfigurationProblem[] = named
    .filter(({ check }) => !known.includes(check))
    .map(({ place, check }) => ({
      place: `${path.relative(process.cwd(), file)} › ${place}`,
      message: `\`${check}\` is no check. ${suggestName(check, known)}`,
    }));
  if (problems.length > 0) throw new ConfigurationError(problems);
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

/** The values of a repeatable option, in both forms: `--project prod`, `--project=prod`. */
export function valuesOf(argv: readonly string[], option: string): string[] {
  return argv.flatMap((argument, index) => {
    if (argument === option) return argv[index + 1] ?? [];
    return argument.startsWith(`${option}=`) ? argument.slice(option.length + 1) : [];
  });
}

/** What narrows the run to a part of its checks, as typed; undefined where nothing does. */
export function filtersOf(argv: readonly string[]): string | undefined {
  const names = [
    '-t',
    '--testNamePattern',
    '--test-name-pattern',
    '--shard',
    '--changed',
    '--bail',
    '--exclude',
    '--dir',
    '--tags-filter',
    '--tagsFilter',
  ];
  const valued = [...names, '--project', '--reporter', '--outputFile', '--config', '-c', '--root', '-r'];
  const narrowing = argv.filter((argument, index) => {
    if (argument.startsWith('-')) return names.includes(argument.split('=')[0] ?? '');
    const before = argv[index - 1];
    return (
      !(index === 0 && ['run', 'watch', 'dev', 'list'].includes(argument)) &&
      !(before !== undefined && valued.includes(before))
    );
  });
  return narrowing.length === 0
    ? undefined
    : argv.filter((argument, index) => narrowing.includes(argument) || names.includes(argv[index - 1] ?? '')).join(' ');
}

/** vitest's own reading of `--project`: `*` stands for anything, a leading `!` leaves out. */
function fits(name: string, pattern: string): boolean {
  if (pattern.startsWith('!')) return !fits(name, pattern.slice(1));
  const form = pattern
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${form}$`).test(name);
}
