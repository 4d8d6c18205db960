import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import {
  type Deploy,
  deploysIn,
  distinct,
  placesOf,
  productionDeploys,
} from '../../support/families/delivery/deploys.ts';
import { unreadDeploys, unreadReasons } from '../../support/families/delivery/unread-deploys.ts';
import { type Delivery, deployingRoles, wordCase } from '../../support/workflow/index.ts';

/** What the judgement looked at, for its evidence. */
export interface GatePresent {
  gates: number;
  findings: Finding[];
}

/**
 * Whether the gate runs after the deploys and the audit every night, and whether each can fail, and stops what follows.
 * @throws NotVerified where no workflow deploys anything, and none runs the gate
 */
export function judgeGatePresent(delivery: Delivery): GatePresent {
  const gates = deploysIn(delivery).filter(({ operation }) => operation.role === 'gate' || operation.role === 'audit');
  const ships = productionDeploys(delivery, deployingRoles).filter(({ run }) => !run.scenario.isPullRequest);
  if (gates.length === 0 && ships.length === 0)
    throw new NotVerified(
      [
        'no workflow deploys anything that is recognised, and none runs the gate',
        ...unreadReasons(unreadDeploys(delivery, deployingRoles)),
      ].join('; '),
    );
  const masked = distinct(gates).flatMap((gate) => cannotFail(gate) ?? []);
  const beside = ships.flatMap((ship) => goesOnWithout(ship, gates) ?? []);
  // What is missing is a warning; what is there and cannot fail is worse than nothing.
  const missing = [...missingGate(ships, gates), ...missingAudit(delivery, gates)];
  const findings = [
    ...masked,
    ...onePerPlace(beside),
    ...missing.map((finding): Finding => ({ ...finding, severity: 'warning' })),
  ];
  return { gates: distinct(gates).length, findings: conclude(findings, unjudged(delivery, gates)) };
}

function cannotFail({ run, job, operation, reached, succeeded }: Deploy): Finding | undefined {
  const { formulas } = run.worlds;
  const passes = formulas.all(formulas.without(reached, succeeded), job.succeeded);
  const circumstances = run.worlds.caseOf(passes);
  if (!circumstances) return undefined;
  return {
    what: `the ${operation.role} cannot fail`,
    expected: `a job that fails where \`${operation.command}\` fails`,
    received: `the job ${job.id} is green where ${wordCase(circumstances) || 'it failed'}`,
    from: placesOf(operation),
    remedy: 'Take `|| true`, `continue-on-error`, `set +e` or the pipe away from it.',
  };
}

/** A deploy in the same run that neither was before the gate, nor waits for it. */
function goesOnWithout(ship: Deploy, gates: readonly Deploy[]): Finding | undefined {
  const own = gates.filter(({ run, operation }) => run === ship.run && operation.role === 'gate');
  const [gate] = own;
  if (!gate) return undefined;
  const isJudged = own.some(({ before }) =>
    before.some((done) => 'operation' in done && done.operation.id === ship.operation.id),
  );
  if (isJudged) return undefined;
  const { formulas } = ship.run.worlds;
  const waiting = ship.before.filter(
    (done) => 'operation' in done && own.some(({ operation }) => operation.id === done.operation.id),
  );
  const passed = formulas.any(...waiting.map(({ when }) => when));
  const circumstances = ship.run.worlds.caseOf(formulas.without(ship.reached, passed));
  if (!circumstances) return undefined;
  return {
    what: waiting.length === 0 ? 'nothing waits for the gate' : 'a deploy goes on although the gate failed',
    expected: `\`${ship.operation.command}\` before the gate, or after it where it succeeded`,
    received:
      waiting.length === 0
        ? `on ${ship.run.title}, the job ${gate.job.id} runs beside it, and no job needs it`
        : `on ${ship.run.title}, it ships where ${wordCase(circumstances)}`,
    from: [...placesOf(gate.operation), ...placesOf(ship.operation).slice(0, 1)],
    remedy: `Let the job ${gate.job.id} need the job ${ship.job.id}, or the other way round.`,
  };
}

/** What was not read and may deploy, and is before no gate. */
function unjudged(delivery: Delivery, gates: readonly Deploy[]): string[] {
  const judged = new Set(
    gates.flatMap(({ before }) => before.flatMap((done) => ('unread' in done ? [done.unread] : []))),
  );
  return unreadReasons(unreadDeploys(delivery, deployingRoles).filter(({ unread }) => !judged.has(unread)));
}

function onePerPlace(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.from[0], finding])).values()];
}

const missingRemedy = [
  'Add a job:',
  'gate:',
  '  needs: [the jobs that deploy]',
  '  runs-on: ubuntu-latest',
  '  steps:',
  '    - uses: actions/checkout@v4',
  '    - run: npm ci && npx vitest run --project prod',
].join('\n');

/** A workflow that ships and never runs the gate: one finding a workflow. */
function missingGate(ships: readonly Deploy[], gates: readonly Deploy[]): Finding[] {
  const gated = new Set(
    gates.filter(({ operation }) => operation.role === 'gate').flatMap(({ run }) => [run, run.follows]),
  );
  const followed = (ship: Deploy) => gated.has(ship.run) || gates.some(({ run }) => run.follows === ship.run);
  const open = ships.filter((ship) => ship.operation.role === 'frontend' && !followed(ship));
  return [...Map.groupBy(open, ({ run, operation }) => run.workflow?.file ?? operation.platform).values()].flatMap(
    (all) => {
      const [ship] = all;
      if (!ship) return [];
      return [
        {
          what: 'no job runs the gate after the deploys',
          expected: 'a job that needs the deploys and runs `npx vitest run --project prod`',
          received: `none on ${ship.run.title}`,
          from: placesOf(ship.operation),
          remedy: missingRemedy,
        },
      ];
    },
  );
}

function missingAudit({ workflows }: Delivery, gates: readonly Deploy[]): Finding[] {
  if (gates.some(({ operation, run }) => operation.role === 'audit' && run.scenario.event === 'schedule')) return [];
  return [
    {
      what: 'no scheduled workflow runs the audit',
      expected: 'a workflow with `schedule` that runs `npx vitest run --project isolation`',
      received: `none in ${workflows.length} workflows`,
      from: ['.github/workflows'],
      remedy: 'Add the workflow of docs/nightly-workflow.yaml.',
    },
  ];
}
