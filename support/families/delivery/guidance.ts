import type { Outcome } from '../../check/outcome.ts';
import { matrixLines } from './rollback/matrix.ts';

/** What to do about a failed gate, for the end of every report. */
export interface Guidance {
  title: string;
  lines: readonly string[];
  /** The same without the matrix of decisions, for a terminal. */
  short: readonly string[];
}

interface FailedGate {
  project: string;
  exitCode: number | null;
  /** The commit that was judged. */
  commit: string | null;
  outcomes: readonly Pick<Outcome, 'check' | 'platform' | 'kind' | 'severity'>[];
}

/** What is rolled back or deployed, by the section of the checks that failed. */
const parts = {
  pages: {
    called: 'site',
    option: 'pages',
    specs: 'pages',
    forward: 'build and deploy the site from the commit that the backend has',
  },
  smoke: {
    called: 'site',
    option: 'pages',
    specs: 'pages',
    forward: 'build and deploy the site from the commit that the backend has',
  },
  convex: {
    called: 'backend',
    option: 'convex',
    specs: 'convex',
    forward: 'npx convex deploy --yes, from the commit of the site',
  },
  worker: {
    called: 'Worker',
    option: 'worker',
    specs: 'worker',
    forward: 'npx wrangler deploy, from the commit of the site',
  },
} as const;

const isPart = (platform: string): platform is keyof typeof parts => Object.hasOwn(parts, platform);

/**
 * Roll back or fix forward: which platform, which commands, and what to look at afterwards. Undefined where nothing failed, and for the
 * audit, which nobody answers with a deploy.
 */
export function guidanceFor({ project, exitCode, commit, outcomes }: FailedGate): Guidance | undefined {
  if (exitCode !== 1 || project === 'isolation') return undefined;
  const failed = outcomes.filter(({ kind, severity }) => kind === 'failed' && severity === 'critical');
  if (failed.length === 0) return undefined;
  const code = failed.filter(({ platform }) => isPart(platform));
  const values = failed.filter(({ platform }) => platform === 'config' || platform === 'isolation');
  const lines = [
    ...(code.length > 0 ? forCode(code, outcomes, project) : []),
    ...(values.length > 0
      ? [
          `Fix forward (${values.length} failed in config and isolation): a rollback brings no value back. npm run drift -- --env ${project} names what differs.`,
        ]
      : []),
    ...forPipeline(failed),
    `Afterwards: npx vitest run --project ${project}, npx playwright test --project ${project}, and npm run gate -- --env ${project}${commit === null ? '' : ' --commit <the commit that is then live>'}.`,
  ];
  const matrix = new Set(matrixLines().map((line) => `  ${line}`));
  return { title: 'Roll back or fix forward', lines, short: lines.filter((line) => !matrix.has(line)) };
}

function forCode(code: FailedGate['outcomes'], outcomes: FailedGate['outcomes'], project: string): string[] {
  const all = [...new Set(code.map(({ platform }) => platform))].filter(isPart).map((platform) => parts[platform]);
  const affected = [...new Map(all.map((part) => [part.called, part])).values()];
  const called = affected.map((part) => part.called).join(', ');
  const only = affected.map(({ option }) => `--platform ${option}`).join(' ');
  return [
    `Failed: ${called}. ${wayBack(outcomes)}`,
    `Roll back: npm run rollback -- --env ${project} --to <the commit before> ${only} says go or no go, and prints the commands.`,
    ...affected.map(
      (part) => `Fix forward, ${part.called}: ${part.forward}; then npx vitest run --project ${project} ${part.specs}.`,
    ),
    ...matrixLines().map((line) => `  ${line}`),
  ];
}

/** What this very run found out about the way back. */
function wayBack(outcomes: FailedGate['outcomes']): string {
  const safe = outcomes.find(({ check }) => check === 'delivery/rollback-safe')?.kind;
  if (safe === 'failed') return 'Do not roll back: delivery/rollback-safe failed in this run. Fix forward.';
  return safe === 'held'
    ? 'The way back is open: delivery/rollback-safe held in this run.'
    : 'Whether the way back is open was not judged in this run.';
}

function forPipeline(failed: FailedGate['outcomes']): string[] {
  const pipeline = failed.filter(({ platform }) => platform === 'delivery' || platform === 'migration');
  if (pipeline.length === 0) return [];
  if (pipeline.every(({ check }) => check === 'delivery/rollback-safe'))
    return [
      'The way back is closed (delivery/rollback-safe): whatever else goes wrong with this deployment is fixed forward.',
    ];
  const isSplit = pipeline.some(({ check }) => check === 'delivery/version-agreement');
  return [
    isSplit
      ? 'Fix forward: bring the part that lags behind up to the commit of the others; delivery/version-agreement names it with its command.'
      : `Fix forward (${pipeline.map(({ check }) => check).join(', ')}): change what each finding names, and deploy again.`,
  ];
}
