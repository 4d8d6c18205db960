import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import {
  type Deploy,
  deploysIn,
  distinct,
  mayBeSameStage,
  placesOf,
  productionDeploys,
  stageOf,
} from '../../support/families/delivery/deploys.ts';
import { unreadDeploys, unreadReasons } from '../../support/families/delivery/unread-deploys.ts';
import { convexBackends, type Delivery, type Role, showPlace, wranglerConfigs } from '../../support/workflow/index.ts';

/**
 * Whether a pipeline deploys the Convex backend (and the Workers that the repository holds): by itself, from the right
 * folder, with options that exist and a key that reaches it.
 * @param roles what the backend is: the Convex backend, unless the config's order names others
 * @throws NotVerified where the repository has neither, or where what decides was not read
 */
export function judgeBackendDeploys(delivery: Delivery, roles: readonly Role[] = ['backend']): Finding[] {
  const others = roles.filter((role) => role !== 'backend').map((role) => judgeRole(delivery, role));
  const [findings, open] = [others.flatMap((each) => each.findings), others.flatMap((each) => each.open)];
  // A team whose order names no Convex backend, and whose repository has none, has none to deploy.
  const hasConvex = roles.includes('backend') || convexBackends(delivery.repository).length > 0;
  return hasConvex
    ? [...findings, ...judgeConvex(delivery, open)]
    : conclude([...findings, ...missingWorkers(delivery)], [...open, ...workersLeft(delivery)]);
}

/** Whether a pipeline deploys to production what the config's `order` names: services, containers. */
function judgeRole(delivery: Delivery, role: Role): { findings: Finding[]; open: string[] } {
  const deploys = productionDeploys(delivery, [role]).filter(
    ({ run, operation }) => !run.scenario.isPullRequest && mayBeSameStage(stageOf(operation), 'production'),
  );
  if (deploys.length > 0) return { findings: distinct(deploys).flatMap(problemsOf), open: [] };
  const unread = unreadReasons(unreadDeploys(delivery, [role]));
  if (unread.length > 0) return { findings: [], open: unread };
  return {
    findings: [
      {
        what: `no pipeline deploys a ${role} to production`,
        expected: `a job that deploys the ${role}s, as \`delivery.order\` names them`,
        received: `none in ${delivery.workflows.length} workflows`,
        from: ['.github/workflows'],
        remedy: `Add a job that deploys the ${role}s on a push or a tag, or name its command in \`delivery.recognise\`.`,
      },
    ],
    open: [],
  };
}

function judgeConvex(delivery: Delivery, others: readonly string[]): Finding[] {
  const backends = productionDeploys(delivery, ['backend']).filter(({ run }) => !run.scenario.isPullRequest);
  const folders = convexBackends(delivery.repository).map(({ folder }) => folder || '.');
  if (folders.length === 0 && backends.length === 0)
    throw new NotVerified(
      'the repository has no Convex backend, and no pipeline deploys one',
      "Where services or containers are the backend, name them in `delivery.order`: `order: ['container', 'frontend']`.",
    );

  const problems = distinct(backends).flatMap(problemsOf);
  const open: string[] = [...others, ...workersLeft(delivery), ...distinct(backends).flatMap(computedVariables)];
  if (backends.length > 0)
    return conclude([...problems, ...byHand(delivery, backends), ...missingWorkers(delivery)], open);

  const unread = unreadThatMay(delivery);
  const isOpen = unread.length > 0 || !shipsFromWorkflow(delivery);
  if (isOpen)
    return conclude(
      [],
      unread.length > 0 ? unread : ['no file says who deploys the front end, and whether that deploys the backend'],
    );
  return [nobodyDeploys(delivery, folders), ...missingWorkers(delivery)];
}

/** Every Pages, Vercel or Netlify project has a build command in its settings: it may deploy the backend. */
function shipsFromWorkflow(delivery: Delivery): boolean {
  if (delivery.settings.deploysItself !== undefined) return true;
  return productionDeploys(delivery, ['frontend']).length > 0;
}

function unreadThatMay(delivery: Delivery): string[] {
  return delivery.runs.flatMap(({ jobs }) =>
    jobs.flatMap(({ unread }) =>
      unread
        .filter((each) => each.unread.mayBe.includes('backend'))
        .map((each) => `${each.unread.what} (${showPlace(each.unread.trace[0])})`),
    ),
  );
}

