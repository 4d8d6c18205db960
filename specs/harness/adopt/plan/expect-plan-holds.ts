import path from 'node:path';
import { expect } from 'vitest';
import { collectChecks } from '../../../../support/adopt/plan/collect-checks.ts';
import { totalsOf } from '../../../../support/adopt/plan/format-plan.ts';
import type { PlannedCheck } from '../../../../support/adopt/plan/plan-check.ts';
import { planProject } from '../../../../support/adopt/plan/plan-environment.ts';
import type { Outcome } from '../../../../support/check/index.ts';
import { Session } from '../../../../support/check/session.ts';
import { loadDeployment, resolveProfiles, startEmbedded } from '../../../../support/profile/index.ts';
import { auditProject } from '../../../../support/report/runners/projects.ts';

interface Sent {
  check: string;
  origin: string;
}

/** Notes what a run sends, and for which check: every request carries its name. */
function watchRequests(): Disposable & { readonly sent: readonly Sent[] } {
  const { fetch } = globalThis;
  const sent: Sent[] = [];
  globalThis.fetch = (input, init) => {
    const check = new Headers(init?.headers).get('x-airlock-check');
    if (check !== null) sent.push({ check, origin: new URL(String(input)).origin });
    return fetch(input, init);
  };
  return {
    sent,
    [Symbol.dispose]() {
      globalThis.fetch = fetch;
    },
  };
}

/** Plans a project of a deployment, and then runs it. */
async function planAndRun(config: string, project: string) {
  const loaded = await loadDeployment(path.join(import.meta.dirname, '../../../..', config));
  await using embedded = await startEmbedded(loaded);
  const variables = embedded?.variables ?? {};
  using planning = watchRequests();
  const plans = await planProject(loaded, project, variables);
  const sentByPlan = [...planning.sent];
  const isAudit = project === auditProject;
  const environments = plans.map(({ environment }) => environment);
  const profiles = resolveProfiles(loaded, environments, { variables, spanning: isAudit });
  const [first] = profiles;
  if (!first) throw new Error('no environment is planned');
  const checks = await collectChecks(loaded, first, project);
  await using session = new Session({ profiles, files: [], audit: isAudit });
  for (const definition of checks) session.add(definition, undefined);
  using running = watchRequests();
  await session.start();
  const outcomes = await Promise.all(
    checks.flatMap((check) => profiles.map(({ environment }) => session.outcome(check, environment))),
  );
  return { plans, sentByPlan, outcomes, sent: running.sent };
}

/** What an outcome sent more than its plan says. */
function beyond({ evidence, retries }: Outcome, planned: PlannedCheck): string[] {
  const requests = Object.entries(evidence)
    .filter(([what]) => /^requests(?: \(|$)/.test(what))
    .reduce((sum, [, number]) => sum + number, 0);
  const most = planned.kind === 'runs' ? (planned.requests ?? Number.POSITIVE_INFINITY) : 0;
  return requests - retries > most ? [`${planned.check}: ${requests} requests, planned ${most}`] : [];
}

/** Asserts that a run of a project sends what its plan says at most, and that the plan sends nothing. */
export async function expectPlanHolds(config: string, project: string): Promise<void> {
  const { plans, sentByPlan, outcomes, sent } = await planAndRun(config, project);
  expect(sentByPlan).toEqual([]);
  const plannedOf = (check: string, environment: string) => {
    const found = plans.find((plan) => plan.environment === environment)?.checks.find((each) => each.check === check);
    if (!found) throw new Error(`${check} is not planned for ${environment}`);
    return found;
  };
  expect(outcomes.flatMap((outcome) => beyond(outcome, plannedOf(outcome.check, outcome.environment)))).toEqual([]);
  // The positive control: requests were counted, and their origins seen.
  expect(sent.length).toBeGreaterThan(5);
  const elsewhere = sent.filter(
    ({ check, origin }) =>
      !plans.some(({ checks }) => checks.find((each) => each.check === check)?.hosts.includes(origin)),
  );
  expect([...new Set(elsewhere.map(({ check, origin }) => `${check} → ${origin}`))]).toEqual([]);
  const total = plans.map(({ checks }) => totalsOf(checks.filter(({ effect }) => effect !== 'offline')));
  for (const { requests } of total)
    if (requests !== undefined && plans.length === 1) expect(sent.length).toBeLessThanOrEqual(requests);
}
