import { casesWithoutFailure, wordCase } from '../formula/witness.ts';
import type { JobRun, PipelineRun } from '../graph/pipeline-run.ts';
import type { Delivery } from '../graph/read-pipelines.ts';
import type { Occurrence } from '../shell/timeline.ts';
import { type Place, showPlace } from '../source/workflow.ts';

/** A condition of more cases than these is named by their number. */
const mostCases = 3;

/**
 * A pipeline as text: every way in which it starts, its jobs in order, what each does to what runs, and under which
 * condition. Then what GitHub refuses, and what was not read.
 */
export function printDelivery(delivery: Delivery): string {
  const runs = delivery.runs.filter((run) =>
    run.jobs.some((job) => job.occurrences.length > 0 || job.unread.length > 0),
  );
  const quiet = delivery.workflows.filter(({ file }) => !runs.some(({ workflow }) => workflow?.file === file));
  const sections = [
    ...runs.map(printRun),
    section(
      'Deploys nothing that is recognised',
      quiet.map(({ file }) => file),
    ),
    section(
      'Refused by GitHub',
      delivery.workflows.flatMap(({ refusals }) => refusals.map((each) => `${showPlace(each)}  ${each.message}`)),
    ),
    section('Not read', unreadOf(delivery)),
    section(
      'Not followed',
      delivery.notFollowed.map(({ file, why }) => `${file}: ${why}`),
    ),
  ];
  const text = sections.filter((each) => each !== '').join('\n\n');
  return text === '' ? 'There is no workflow, and no platform that deploys by itself.' : text;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function printRun(run: PipelineRun): string {
  const source = run.workflow ? `${run.workflow.file}` : '';
  const paths = run.scenario.paths ? `  only where ${run.scenario.paths.join(', ')} changed` : '';
  const jobs = run.jobs
    .filter(({ job, ran }) => job === undefined || run.worlds.canBe(ran))
    .map((job) => printJob(job, run));
  return [`On ${run.title}  ${source}${paths}`.trimEnd(), ...jobs].join('\n');
}

function printJob(job: JobRun, run: PipelineRun): string {
  const needs = job.job?.needs.map(({ text }) => text) ?? [];
  const after = needs.length > 0 ? `  after ${needs.join(', ')}` : '';
  const environment = job.environment === undefined ? '' : `  in ${job.environment}`;
  const lines = once(job.occurrences, run).map((each) => `      ${printOccurrence(each, run, job)}`);
  return [`  ${job.id}${after}${environment}${when(job.ran, run)}`, ...lines].join('\n');
}

/** An operation in a loop happens in each round, and is printed once. */
function once(occurrences: readonly Occurrence[], run: PipelineRun): Occurrence[] {
  const byId = new Map<string, Occurrence>();
  for (const each of occurrences)
    if (run.worlds.canBe(each.reached) && !byId.has(each.operation.id)) byId.set(each.operation.id, each);
  return [...byId.values()];
}

function printOccurrence({ operation, reached }: Occurrence, run: PipelineRun, job: JobRun): string {
  const target = operation.target === 'production' ? '' : ` (${operation.target})`;
  const place = operation.trace.map(showPlace).join(' → ');
  // What the job's own condition says is said of the job.
  const own = reached === job.ran ? '' : when(reached, run);
  return `${operation.role.padEnd(10)}${operation.platform}${target}  ${operation.command}  ${place}${own}`;
}

/** Under which conditions something happens where nothing fails; nothing is said of what always does. */
function when(formula: JobRun['ran'], { worlds }: PipelineRun): string {
  const cases = casesWithoutFailure(worlds.formulas, formula, mostCases);
  if (!cases) return `  under more than ${mostCases} combinations of conditions`;
  if (cases.length === 0) return '  only where something failed';
  const words = cases.map(wordCase);
  return words.includes('') ? '' : `  where ${words.join(', or ')}`;
}

function unreadOf({ runs }: Delivery): string[] {
  const lines = runs.flatMap(({ jobs }) =>
    jobs.flatMap(({ id, unread }) => unread.map(({ unread: each }) => `${last(each.trace)}  ${each.what} (job ${id})`)),
  );
  return [...new Set(lines)];
}

function last(trace: readonly [Place, ...Place[]]): string {
  return showPlace(trace.at(-1) ?? trace[0]);
}
