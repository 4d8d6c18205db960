import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { interruptedCodes } from '../../command/exit-code.ts';
import { temporaryPrefix } from '../../files/temporary-folder.ts';
import {
  type ConfigurationError,
  configurationError,
  type LoadedDeployment,
  loadDeployment,
  loadEmbedded,
  type Profile,
  projectReports,
  resolveProfile,
  type SmokeProfile,
} from '../../profile/index.ts';
import { redact } from '../../redaction/redact.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { onCallFacts } from '../on-call/facts.ts';
import type { VerdictSubject } from '../verdict/summarize.ts';
import type { RunPart } from '../verdict/verdict.ts';
import { writeVerdictPart } from '../verdict/verdict-file.ts';
import { type CheckHomes, checkHomes } from './check-homes.ts';
import { checkNames } from './check-names.ts';
import { asksForVerbose, githubOf, showsColor } from './ci-environment.ts';
import { exitOnConfigError } from './exit-on-config-error.ts';
import { forkNote } from './fork-note.ts';
import { journeysFolder } from './journeys.ts';
import { filtersOf, refuseWordsAfterDashes, valuesOf } from './options/command-line.ts';
import { besidesSlot, type SmokeReporterOptions } from './playwright-reporter.ts';
import { lockRun } from './run-lock.ts';
import { refuseUnsound, writtenOut } from './smoke-command.ts';
import { verdictSubject } from './verdict-subject.ts';
import { voidVerdicts } from './void-verdicts.ts';

export interface SmokePlan {
  /** The environments of the deployment, each a project; in Playwright's workers the one that the run looks at. */
  environments: string[];
  /** Whether this is one of Playwright's workers, where tests run. */
  isWorker: boolean;
  /** Where the smoke tests are. */
  homes: CheckHomes;
  /** For the reporter; undefined in Playwright's workers, which report nothing, and where tests are only listed. */
  reporter: SmokeReporterOptions | undefined;
  /** Where Playwright puts what it writes itself: a folder of this run that only its owner can read. */
  outputDirectory: string;
  /** The browsers that pages are to be opened in; none in Playwright's workers, which take them from the profile. */
  browsers: SmokeProfile['browsers'];
  /** The folder of the team's own journeys; undefined where there is none. */
  journeys: string | undefined;
  /** Closes the verdict in the words of what keeps the run from starting. */
  conclude: (error: ConfigurationError) => void;
}

/** Names the folder of the team's own journeys to Playwright's workers. */
const journeysVariable = 'AIRLOCK_SMOKE_JOURNEYS';
/** Names the private folder of the run to Playwright's workers. */
const runVariable = 'AIRLOCK_SMOKE_RUN';
/** Names the environment that the run looks at to Playwright's workers. */
const environmentVariable = 'AIRLOCK_SMOKE_ENVIRONMENT';
/** Names the process that runs them to Playwright's workers. */
const runnerVariable = 'AIRLOCK_SMOKE_RUNNER';

/**
 * What this Playwright run is about. It looks at one environment, which has to be named: a bare run would open them all.
 * If the config, the table, a waiver or the command is wrong, it says so and ends the process with 78.
 */
export function planSmoke(argv: readonly string[] = process.argv.slice(2)): Promise<SmokePlan> {
  return exitOnConfigError(() => plan(argv));
}

