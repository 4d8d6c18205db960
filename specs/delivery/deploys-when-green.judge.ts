import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import { type Deploy, placesOf, productionDeploys } from '../../support/families/delivery/deploys.ts';
import { unreadDeploys, unreadReasons } from '../../support/families/delivery/unread-deploys.ts';
import {
  type Circumstance,
  type Delivery,
  deployingRoles,
  type JobRun,
  type PipelineRun,
  showPlace,
  wordCase,
} from '../../support/workflow/index.ts';

/**
 * Whether a job that deploys has deployed wherever it ends green.
 * @throws NotVerified where no job deploys, or where a job is named for a deploy that nobody recognises
 */
export function judgeDeploysWhenGreen(delivery: Delivery): Finding[] {
  const deploys = productionDeploys(delivery, deployingRoles).filter(({ operation }) => !operation.deploysItself);
  const idle = idleJobs(delivery);
  // What a platform builds by itself is not a job.
  const unread = unreadReasons(
    unreadDeploys(delivery, deployingRoles).filter(
      ({ job }) => !job.occurrences.some(({ operation }) => operation.deploysItself),
    ),
  );
  if (deploys.length === 0 && idle.findings.length === 0 && idle.open.length === 0)
    throw new NotVerified(['no workflow deploys anything that is recognised', ...unread].join('; '));
  const byPlace = Map.groupBy(deploys, ({ operation }) => placesOf(operation).join(' ') + operation.command);
  const gaps = [...byPlace.values()].flatMap((each) => greenWithout(each) ?? []);
  return conclude(
    [...withOneCause(gaps).map(findingOf), ...idle.findings],
    [...idle.open, ...unread],
    'Name what it runs in `delivery.recognise` of the deployment config.',
  );
}

/** A job that is green where a deploy of it has not been done. */
interface Gap {
  deploy: Deploy;
  circumstances: readonly Circumstance[];
  /** Other deploys of the job that are left out where this one is. */
  others: readonly Deploy[];
}

/** The first run in which the job of a deploy is green, and nothing of its kind was deployed. */
function greenWithout(deploys: readonly Deploy[]): Gap | undefined {
  for (const deploy of deploys) {
    const { run, job, operation } = deploy;
    const { formulas } = run.worlds;
    const alike = job.occurrences.filter(
      (each) => each.operation.role === operation.role && each.operation.unit === operation.unit,
    );
    const done = formulas.any(...alike.map(({ succeeded }) => succeeded));
    const circumstances = run.worlds.caseOf(formulas.without(formulas.all(job.ran, job.succeeded), done));
    if (circumstances) return { deploy, circumstances, others: [] };
  }
  return undefined;
}

/** One gap for each cause: deploys of a job that the same condition leaves out, or that one line of it starts. */
function withOneCause(gaps: readonly Gap[]): Gap[] {
  const first: Gap[] = [];
  for (const gap of gaps) {
    const at = first.findIndex((each) => hasSameCause(each, gap));
    const known = first[at];
    if (known) first[at] = { ...known, others: [...known.others, gap.deploy] };
    else first.push(gap);
  }
  return first;
}

function hasSameCause(one: Gap, other: Gap): boolean {
  const [first, second] = [one.deploy.job.place, other.deploy.job.place];
  if (showPlace(first) !== showPlace(second)) return false;
  return (
    wordCase(one.circumstances) === wordCase(other.circumstances) ||
    placesOf(one.deploy.operation)[0] === placesOf(other.deploy.operation)[0]
  );
}

function findingOf({ deploy: { run, job, operation }, circumstances, others }: Gap): Finding {
  const commands = [...new Set([operation, ...others.map((each) => each.operation)].map(({ command }) => command))];
  const isMasked = circumstances.some(({ meaning, value }) => meaning.kind === 'failure' && value);
  const condition = circumstances.find(({ meaning }) => meaning.kind === 'condition');
  return {
    what: `the job ${job.id} can be green without its deploy`,
    expected: `a job that fails, or is skipped, where ${commands.map((each) => `\`${each}\``).join(', ')} has not succeeded`,
    received: `on ${run.title}, it is green where ${wordCase(circumstances) || 'it runs at all'}`,
    from: [...new Set([operation, ...others.map((each) => each.operation)].flatMap(placesOf))],
    remedy: isMasked ? unmask : (condition?.meaning.remedy ?? onTheJob),
  };
}

const unmask = 'Let a failure of it fail the step: take `|| true`, `continue-on-error`, `set +e` or the pipe away.';
const onTheJob = 'Put the condition on the job, in its `if`: a job that is skipped is not green. Or end with `exit 1`.';

interface Idle {
  findings: Finding[];
  open: string[];
}

/** Jobs that are named for a deploy, and in which nothing is recognised that deploys. */
function idleJobs({ runs }: Delivery): Idle {
  const idle: Idle = { findings: [], open: [] };
  const seen = new Set<string>();
  for (const run of runs)
    for (const job of run.jobs) {
      const place = `${job.place.file}:${job.place.line}`;
      if (seen.has(place) || !isNamedForDeploy(job) || !run.worlds.canBe(job.ran) || doesSomething(job, run)) continue;
      seen.add(place);
      const harmless = [...job.ordinary].every((command) => harmlessCommand.test(command));
      if (harmless && job.unread.length === 0) idle.findings.push(deploysNothing(job, place));
      else idle.open.push(`nothing in the job ${job.id} (${place}) is recognised as a deploy`);
    }
  return idle;
}

function isNamedForDeploy({ job }: JobRun): boolean {
  return job !== undefined && job.uses === undefined && /^(deploy|release-prod|ship)\b/i.test(job.id);
}

function doesSomething({ occurrences }: JobRun, _run: PipelineRun): boolean {
  return occurrences.some(({ operation }) => deployingRoles.includes(operation.role) || operation.role === 'image');
}

/** Commands and actions that set up, build, test or print: no deploy hides behind them. */
const harmlessCommand =
  /^(uses: (actions|oven-sh|pnpm|docker)\/|npm (ci|install|i|test|run (build|test|lint))|pnpm (i|install|test|build)|yarn( install)?$|bun (install|test)|ls|cat|mkdir|cp|mv|rm|sleep|date|git (config|fetch|checkout|log|diff|status)|test |\[|tar|unzip|node -v|which)\b/;

function deploysNothing(job: JobRun, place: string): Finding {
  return {
    what: `the job ${job.id} is named for a deploy, and deploys nothing`,
    expected: 'a step that deploys',
    received: `${job.ordinary.size} commands, none of which deploys`,
    from: [place],
    remedy: 'Deploy in it, or give it another name.',
  };
}
