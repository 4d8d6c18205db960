import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import { cancelsRunning, groupProblem, groupsOf } from '../../support/families/delivery/concurrency.ts';
import {
  type Deploy,
  distinct,
  mayBeSameStage,
  placesOf,
  productionDeploys,
  stageOf,
} from '../../support/families/delivery/deploys.ts';
import { unreadDeploys, unreadReasons } from '../../support/families/delivery/unread-deploys.ts';
import { type Delivery, deployingRoles } from '../../support/workflow/index.ts';

/**
 * Whether deploys of one environment wait for each other, are not cut off half-way, and are not done twice.
 * @throws NotVerified where no workflow deploys anything that is recognised
 */
export function judgeOneDeployAtATime(delivery: Delivery): Finding[] {
  const deploys = productionDeploys(delivery, deployingRoles).filter(
    ({ job, run }) => job.job !== undefined && !run.scenario.isPullRequest,
  );
  const unread = unreadReasons(unreadDeploys(delivery, deployingRoles).filter((point) => groupProblem(point)));
  if (deploys.length === 0)
    throw new NotVerified(['no workflow deploys anything that is recognised', ...unread].join('; '));
  return conclude([...besideEachOther(deploys), ...cutOff(deploys), ...twice(deploys)], unread);
}

const remedy = 'Add to the workflow:\nconcurrency:\n  group: deploy-production\n  cancel-in-progress: false';

/** One finding a job: two runs of it may deploy at the same time. */
function besideEachOther(deploys: readonly Deploy[]): Finding[] {
  const byJob = Map.groupBy(deploys, ({ job }) => `${job.place.file}:${job.place.line}`);
  return [...byJob].flatMap(([place, all]) => {
    const problems = all.map((deploy) => ({ deploy, problem: groupProblem(deploy) }));
    const [open] = problems.filter(({ problem }) => problem !== undefined);
    if (!open) return [];
    const group = groupsOf(open.deploy)[0];
    return [
      {
        what: `two runs of the job ${open.deploy.job.id} can deploy at the same time`,
        expected: 'a concurrency group that all deploys of the environment share',
        received: `on ${open.deploy.run.title}, ${open.problem}`,
        from: group ? [`${group.concurrency.file}:${group.concurrency.line}`, place] : [place],
        remedy,
      },
    ];
  });
}

/** `cancel-in-progress: true` ends a deploy that is half-way: the backend is new, and the site is not. */
function cutOff(deploys: readonly Deploy[]): Finding[] {
  const places = new Map<string, Deploy>();
  for (const deploy of deploys)
    for (const { concurrency, job } of groupsOf(deploy))
      if (cancelsRunning(concurrency, job, deploy.run)) {
        const at = concurrency.cancelInProgress ?? concurrency;
        places.set(`${at.file}:${at.line}`, deploy);
      }
  return [...places].map(([place, { run }]) => ({
    what: 'a new run cancels a production deploy half-way',
    expected: '`cancel-in-progress: false` where production is deployed',
    received: `on ${run.title}, the run before is cancelled wherever it is`,
    from: [place],
    remedy: 'Write `cancel-in-progress: false`, or an expression that is false on this event.',
  }));
}

/** The same thing deployed by two jobs of one event: the later one wins, whichever that is. */
function twice(deploys: readonly Deploy[]): Finding[] {
  const byEvent = Map.groupBy(deploys, ({ run }) => `${run.scenario.event} ${run.scenario.ref}`);
  const findings = new Map<string, Finding>();
  for (const all of byEvent.values()) {
    const each = distinct(all);
    for (const [index, one] of each.entries())
      for (const other of each.slice(index + 1)) {
        if (!isSameUnit(one, other) || !happenTogether(one, other)) continue;
        const from = [...placesOf(one.operation).slice(0, 1), ...placesOf(other.operation).slice(0, 1)];
        findings.set(from.join(' '), {
          what: `${one.run.title} deploys the same ${one.operation.role} twice`,
          expected: 'one deploy of it',
          received: `\`${one.operation.command}\` and \`${other.operation.command}\``,
          from,
          remedy: 'Leave one of them out.',
        });
      }
  }
  return [...findings.values()];
}

function isSameUnit(one: Deploy, other: Deploy): boolean {
  const [first, second] = [one.operation, other.operation];
  const isAlike = first.role === second.role && first.platform === second.platform && first.unit === second.unit;
  const hasSameKey = first.key === undefined || second.key === undefined || first.key === second.key;
  return (
    isAlike &&
    hasSameKey &&
    placesOf(first)[0] !== placesOf(second)[0] &&
    mayBeSameStage(stageOf(first), stageOf(second))
  );
}

/** In one run, both may succeed; a second attempt after a failure is not a second deploy. */
function happenTogether(one: Deploy, other: Deploy): boolean {
  if (one.run.worlds !== other.run.worlds) return true;
  return one.run.worlds.canBe(one.run.worlds.formulas.all(one.succeeded, other.succeeded));
}
