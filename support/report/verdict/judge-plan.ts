import type { Outcome } from '../../check/outcome.ts';
import { firstFew } from '../../text/first-few.ts';
import { canonicalJson } from './canonical-json.ts';
import { type PartName, partNames, type Verdict, type VerdictPlan } from './verdict.ts';

const commands: Readonly<Record<PartName, (project: string) => string>> = {
  specs: (project) => `npx vitest run --project ${project}`,
  smoke: (project) => `npx playwright test --project ${project}`,
};

/** What was to be checked, as the specs on disk and the config say now, and what the reader does without. */
export interface AskedPlan {
  plan: VerdictPlan;
  without: readonly PartName[];
}

/**
 * Why a verdict is not whole: it planned other checks than there are now, a part has not run, a planned check has no outcome,
 * an outcome was not planned, or a check held without having looked at anything. Undefined if it is whole.
 */
export function planProblem(verdict: Verdict, { plan, without }: AskedPlan): string | undefined {
  const asked = partNames.filter((name) => !without.includes(name));
  return (
    first(asked, (name) => otherPlan(name, verdict.plan, plan)) ??
    first(asked, (name) => missingPart(name, verdict)) ??
    first(partNames, (name) => otherOutcomes(name, verdict))
  );
}

function first(names: readonly PartName[], problem: (name: PartName) => string | undefined): string | undefined {
  for (const name of names) {
    const found = problem(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function otherPlan(name: PartName, seen: VerdictPlan, asked: VerdictPlan): string | undefined {
  if (canonicalJson(seen[name] ?? null) === canonicalJson(asked[name] ?? null)) return undefined;

  const [planned, needed] = [pairsOf(seen, name), pairsOf(asked, name)];
  const missing = needed.filter((pair) => !planned.includes(pair));
  const extra = planned.filter((pair) => !needed.includes(pair));
  const parts = [
    ...(missing.length > 0 ? [`did not plan ${shown(missing)}`] : []),
    ...(extra.length > 0 ? [`planned ${shown(extra)}, which ${extra.length === 1 ? 'is' : 'are'} not there now`] : []),
  ];
  return `the run ${parts.join(', and ') || 'planned its checks differently'}`;
}

function missingPart(name: PartName, { plan, parts, project }: Verdict): string | undefined {
  if (plan[name] === undefined || parts[name] !== undefined) return undefined;
  if (name === 'specs') return 'the verdict contains smoke tests but no checks';
  return `the smoke tests, which the config asks for, have not run (\`${commands.smoke(project)}\`)`;
}

function otherOutcomes(name: PartName, { plan, parts, project }: Verdict): string | undefined {
  const part = parts[name];
  if (part === undefined) return undefined;

  const planned = pairsOf(plan, name);
  // A team's own test in the audit belongs to no one environment: it counts for each.
  const came = new Set(part.outcomes.flatMap((outcome) => pairsOfOutcome(outcome, project, plan, name)));
  const missing = planned.filter((pair) => !came.has(pair));
  if (missing.length > 0) return `the verdict has no outcome of ${shown(missing)}`;

  const strange = [...came].filter((pair) => !planned.includes(pair));
  if (strange.length > 0) return `the verdict contains outcomes of ${shown(strange)}, which the run did not plan`;

  const found = part.outcomes.filter(({ kind, findings }) => kind === 'held' && findings.length > 0);
  if (found.length > 0) return `${shownOutcomes(found)} held and found something wrong`;

  const blind = part.outcomes.filter(({ kind, evidence }) => kind === 'held' && !hasLooked(evidence));
  return blind.length === 0 ? undefined : `${shownOutcomes(blind)} held without having looked at anything`;
}

function pairsOf(plan: VerdictPlan, name: PartName): string[] {
  const { checks, environments } = plan[name] ?? { checks: [], environments: [] };
  return checks.flatMap((check) => environments.map((environment) => nameOf(check, environment)));
}

function pairsOfOutcome({ check, environment }: Outcome, project: string, plan: VerdictPlan, name: PartName): string[] {
  const environments = plan[name]?.environments ?? [];
  const own = environment === project && !environments.includes(environment) ? environments : [environment];
  return own.map((each) => nameOf(check, each));
}

function hasLooked(evidence: Outcome['evidence']): boolean {
  return Object.values(evidence).some((count) => count > 0);
}

function nameOf(check: string, environment: string): string {
  return `${check} in ${environment}`;
}

function shownOutcomes(outcomes: readonly Outcome[]): string {
  return shown(outcomes.map(({ check, environment }) => nameOf(check, environment)));
}

function shown(names: readonly string[]): string {
  return firstFew(names, 3).join(', ');
}