async function plan(argv: readonly string[]): Promise<SmokePlan> {
  if (isWorker()) return await workerPlan();

  const command = writtenOut(argv);
  const { loaded, environments, project } = await subjectOf(argv).catch(async (error: unknown) => {
    // A run that cannot start must not leave the verdict of an earlier run in place.
    if (!command.includes('--list')) await voidVerdicts(valuesOf(argv, '--project'));
    throw error;
  });
  const lists = command.includes('--list');
  const begun = lists ? undefined : beginSmoke(loaded, project);
  return exitOnConfigError(async () => {
    refuseUnsound(command);
    refuseWordsAfterDashes(argv);
    checkNames(loaded);
    const { browsers } = requirePages(loaded, resolveProfile(loaded, project));
    if (!lists) await loadEmbedded(loaded);

    const runDirectory = openRunDirectory(project);
    const journeys = journeysFolder(loaded);
    if (journeys === undefined) delete process.env[journeysVariable];
    else process.env[journeysVariable] = journeys;
    const partial = filtersOf(withoutShard(command));
    return {
      environments,
      isWorker: false,
      homes: checkHomes(loaded.directory),
      outputDirectory: path.join(runDirectory, 'playwright'),
      browsers,
      journeys,
      conclude: begun?.conclude ?? (() => undefined),
      reporter: begun && {
        runDirectory,
        evidenceDirectory: path.join(begun.reportsDirectory, 'smoke'),
        subject: begun.subject,
        waivers: loaded.deployment.waivers,
        whyNoSecrets: forkNote(process.env),
        reportsDirectory: begun.reportsDirectory,
        color: showsColor(process.stdout, process.env),
        verbose: asksForVerbose(process.env),
        onCall: onCallFacts(loaded, [project]),
        ...githubOf(process.env),
        ...(partial !== undefined && { partial }),
      },
    };
  }, begun?.conclude);
}

async function subjectOf(argv: readonly string[]) {
  const loaded = await loadDeployment();
  const environments = Object.keys(loaded.deployment.environments);
  return { loaded, environments, project: oneProject(argv, environments) };
}

interface BegunSmoke {
  subject: VerdictSubject;
  reportsDirectory: string;
  /** Closes the verdict in the words of what keeps the run from starting. */
  conclude: (error: ConfigurationError) => void;
}

/** From here on the smoke part of the verdict is this run's: whatever keeps it from starting leaves the gate closed. */
function beginSmoke(loaded: LoadedDeployment, project: string): BegunSmoke {
  const subject = verdictSubject(loaded, [project]);
  const reportsDirectory = projectReports(loaded, project);
  const startedAt = new Date().toISOString();
  const shelf = globalThis as { [besidesSlot]?: () => string[] };
  shelf[besidesSlot] = lockRun(reportsDirectory, subject);
  const write = (part: Pick<RunPart, 'state' | 'finishedAt' | 'breakages'>) =>
    writeVerdictPart(reportsDirectory, subject, 'smoke', { startedAt, outcomes: [], ...part });
  write({ state: 'running', breakages: [] });
  return {
    subject,
    reportsDirectory,
    conclude({ message }) {
      const breakage = { place: 'the smoke tests', message: redact(message), configuration: true };
      write({ state: 'complete', finishedAt: new Date().toISOString(), breakages: [breakage] });
    },
  };
}

/**
 * Whether this is one of Playwright's workers, which load the config again and have no command line to read. Its variable alone
 * does not say so: it may come from the environment, and then nothing would be checked and nothing reported.
 */
function isWorker(): boolean {
  const { TEST_WORKER_INDEX } = process.env;
  return TEST_WORKER_INDEX !== undefined && process.env[runnerVariable] === String(process.ppid);
}

async function workerPlan(): Promise<SmokePlan> {
  const { directory } = await loadDeployment();
  return {
    environments: [process.env[environmentVariable] ?? ''],
    isWorker: true,
    homes: checkHomes(directory),
    reporter: undefined,
    outputDirectory: path.join(process.env[runVariable] ?? tmpdir(), 'playwright'),
    browsers: [],
    journeys: process.env[journeysVariable],
    conclude: () => undefined,
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
  const runDirectory = mkdtempSync(temporaryPrefix('smoke-run'));
  process.env[runVariable] = runDirectory;
  process.env[environmentVariable] = project;
  process.env[runnerVariable] = String(process.pid);
  process.on('exit', () => rmSync(runDirectory, { recursive: true, force: true }));
  // By themselves these end a process without `exit`; Playwright listens to SIGINT alone.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(interruptedCodes[signal]));
  return runDirectory;
}

/** A shard is a part of a run that other shards complete: the reporter joins them, and says where one is missing. */
function withoutShard(argv: readonly string[]): string[] {
  return argv.filter((argument, index) => !argument.startsWith('--shard') && argv[index - 1] !== '--shard');
}
