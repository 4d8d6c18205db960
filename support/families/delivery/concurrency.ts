import type { JobRun, PipelineRun, Text } from '../../workflow/index.ts';
import type { Deploy } from './deploys.ts';

/** One `concurrency` that a deploy is in, and a job in whose words its texts can be read. */
interface Group {
  concurrency: NonNullable<NonNullable<JobRun['job']>['concurrency']>;
  job: JobRun;
}

/** The concurrency of a deploy's job, of the jobs that call its workflow, and of the workflow itself. */
export function groupsOf({ job, run }: Pick<Deploy, 'job' | 'run'>): Group[] {
  const callers = run.jobs.filter((each) => each !== job && job.prefix.startsWith(`${each.id} / `));
  const ofJobs = [job, ...callers].flatMap((each) =>
    each.job?.concurrency ? [{ concurrency: each.job.concurrency, job: each }] : [],
  );
  const ofWorkflows = [job.workflow, run.workflow].flatMap((workflow) =>
    workflow?.concurrency ? [{ concurrency: workflow.concurrency, job }] : [],
  );
  return [...ofJobs, ...ofWorkflows];
}

/** What every run has for itself. */
const ofOneRun = /github\.(run_id|run_number|run_attempt|sha)\b/;

/** Why two runs may deploy beside each other; undefined where they wait. */
export function groupProblem(deploy: Pick<Deploy, 'job' | 'run'>): string | undefined {
  const groups = groupsOf(deploy).flatMap(({ concurrency, job }) =>
    concurrency.group ? [{ group: concurrency.group, job }] : [],
  );
  if (groups.length === 0) return 'nothing makes a run wait for the one before it';
  const shared = groups.some(({ group, job }) => isShared(group, job, deploy.run));
  return shared ? undefined : `every run has a group of its own: \`${groups[0]?.group.text}\``;
}

/** A tag is another one each time: a group that holds it is no two runs'. */
function isShared(group: Text, job: JobRun, { scenario }: PipelineRun): boolean {
  if (ofOneRun.test(group.text)) return false;
  const value = job.evaluate(group);
  const text = value.kind === 'known' ? String(value.value) : group.text;
  const holdsTag = value.kind === 'known' ? text.includes(scenario.refName) : /github\.ref(_name)?\b/.test(text);
  return !(scenario.refType === 'tag' && holdsTag);
}

/** Whether a new run cancels the one before it. */
export function cancelsRunning(concurrency: Group['concurrency'], job: JobRun, { worlds }: PipelineRun): boolean {
  if (!concurrency.cancelInProgress) return false;
  const value = job.evaluate(concurrency.cancelInProgress);
  if (value.kind === 'known') return String(value.value) === 'true';
  return (
    value.kind === 'choice' &&
    value.options.some(
      ({ when, value: leaf }) => leaf.kind === 'known' && String(leaf.value) === 'true' && worlds.canBe(when),
    )
  );
}
