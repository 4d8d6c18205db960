import type { Finding } from '../../support/check/finding.ts';
import { NotApplicable } from '../../support/check/not-applicable.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import {
  type Deploy,
  deploysIn,
  mayBeSameStage,
  placesOf,
  productionDeploys,
  stageOf,
  titlesOf,
} from '../../support/families/delivery/deploys.ts';
import { orderRemedy } from '../../support/families/delivery/order-remedy.ts';
import { shippedBySettings } from '../../support/families/delivery/shipped-by-settings.ts';
import { unreadDeploys, unreadReasons } from '../../support/families/delivery/unread-deploys.ts';
import {
  type Circumstance,
  type Delivery,
  type Done,
  type Formula,
  frontEndPackages,
  type Operation,
  type Role,
  showPlace,
  wordCase,
  wranglerConfigs,
} from '../../support/workflow/index.ts';

/** A front end that ships in a case in which no backend deploy has succeeded before it. */
interface Gap {
  ship: Deploy;
  circumstances: readonly Circumstance[];
}

/**
 * Whether, on every path of every event that ships the front end, a backend deploy came before it and succeeded.
 * @param roles what has to be deployed before a front end: the Convex backend, unless the config says more
 * @param hasSite whether the config has a site
 * @throws NotApplicable where the deployment has no front end
 * @throws NotVerified where nothing ships a front end or deploys a backend, or where what decides was not read
 */
export function judgeBackendBeforeFrontend(
  delivery: Delivery,
  roles: readonly Role[] = ['backend'],
  hasSite = true,
): Finding[] {
  const ships = productionDeploys(delivery, ['frontend']);
  const unread = unreadShips(delivery, roles);
  const hasFrontEnd = hasSite || frontEndPackages(delivery.repository).length > 0;
  if (!hasFrontEnd && delivery.settings.deploysItself !== undefined && ships.length + unread.length === 0)
    throw new NotApplicable(
      'there is no front end: `platforms.pages` is not set, and no package of the repository is one',
    );
  if (ships.length === 0)
    throw new NotVerified(
      ['no workflow and no platform configuration deploys a front end', ...unread].join('; '),
      'Where a platform deploys it by itself, name it in `delivery.deploysItself` of the deployment config.',
    );
  const settings = ships.flatMap((ship) => shippedBySettings(ship, delivery));
  const judged = roles.flatMap((role) => judgeRole(delivery, ships, role));
  const gaps = judged.flatMap(({ gap }) => gap ?? []);
  const open = [...settings, ...judged.flatMap((each) => each.open), ...unread, ...sitesLeft(delivery)];
  const findings = [...findingsOf(gaps, delivery), ...roles.flatMap((role) => earlyBuilds(delivery, ships, role))];
  return conclude(
    findings,
    open,
    'Let the workflow itself deploy, or declare what it runs in `delivery` of the deployment config.',
  );
}

/** What was not read and may ship the front end, in a case in which no backend deploy has succeeded before it. */
function unreadShips(delivery: Delivery, roles: readonly Role[]): string[] {
  const early = unreadDeploys(delivery, ['frontend']).filter(({ run, reached, before }) =>
    roles.some((role) => {
      const done = before.filter((each) => isProductionDeploy(each, role)).map(({ when }) => when);
      return run.worlds.canBe(run.worlds.formulas.without(reached, run.worlds.formulas.any(...done)));
    }),
  );
  return unreadReasons(early);
}

/** Sites that Workers serve and no workflow deploys: Workers Builds may, from its own settings. */
function sitesLeft(delivery: Delivery): string[] {
  if (delivery.settings.deploysItself !== undefined) return [];
  const deployed = deploysIn(delivery).filter(({ operation }) => operation.platform === 'cloudflare-workers');
  return wranglerConfigs(delivery.repository).flatMap(({ file, name, isSite, isPages }) => {
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
    const isDeployed = deployed.some(
      ({ operation: { unit, configFile } }) => [file, name, folder].includes(unit) || configFile === file,
    );
    return isSite && !isPages && !isDeployed
      ? [`no workflow deploys the site of ${file}, and no file says whether Workers Builds does`]
      : [];
  });
}

interface Judged {
  gap?: Gap;
  open: string[];
}

function judgeRole(delivery: Delivery, ships: readonly Deploy[], role: Role): Judged[] {
  return ships
    .filter((ship) => !isOnlyPossible(ship, delivery))
    .map((ship) => {
      const { run, reached, before } = ship;
      const { formulas } = run.worlds;
      const done = before.filter((each) => isBackend(each, role, ship)).map(({ when }) => when);
      const gap = formulas.without(reached, formulas.any(...done));
      if (!run.worlds.canBe(gap)) return { open: [] };

      const unread = before.filter((each) => 'unread' in each && each.unread.mayBe.includes(role));
      const certain = formulas.without(gap, formulas.any(...unread.map(({ when }) => when)));
      const circumstances = run.worlds.caseOf(certain);
      if (circumstances) return { gap: { ship, circumstances }, open: [] };
      return {
        open: unread.flatMap((each) =>
          'unread' in each ? `${each.unread.what} (${showPlace(each.unread.trace[0])})` : [],
        ),
      };
    });
}

