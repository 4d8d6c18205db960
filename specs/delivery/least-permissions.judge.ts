import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { deployCredentialsOf, holdsCredentials, referencesOf } from '../../support/families/delivery/credentials.ts';
import type { Delivery, JobRun, PipelineRun, Reference } from '../../support/workflow/index.ts';

interface Held {
  run: PipelineRun;
  job: JobRun;
  references: readonly Reference[];
}

/**
 * Whether jobs that hold what deploys have the least permissions, and no pull request runs with them.
 * @throws NotVerified where no job holds deploy credentials
 */
export function judgeLeastPermissions(delivery: Delivery): Finding[] {
  const references = referencesOf(delivery);
  const held = delivery.runs.flatMap((run) =>
    run.jobs
      .map((job): Held => ({ run, job, references: job.workflow ? (references.get(job.workflow) ?? []) : [] }))
      .filter(({ job, references: own }) => run.worlds.canBe(job.ran) && holdsCredentials(job, own)),
  );
  if (held.length === 0) throw new NotVerified('no job of a workflow holds deploy credentials');
  const findings = [...held.flatMap(({ job }) => permissionsOf(job)), ...held.flatMap(onPullRequests)];
  return [...new Map(findings.map((finding) => [finding.from.join(' ') + finding.what, finding])).values()];
}

function permissionsOf({ id, job, workflow, place }: JobRun): Finding[] {
  const permissions = job?.permissions ?? workflow?.permissions;
  const written = {
    expected: '`permissions: { contents: read }`, and what the job needs besides',
    remedy: 'Add to the job: `permissions: { contents: read }`.',
  };
  if (!permissions)
    return [
      {
        what: `the job ${id} holds deploy credentials, and no permissions are set for its token`,
        ...written,
        received: 'none: the token may have all that the repository allows',
        from: [`${place.file}:${place.line}`],
      },
    ];
  if (permissions.everything !== 'write-all') return [];
  return [
    {
      what: `the job ${id} holds deploy credentials, and its token may do everything`,
      ...written,
      received: 'write-all',
      from: [`${permissions.file}:${permissions.line}`],
    },
  ];
}

/** A pull request runs what its author wrote: with the key of production, that is production. */
function onPullRequests({ run, job, references }: Held): Finding[] {
  if (!run.scenario.isPullRequest) return [];
  const keys = deployCredentialsOf(job, references).filter(({ line }) => reachesStep(line, job, run));
  return keys.map(({ name, file, line }) => ({
    what: 'a pull request runs with a deploy key',
    expected: 'the key in jobs alone that no pull request starts',
    received: `on ${run.title}, the job ${job.id} has secrets.${name}`,
    from: [`${file}:${line}`],
    remedy: `Give ${name} to the step that deploys, and let its job run on pushes alone: \`if: github.event_name == 'push'\`.`,
  }));
}

/** A key that stands in one step is the job's where that step can run. */
function reachesStep(line: number, job: JobRun, run: PipelineRun): boolean {
  const step = job.job?.steps.findLast((each) => each.line <= line);
  if (!step?.if) return true;
  const condition = step.if.text.replace(/^\s*\$\{\{|\}\}\s*$/g, '');
  const value = job.evaluate({ ...step.if, text: `\${{ ${condition} }}` });
  if (value.kind === 'known') return Boolean(value.value);
  return (
    value.kind !== 'choice' ||
    value.options.some(
      ({ when, value: leaf }) => run.worlds.canBe(when) && leaf.kind === 'known' && Boolean(leaf.value),
    )
  );
}
