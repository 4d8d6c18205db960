import { type Advice, adviceFor, type IncidentSeverity, matrixLines, type UserImpact } from './matrix.ts';
import type { RollbackJudgement, RollbackPlatform } from './obstacle.ts';
import type { RollbackTarget } from './targets.ts';

export type Decision = 'go' | 'no go' | 'not known';

/** One platform in the order in which it goes back. */
export interface PlatformPlan {
  platform: RollbackPlatform;
  decision: Decision;
  why: readonly string[];
  notes: readonly string[];
  targets: readonly RollbackTarget[];
  advice: Advice | undefined;
  takes: string;
  verify: string;
}

export interface RollbackPlan {
  decision: Decision;
  platforms: readonly PlatformPlan[];
}

interface Incident {
  severity?: IncidentSeverity | undefined;
  impact?: UserImpact | undefined;
}

/** Source: the platform-specific procedures of deployment operations. */
const takes: Readonly<Record<RollbackPlatform, string>> = {
  pages: '1 to 2 minutes; no data is touched',
  worker: '5 to 10 minutes; the state of Durable Objects stays',
  convex: '5 to 10 minutes without a change of the schema, up to an hour with one',
};

/** The platforms in the order in which they go back, and whether each may. */
export function planRollback(
  { obstacles, unknown, notes = [] }: RollbackJudgement,
  targets: readonly RollbackTarget[],
  only: readonly RollbackPlatform[],
  { severity, impact }: Incident,
): RollbackPlan {
  const present = [...new Set(targets.map(({ platform }) => platform))].filter((each) => only.includes(each));
  const platforms = orderOf(present, obstacles).map((platform): PlatformPlan => {
    const own = targets.filter((each) => each.platform === platform);
    const against = obstacles.filter((each) => each.platform === platform).map(({ what }) => what);
    const absent = own.flatMap(({ called, missing, step }) =>
      missing !== undefined && step === '' ? [`${called}: ${missing}`] : [],
    );
    const open = [
      ...unknown.filter((each) => each.platform === platform).map(({ reason }) => reason),
      ...own.flatMap(({ called, unread }) => (unread === undefined ? [] : [`${called}: ${unread}`])),
    ];
    return {
      platform,
      decision: decisionOf([...against, ...absent], open),
      why: [...against, ...absent, ...open],
      notes: notes.filter((each) => each.platform === platform).map(({ text }) => text),
      targets: own,
      advice: severity && impact ? adviceFor(severity, impact, platform) : undefined,
      takes: takes[platform],
      verify: verificationOf(platform),
    };
  });
  const decisions = platforms.map(({ decision }) => decision);
  const open = decisions.includes('not known') || platforms.length === 0;
  const unlessRefused = open ? 'not known' : 'go';
  return { decision: decisions.includes('no go') ? 'no go' : unlessRefused, platforms };
}

function decisionOf(against: readonly string[], open: readonly string[]): Decision {
  if (against.length > 0) return 'no go';
  return open.length > 0 ? 'not known' : 'go';
}

/** The site goes back first, where the older one fits the backend that is deployed; else the backend does. */
function orderOf(present: readonly RollbackPlatform[], obstacles: RollbackJudgement['obstacles']): RollbackPlatform[] {
  const siteNeedsBackend = obstacles.some(({ platform }) => platform === 'pages');
  const order: RollbackPlatform[] = siteNeedsBackend ? ['convex', 'worker', 'pages'] : ['pages', 'worker', 'convex'];
  return order.filter((each) => present.includes(each));
}

function verificationOf(platform: RollbackPlatform): string {
  if (platform === 'pages') return 'npx playwright test --project ENV';
  return platform === 'worker' ? 'npx vitest run --project ENV worker' : 'npx vitest run --project ENV convex';
}

const names: Readonly<Record<RollbackPlatform, string>> = { pages: 'site', worker: 'Worker', convex: 'backend' };

/** The plan as text. */
export function formatRollback(
  plan: RollbackPlan,
  judgement: RollbackJudgement,
  to: string,
  environment: string,
): string {
  const lines = [`${plan.decision.toUpperCase()}: ${environment} back to ${to}`, ''];
  for (const [index, each] of plan.platforms.entries()) {
    lines.push(`${index + 1}. ${names[each.platform]}: ${each.decision}`);
    if (each.advice) lines.push(`   ${each.advice.action}, within ${each.advice.within}`);
    for (const { called, target, step, missing } of each.targets) {
      lines.push(`   ${called}: ${target ?? missing ?? 'not known'}`);
      if (step !== '' && each.decision !== 'no go') lines.push(`   → ${step}`);
    }
    if (each.decision === 'go')
      lines.push(`   takes ${each.takes}`, `   then ${each.verify.replace('ENV', environment)}`);
    for (const note of each.notes) lines.push(`   ${note}`);
    for (const why of each.why) lines.push(`   ${each.decision === 'no go' ? '✗' : '?'} ${why}`);
  }
  for (const { what, expected, received, from, remedy } of judgement.obstacles)
    lines.push(
      '',
      `✗ ${what}`,
      `    expected ${expected}`,
      `    received ${received}`,
      ...from.map((place) => `    from     ${place}`),
      `    remedy   ${remedy}`,
    );
  lines.push('', adviceLine(plan), '', 'When to do it:', ...matrixLines().map((line) => `  ${line}`));
  lines.push(
    '',
    `After it: npx vitest run --project ${environment}, and npm run gate -- --env ${environment} --commit ${to}`,
  );
  return lines.join('\n');
}

function adviceLine({ decision, platforms }: RollbackPlan): string {
  const able = platforms.filter((each) => each.decision === 'go').map(({ platform }) => platform);
  if (decision === 'go') return `Every platform may go back, in this order. ${platforms.length} compared.`;
  if (able.length === 0)
    return decision === 'no go'
      ? 'Fix forward: nothing may go back as it is.'
      : 'What is not known has to be known first.';
  const options = able.map((each) => `--platform ${each}`).join(' ');
  return `The whole may not go back. What may, alone: ${able.map((each) => names[each]).join(', ')} (${options}). Otherwise fix forward.`;
}