/** A platform whose files do not say that it deploys by itself, while a workflow deploys to it. */
function isOnlyPossible({ operation }: Deploy, delivery: Delivery): boolean {
  return shippedBySettings({ operation }, delivery).length > 0;
}

function isBackend(done: Done, role: Role, ship: Deploy): boolean {
  return isProductionDeploy(done, role) && mayBeSameStage(stageOf(done.operation), stageOf(ship.operation));
}

function isProductionDeploy(done: Done, role: Role): done is Done & { operation: Operation } {
  return 'operation' in done && done.operation.role === role && done.operation.target === 'production';
}

/** One finding for each front-end deploy, with every event on which the gap is. */
function findingsOf(gaps: readonly Gap[], delivery: Delivery): Finding[] {
  const byShip = Map.groupBy(gaps, ({ ship }) => placesOf(ship.operation).join(' ') + ship.operation.command);
  return [...byShip.values()].flatMap((all) => {
    const [gap] = all;
    if (!gap) return [];
    const { ship, circumstances } = gap;
    const backends = deploysIn(delivery).filter(
      ({ operation }) => operation.role === 'backend' && operation.target === 'production',
    );
    const near = nearest(backends, ship);
    return [
      {
        what: `${shownShip(ship)} can ship without the backend`,
        expected: 'a backend deploy that has succeeded before it, on every path',
        received: received(gap, all, near),
        from: [...placesOf(ship.operation), ...(near ? placesOf(near.operation).slice(0, 1) : [])],
        remedy: orderRemedy(ship, near, circumstances),
      },
    ];
  });
}

function shownShip({ operation }: Deploy): string {
  return operation.deploysItself
    ? `${operation.platform}, which deploys every push by itself,`
    : `\`${operation.command}\``;
}

function received({ ship, circumstances }: Gap, all: readonly Gap[], near: Deploy | undefined): string {
  const on = `on ${titlesOf(all.map((gap) => gap.ship))}`;
  if (!near) return `${on}, nothing deploys the backend`;
  const command = `\`${near.operation.command}\` (${placesOf(near.operation)[0]})`;
  if (near.run !== ship.run && !isFollowed(ship, near))
    return `${on}, it runs beside ${near.run.workflow?.name ?? near.run.title}, which deploys the backend${pathFilter(near)}`;
  const isBefore = ship.before.some((done) => 'operation' in done && done.operation.id === near.operation.id);
  if (!isBefore)
    return `${on}, it does not wait for ${command}${ship.job === near.job ? ', which comes after it' : ''}`;
  const when = wordCase(circumstances);
  const stage = stageOf(near.operation);
  if (when === '' && stage !== undefined) return `${on}, what is deployed before it is for ${stage}`;
  return `${on}, it ships ${when === '' ? 'in every case' : `where ${when}`}`;
}

function isFollowed(ship: Deploy, near: Deploy): boolean {
  for (let run = ship.run.follows; run; run = run.follows) if (run === near.run) return true;
  return false;
}

function pathFilter({ run }: Deploy): string {
  return run.scenario.paths ? `, and only where ${run.scenario.paths.join(', ')} changed` : '';
}

/** The backend deploy that a front-end deploy should wait for: in the same run, else on the same event, else any. */
function nearest(backends: readonly Deploy[], ship: Deploy): Deploy | undefined {
  const inRuns = [ship.run, ship.run.follows].filter((run) => run !== undefined);
  return (
    backends.find(({ run }) => inRuns.includes(run)) ??
    backends.find(
      ({ run }) => run.scenario.event === ship.run.scenario.event && run.scenario.ref === ship.run.scenario.ref,
    )
  );
}

/** A build that asks the backend, and is shipped, needs the new backend as the site itself does. */
function earlyBuilds(delivery: Delivery, ships: readonly Deploy[], role: Role): Finding[] {
  const builds = deploysIn(delivery).filter(({ operation }) => operation.asksBackend === true);
  const seen = new Set<string>();
  return builds.flatMap((build) => {
    const { run, operation, before, reached } = build;
    const isShipped = ships.some(
      (ship) =>
        ship.run === run && ship.before.some((done) => 'operation' in done && done.operation.id === operation.id),
    );
    const isDeployed = deploysIn({ ...delivery, runs: [run] }).some(
      (deploy) => deploy.operation.role === role && deploy.operation.target === 'production',
    );
    if (!isShipped || !isDeployed) return [];
    const done: Formula[] = before.filter((each) => isBackend(each, role, build)).map(({ when }) => when);
    const { formulas } = run.worlds;
    const isEarly = run.worlds.canBe(formulas.without(reached, formulas.any(...done)));
    if (!isEarly || seen.has(operation.id)) return [];
    seen.add(operation.id);
    return [
      {
        what: 'the build asks the backend before the backend is deployed',
        expected: `\`${operation.command}\` after the backend deploy`,
        received: `on ${run.title}, the job ${build.job.id} does not wait for it`,
        from: placesOf(operation),
        remedy: `Let the job ${build.job.id} need the job that deploys the backend.`,
      },
    ];
  });
}
