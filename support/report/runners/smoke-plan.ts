import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  configurationError,
  type LoadedDeployment,
  loadDeployment,
  loadEmbedded,
  type Profile,
  resolveProfile,
  type SmokeProfile,
} from '../../profile/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { commitUnderTest } from '../verdict/commit.ts';
import type { VerdictSubject } from '../verdict/verdict-file.ts';
import { checkNames } from './check-names.ts';
import { asksForStrict, githubOf, showsColor } from './ci-environment.ts';
import { filtersOf, valuesOf } from './command-line.ts';
import { exitOnConfigError } from './exit-on-config-error.ts';
import type { SmokeReporterOptions } from './playwright-reporter.ts';
import { refuseUnsound, writtenOut } from './smoke-command.ts';

export interface SmokePlan {
  /** The environments of the deployment, each a project; in Playwright's workers the one that the run looks at. */
  environments: string[];
  /** Whether this is one of Playwright's workers, where tests run. */
  isWorker: boolean;
  /** For the reporter; undefined in Playwright's workers, which report nothing, and where tests are only listed. */
  reporter: SmokeReporterOptions | undefined;
  /** Where Playwright puts what it writes itself: a folder of this run that only its owner can read. */
  outputDirectory: string;
  /** The browsers that pages are to be opened in; none in Playwright's workers, which take them from the profile. */
  browsers: SmokeProfile['browsers'];
}

/** Names the private folder of the run to Playwright's workers. */
const runVariable = 'AIRLOCK_SMOKE_RUN';
/** Names the environment that the run looks at to Playwright's workers. */
const environmentVariable = 'AIRLOCK_SMOKE_ENVIRONMENT';

/**
 * What this Playwright run is about. It looks at one environment, which has to be named: a bare run would open them all.
 * If the config, the table, a waiver or the command is wrong, it says so and ends the process with 78.
 */
export function planSmoke(argv: readonly string[] = process.argv.slice(2)): Promise<SmokePlan> {
  return exitOnConfigError(() => plan(argv));
}

async function plan(argv: readonly string[]): Promise<SmokePlan> {
  const loaded = await loadDeployment();
  const environments = Object.keys(loaded.deployment.environments);
  // Playwright loads its config again in every worker, where there is no command line to read.
  if (process.env.TEST_WORKER_INDEX !== undefined) return workerPlan(environments);

  const command = writtenOut(argv);
  refuseUnsound(command);
  const project = oneProject(argv, environments);
  checkNames(loaded);
  const profile = resolveProfile(loaded, project);
  const { browsers } = requirePages(loaded, profile);
  if (!command.includes('--list')) await loadEmbedded(loaded);

  const runDirectory = openRunDirectory(project);
  const partial = filtersOf(withoutShard(command));
  return {
    environments,
    isWorker: false,
    outputDirectory: path.join(runDirectory, 'playwright'),
    browsers,
    reporter: command.includes('--list')
      ? undefined
      : {
          runDirectory,
          evidenceDirectory: path.join(profile.reportsDirectory, 'smoke', project),
          subject: smokeSubject(loaded, project),
          reportsDirectory: profile.reportsDirectory,
          color: showsColor(process.stdout, process.env),
          ...githubOf(process.env),
          ...(partial !== undefined && { partial }),
        },
  };
}

function workerPlan(environments: string[]): SmokePlan {
  const known = process.env[environmentVariable];
  return {
    environments: known === undefined ? environments : [known],
    isWorker: true,
    reporter: undefined,
    outputDirectory: path.join(process.env[runVariable] ?? tmpdir(), 'playwright'),
    browsers: [],
  };
}

/** The one environment that `--project` names. @throws ConfigurationError */
function oneProject(argv: readonly string[], environments: readonly string[]): string {
  const [project, ...more] = valuesOf(argv, '--project');
  if (project === undefined || more.length > 0)
    throw configurationError(
      '--project',
      'a smoke run checks exactly one environment, and none or several are named.',
      `Run \`npx playwright test --project ${environments.at(-1)}\`.`,
    );
  if (!environments.includes(project))
    throw configurationError(
      `--project ${project}`,
      `there is no such environment. ${suggestName(project, environments)}`,
    );

  const further = argv[argv.indexOf('--project') + 2];
  if (argv.includes('--project') && further !== undefined && !further.startsWith('-'))
    throw configurationError(
      `--project ${project} ${further}`,
      'Playwright takes every word behind `--project` for a project of its own.',
      `Write \`--project=${project} ${further}\`.`,
    );
  return project;
}

function requirePages({ file }: LoadedDeployment, { smoke }: Profile): SmokeProfile {
  if (smoke) return smoke;
  throw configurationError(
    `${path.relative(process.cwd(), file)} › platforms.smoke`,
    'the config names no pages to open.',
    'Name them: smoke: { pages: [{ path, landmark: { role, name } }] }.',
  );
}

/** A private folder that is removed with the process; the workers learn of it by environment variables. */
function openRunDirectory(project: string): string {
  const runDirectory = mkdtempSync(path.join(tmpdir(), 'airlock-smoke-run-'));
  process.env[runVariable] = runDirectory;
  process.env[environmentVariable] = project;
  process.on('exit', () => rmSync(runDirectory, { recursive: true, force: true }));
  return runDirectory;
}

/** What the verdict of a smoke run is about. */
export function smokeSubject(loaded: LoadedDeployment, environment: string): VerdictSubject {
  return {
    deployment: loaded.deployment.name,
    project: environment,
    environments: [environment],
    commit: commitUnderTest(loaded.directory),
    embedded: loaded.deployment.embedded !== undefined,
    strict: loaded.deployment.strict || asksForStrict(process.env),
  };
}

/** A shard is a part of a run that other shards complete: the reporter joins them, and says where one is missing. */
function withoutShard(argv: readonly string[]): string[] {
  return argv.filter((argument, index) => !argument.startsWith('--shard') && argv[index - 1] !== '--shard');
}
