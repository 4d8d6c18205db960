import { known } from '../expression/value.ts';
import { Worlds } from '../formula/worlds.ts';
import type { Operation, Unread } from '../operations/operation.ts';
import type { SelfDeployment } from '../operations/self-deploying.ts';
import type { ShellContext } from '../shell/shell-context.ts';
import { ShellRun } from '../shell/shell-run.ts';
import { Timeline } from '../shell/timeline.ts';
import type { JobRun, PipelineRun } from './pipeline-run.ts';
import type { Pipelines } from './run-settings.ts';
import { pushScenario } from './scenario.ts';

/** What a platform does by itself on every push: it runs its build, and ships where that succeeded. */
export function runSelfDeployment(
  platform: SelfDeployment,
  pipelines: Pipelines,
  runs: readonly PipelineRun[],
): PipelineRun {
  // What waits for a job is in the worlds of its run: what failed there has failed.
  const awaited = awaitedJob(platform, runs, pipelines.settings.defaultBranch);
  const worlds = awaited?.run.worlds ?? new Worlds();
  const { formulas } = worlds;
  const timeline = new Timeline(awaited?.job.timeline.done);
  const place = { file: platform.file, line: platform.line };
  const run: JobRun = {
    id: platform.platform,
    prefix: '',
    place,
    job: undefined,
    workflow: undefined,
    ran: formulas.always,
    succeeded: formulas.always,
    failed: formulas.never,
    occurrences: [],
    unread: [],
    ordinary: new Set(),
    timeline,
    condition: undefined,
    environment: undefined,
    evaluate: ({ text }) => known(text),
  };
  const ready = platform.build ? buildShell(platform, pipelines, run, worlds).run().succeeded : formulas.always;
  // `npx wrangler deploy` of Workers Builds is the deployment itself.
  run.occurrences = run.occurrences.filter(
    ({ operation: { role, platform: name } }) => role !== platform.role || name !== platform.platform,
  );
  // A check that is skipped counts as one that passed.
  const built = awaited ? formulas.without(ready, awaited.job.failed) : ready;
  if (!platform.isBuildCertain) {
    const unread: Unread = {
      what: `which build command ${platform.platform} runs is not in the repository`,
      mayBe: ['backend'],
      trace: [place],
    };
    run.unread.push({ unread, reached: formulas.always, before: timeline.done });
    timeline.add({ unread, when: formulas.always });
  }
  if (platform.waitsFor !== undefined && !awaited) {
    const unread: Unread = {
      what: `${platform.platform} waits for the job ${platform.waitsFor}, and no workflow has it on a push to ${pipelines.settings.defaultBranch}`,
      mayBe: ['backend'],
      trace: [place],
    };
    run.unread.push({ unread, reached: formulas.always, before: timeline.done });
    timeline.add({ unread, when: formulas.always });
  }
  const operation: Operation = {
    id: `${platform.platform} ${platform.file}`,
    role: platform.role,
    platform: platform.platform,
    target: 'production',
    command: `${platform.platform} deploys every push by itself`,
    unit: platform.folder,
    trace: [place],
    deploysItself: platform.isCertain ? 'certain' : 'possible',
  };
  run.occurrences.push({ operation, reached: built, succeeded: built, before: timeline.done });
  timeline.add({ operation, when: built });
  run.succeeded = built;
  run.failed = formulas.not(built);
  return {
    title: `a push to ${pipelines.settings.defaultBranch} that ${platform.platform} deploys by itself`,
    workflow: undefined,
    scenario: pushScenario(place, pipelines.settings.defaultBranch),
    worlds,
    jobs: [run],
    succeeded: built,
    failed: run.failed,
    timeline,
    follows: awaited?.run,
  };
}

/** The job that a platform waits for, on a push to the default branch. */
function awaitedJob({ waitsFor }: SelfDeployment, runs: readonly PipelineRun[], defaultBranch: string) {
  if (waitsFor === undefined) return undefined;
  const isPush = ({ scenario }: PipelineRun) =>
    scenario.event === 'push' && scenario.branch === defaultBranch && scenario.isAutomatic;
  return runs
    .filter(isPush)
    .flatMap((run) => run.jobs.map((job) => ({ run, job })))
    .find(({ job }) => job.id === waitsFor || job.job?.name === waitsFor);
}

function buildShell(platform: SelfDeployment, pipelines: Pipelines, run: JobRun, worlds: Worlds): ShellRun {
  const { build } = platform;
  const context: ShellContext = {
    worlds,
    repository: pipelines.repository,
    patterns: pipelines.settings.patterns,
    job: platform.platform,
    contexts: { worlds, lookup: () => undefined, success: worlds.formulas.always, failure: worlds.formulas.never },
    // The variables of a platform are set in the platform.
    variable: () => undefined,
    reach: () => 'unknown',
    toRepository: (folder) => folder,
    toWorkspace: (folder) => folder,
    environment: undefined,
    branch: pipelines.settings.defaultBranch,
    productionBranch: pipelines.settings.defaultBranch,
    onOutput: () => {},
    onOperation: (occurrence) => run.occurrences.push(occurrence),
    onUnread: (unread, reached, before) => run.unread.push({ unread, reached, before }),
    onOrdinary: (name) => run.ordinary.add(name),
  };
  return new ShellRun(context, {
    script: {
      file: build?.file ?? platform.file,
      line: build?.line ?? platform.line,
      text: build?.text ?? '',
      keepsLines: false,
    },
    hasExpressions: false,
    state: {
      folder: platform.folder,
      machine: 'runner',
      stopsOnFailure: false,
      pipefail: false,
      variables: new Map(),
      hasMoreVariables: true,
    },
    reached: worlds.formulas.always,
    timeline: run.timeline,
    trace: [],
    running: [platform.file],
  });
}