/** `env: ${{ fromJSON(…) }}`: which variables reach the command, a deploy key among them, cannot be told. */
function computedVariables({ operation, job }: Deploy): string[] {
  const line = operation.trace[0]?.line ?? 0;
  const step = job.job?.steps.findLast((each) => each.line <= line);
  return [step?.env.computed, job.job?.env.computed, job.workflow?.env.computed].flatMap((text) =>
    text
      ? [
          `which variables reach \`${operation.command}\` cannot be told from \`env: ${text.text}\` (${showPlace(text)})`,
        ]
      : [],
  );
}

function problemsOf({ operation }: Deploy): Finding[] {
  return (operation.problems ?? []).map((problem) => ({ ...problem, from: placesOf(operation) }));
}

/** The backend waits for somebody to start it, while the front end does not. */
function byHand(delivery: Delivery, backends: readonly Deploy[]): Finding[] {
  const [first] = backends;
  if (!first || backends.some(({ run }) => run.scenario.isAutomatic)) return [];
  const ship = productionDeploys(delivery, ['frontend']).find(
    ({ run }) => run.scenario.isAutomatic && !run.scenario.isPullRequest,
  );
  if (!ship) return [];
  return [
    {
      what: 'the backend is deployed by hand only, and the front end by itself',
      expected: `a backend deploy on ${ship.run.title}, as the front end has`,
      received: `a backend deploy on ${first.run.title} alone`,
      from: [...placesOf(first.operation), ...placesOf(ship.operation).slice(0, 1)],
      remedy: 'Deploy the backend in the workflow that ships the front end, before it.',
    },
  ];
}

function nobodyDeploys(delivery: Delivery, folders: readonly string[]): Finding {
  const [folder = '.'] = folders;
  const refused = delivery.workflows.filter(({ refusals }) => refusals.length > 0).map(({ file }) => file);
  const ships = distinct(productionDeploys(delivery, ['frontend']));
  const from = ships.flatMap(({ operation }) => placesOf(operation).slice(0, 1));
  return {
    what: 'no pipeline deploys the Convex backend',
    expected: `a job that runs \`npx convex deploy\` in ${folders.join(', ')}`,
    received: `none in ${delivery.workflows.length} workflows`,
    from: from.length > 0 ? from : ['.github/workflows'],
    remedy: [
      'Add a job, and let the job that ships the front end need it:',
      'deploy-convex:',
      '  runs-on: ubuntu-latest',
      '  environment: production',
      '  steps:',
      '    - uses: actions/checkout@v4',
      '    - run: npm ci && npx convex deploy --yes',
      ...(folder === '.' ? [] : [`      working-directory: ${folder}`]),
      '      env:',
      `        CONVEX_DEPLOY_KEY: \${{ secrets.CONVEX_DEPLOY_KEY }}`,
    ].join('\n'),
    ...(refused.length > 0 && { cause: `GitHub refuses ${refused.join(', ')}, and does not run it` }),
  };
}

/** Workers of the repository that no pipeline deploys. */
function undeployedWorkers(delivery: Delivery): string[] {
  const deployed = deploysIn(delivery).filter(
    ({ operation }) => operation.role === 'worker' || operation.platform === 'cloudflare-workers',
  );
  const isDeployed = (file: string, name: string | undefined) =>
    deployed.some(({ operation: { unit, configFile } }) => [file, name].includes(unit) || configFile === file);
  return wranglerConfigs(delivery.repository)
    .filter(({ isSite, file, name }) => !isSite && !isDeployed(file, name))
    .map(({ file }) => file);
}

/** Workers Builds deploys from its own settings: only a config that names what deploys itself says that it does not. */
function missingWorkers(delivery: Delivery): Finding[] {
  if (delivery.settings.deploysItself === undefined) return [];
  const own = delivery.settings.deploysItself.some(({ platform }) => platform === 'cloudflare-workers');
  return own
    ? []
    : undeployedWorkers(delivery).map((file) => ({
        what: 'no pipeline deploys a Worker of the repository',
        expected: `a job that runs \`npx wrangler deploy\` with ${file}`,
        received: `none in ${delivery.workflows.length} workflows`,
        from: [`${file}:1`],
        remedy: 'Add a job with `npx wrangler deploy`, before the job that ships the front end.',
      }));
}

function workersLeft(delivery: Delivery): string[] {
  if (delivery.settings.deploysItself !== undefined) return [];
  return undeployedWorkers(delivery).map(
    (file) => `no pipeline deploys the Worker of ${file}, and no file says whether Workers Builds does`,
  );
}
