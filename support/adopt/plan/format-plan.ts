import { alignColumns } from '../../text/align-columns.ts';
import { countWords } from '../../text/count-words.ts';
import type { PlannedCheck } from './plan-check.ts';
import type { EnvironmentPlan } from './plan-environment.ts';

/** What a run does in all, at most. */
export interface PlanTotals {
  /** Undefined where nothing bounds those of some check. */
  requests: number | undefined;
  records: number;
  quota: number;
  hosts: readonly string[];
}

/** Sums what checks send, once for those that share a reading. Many share further readings: a run sends fewer requests than this. */
export function totalsOf(checks: readonly PlannedCheck[]): PlanTotals {
  const running = checks.filter(({ kind }) => kind === 'runs');
  const shared = [...Map.groupBy(running, ({ reading, check }) => reading ?? check).values()];
  const total = (of: (each: PlannedCheck) => number) =>
    shared.reduce((sum, group) => sum + Math.max(...group.map(of)), 0);
  return {
    requests: running.some(({ requests }) => requests === undefined)
      ? undefined
      : total(({ requests = 0 }) => requests),
    records: total(({ records }) => records),
    quota: total(({ quota }) => quota),
    hosts: [...new Set(running.flatMap(({ hosts }) => hosts))].sort(),
  };
}

/** The plan of one environment, for a terminal. @param all also names the checks that do not run */
export function formatPlan(plan: EnvironmentPlan, { all = false } = {}): string {
  const { environment, class: kind, effects, checks } = plan;
  const running = checks.filter(({ kind: each, effect }) => each === 'runs' && effect !== 'offline');
  const sending = running.filter(({ requests }) => requests !== 0);
  const idle = running.filter(({ requests }) => requests === 0);
  return [
    `${environment} is of the class ${kind} and allows ${effects.join(', ')}.`,
    '',
    ...table(sending),
    '',
    ...together(sending),
    ...dependencies(sending),
    ...rest(checks, all),
    ...(idle.length === 0 ? [] : [`Sent in the audit only, which compares environments: ${named(idle)}.`]),
  ].join('\n');
}

function table(sending: readonly PlannedCheck[]): string[] {
  if (sending.length === 0) return ['No check sends anything.'];
  const rows = sending.map(({ check, effect, requests, records, quota, hosts }) => [
    check,
    effect,
    requests === undefined ? 'open' : `≤ ${numbered(requests)}`,
    records === 0 ? '–' : `≤ ${numbered(records)}`,
    quota === 0 ? '–' : `≤ ${numbered(quota)}`,
    shownHosts(hosts),
  ]);
  return alignColumns([['check', 'effect', 'requests', 'records', 'of limits', 'to'], ...rows]);
}

function together(sending: readonly PlannedCheck[]): string[] {
  const { requests, records, quota, hosts } = totalsOf(sending);
  const most = requests === undefined ? 'an open number of requests' : `at most ${countWords(requests, 'request')}`;
  const written = records === 0 ? 'no record' : `at most ${countWords(records, 'record')}`;
  const counted = quota === 0 ? 'none of them against a limit' : `${numbered(quota)} of them against limits`;
  return [
    `Together: ${most} (${counted}), and ${written}. Checks share their readings, so a run sends fewer.`,
    'Redirects and repeats after 502, 503 and 504 come on top. Hosts that are contacted, and no others:',
    ...alignColumns(
      hosts.map((host) => [
        `  ${host}`,
        countWords(sending.filter((each) => each.hosts.includes(host)).length, 'check'),
      ]),
    ),
  ];
}

/** What numbers depend on, once for all checks that say the same. */
function dependencies(sending: readonly PlannedCheck[]): string[] {
  const groups = Map.groupBy(
    sending.flatMap(({ check, bounds }) => bounds.map((bound) => ({ check, bound }))),
    ({ bound }) => bound,
  );
  if (groups.size === 0) return [];
  return [
    '',
    'What the numbers depend on:',
    ...[...groups].map(([bound, of]) => `  ${of.map(({ check }) => check).join(', ')}: ${bound}`),
  ];
}

function rest(checks: readonly PlannedCheck[], all: boolean): string[] {
  const of = (kind: PlannedCheck['kind']) => checks.filter((each) => each.kind === kind);
  const offline = of('runs').filter(({ effect }) => effect === 'offline').length;
  const refused = Map.groupBy(of('refused'), ({ enable = '' }) => enable);
  const unknown = Map.groupBy(of('unknown'), ({ reason = '', enable = '' }) => `${reason}. ${enable}`);
  const inapplicable = of('not applicable');
  return [
    '',
    `${countWords(offline, 'check reads', 'checks read')} local files only.`,
    ...[...refused].map(([enable, group]) => `Refused, nothing is sent: ${effectsIn(group)}. ${enable}`),
    ...[...unknown].map(([reason, group]) => `Not known yet: ${named(group)}: ${reason}`),
    `${countWords(inapplicable.length, 'check does', 'checks do')} not apply${all || inapplicable.length === 0 ? '.' : ': --all names them.'}`,
    ...(all ? alignColumns(inapplicable.map(({ check, reason = '' }) => [`  ${check}`, reason])) : []),
  ];
}

function effectsIn(group: readonly PlannedCheck[]): string {
  const byEffect = Map.groupBy(group, ({ effect }) => effect);
  return [...byEffect].map(([effect, of]) => `${named(of)} (\`${effect}\`)`).join('; ');
}

function named(group: readonly PlannedCheck[]): string {
  return group.map(({ check }) => check).join(', ');
}

function shownHosts(hosts: readonly string[]): string {
  const [first = 'no host that has an address yet', ...more] = hosts;
  return more.length === 0 ? first : `${first} and ${countWords(more.length, 'other')}`;
}

function numbered(number: number): string {
  return number.toLocaleString('en-US');
}
