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
  outcomes: readonly Pick<Outcome, 'check' | 'platform' | 'kind' | 'severity' | 'environment'>[];
  /** The commit of the last verdict that opened the gate, where one is remembered. */
  goBackTo?: string;
  /** The command that deploys the backend, as the team runs it. */
  deployBackend?: string;
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
 * Roll back or fix forward: which platform, which commands, and what to look at afterwards, for each environment in which something failed.
 * Undefined where nothing failed, and for the audit, which nobody answers with a deploy.
 */
export function guidanceFor(gate: FailedGate): Guidance | undefined {
  if (gate.exitCode !== 1 || gate.project === 'isolation') return undefined;
  const failed = gate.outcomes.filter(({ kind, severity }) => kind === 'failed' && severity === 'critical');
  if (failed.length === 0) return undefined;
  // A run of several environments has no command of its own: each environment is put right by itself.
  const environments = [...new Set(failed.map(({ environment }) => environment))];
  const lines = environments.flatMap((environment) => [
    ...(environments.length > 1 ? [`In ${environment}:`] : []),
    ...linesFor(environment, gate),
  ]);
  const isDecision = new Set(matrixLines().map((line) => `  ${line}`));
  const decisions = lines.some((line) => isDecision.has(line)) ? [...isDecision] : [];
  const short = lines.filter((line) => !isDecision.has(line));
  return {
    title: 'Roll back or fix forward',
    lines: environments.length > 1 ? [...short, ...decisions] : lines,
    short,
  };
}

function linesFor(environment: string, gate: FailedGate): string[] {
  const outcomes = gate.outcomes.filter((outcome) => outcome.environment === environment);
  const failed = outcomes.filter(({ kind, severity }) => kind === 'failed' && severity === 'critical');
  const code = failed.filter(({ platform }) => isPart(platform));
  const values = failed.filter(({ platform }) => platform === 'config' || platform === 'isolation');
  return [
    ...(code.length > 0 ? forCode(code, outcomes, environment, gate) : []),
    ...forContainers(failed, environment),
    ...(values.length > 0
      ? [
          `Fix forward (${values.length} failed in ${familiesOf(values)}): a rollback brings no value back. npm run drift -- --env ${environment} names what differs.`,
        ]
      : []),
    ...forPipeline(failed),
    `Afterwards: npx vitest run --project ${environment}, npx playwright test --project ${environment}, and npm run gate -- --env ${environment}${gate.commit === null ? '' : ' --commit <the commit that is then live>'}.`,
  ];
}

/** `config and isolation`, or the one of them that failed. */
function familiesOf(outcomes: FailedGate['outcomes']): string {
  return [...new Set(outcomes.map(({ platform }) => platform))].sort().join(' and ');
}

function forCode(
  code: FailedGate['outcomes'],
  outcomes: FailedGate['outcomes'],
  environment: string,
  { goBackTo = '<the commit before>', deployBackend }: FailedGate,
): string[] {
  const all = [...new Set(code.map(({ platform }) => platform))].filter(isPart).map((platform) => parts[platform]);
  const affected = [...new Map(all.map((part) => [part.called, part])).values()];
  const called = affected.map((part) => part.called).join(', ');
  const only = affected.map(({ option }) => `--platform ${option}`).join(' ');
  const forward = (part: (typeof affected)[number]) =>
    part.called === 'backend' && deployBackend !== undefined
      ? `${deployBackend}, from the commit of the site`
      : part.forward;
  return [
    `Failed: ${called}. ${wayBack(outcomes)}`,
    `Roll back: npm run rollback -- --env ${environment} --to ${goBackTo} ${only} says go or no go, and prints the commands.`,
    ...affected.map(
      (part) =>
        `Fix forward, ${part.called}: ${forward(part)}; then npx vitest run --project ${environment} ${part.specs}.`,
    ),
    ...matrixLines().map((line) => `  ${line}`),
  ];
}

/** Services in containers go back by the image of the release before; what is in files or in a database does not. */
function forContainers(failed: FailedGate['outcomes'], project: string): string[] {
  const named = (some: FailedGate['outcomes']) => some.map(({ check }) => check).join(', ');
  const ofFiles = failed.filter(({ check }) => check.startsWith('services/compose-'));
  const running = failed.filter((outcome) => outcome.platform === 'services' && !ofFiles.includes(outcome));
  const databases = failed.filter(({ platform }) => platform === 'databases');
  return [
    ...(running.length > 0
      ? [
          `Failed: services (${named(running)}).`,
          'Roll back: start the image of the release before by its tag or digest, `docker compose up -d SERVICE`, where the database still fits it (databases/migrations).',
          `Fix forward, services: docker compose up -d --pull always SERVICE, with the image of this commit; then npx vitest run --project ${project} services.`,
        ]
      : []),
    ...(ofFiles.length > 0
      ? [
          `Fix forward (${named(ofFiles)}): change the compose file that each finding names, and start the services again.`,
        ]
      : []),
    ...(databases.length > 0
      ? [
          `Fix forward (${named(databases)}): a rollback of code brings no schema, role or backup back. Apply what is pending, then npx vitest run --project ${project} databases.`,
        ]
      : []),
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
