import { coverageOf, type KeyComparison, type KeyVerdict } from '../families/config/index.ts';
import { alignColumns } from '../text/align-columns.ts';
import { clipWithLength } from '../text/clip.ts';
import type { EnvironmentComparison } from './compare-environment.ts';

const bad: readonly KeyVerdict[] = ['different', 'missing', 'older than the table', 'attested as different'];
const longestValue = 60;

/** The exit code: 0 in sync, 1 drift, 3 something could not be compared. */
export function driftExitCode({ comparisons, unread, probes }: EnvironmentComparison): 0 | 1 | 3 {
  if (comparisons.some(({ verdict }) => bad.includes(verdict))) return 1;
  const isUnknown = comparisons.some(({ verdict }) => verdict === 'not known here');
  const nothing = comparisons.every(({ verdict }) => verdict === 'unmanaged');
  return unread.length > 0 || isUnknown || nothing || probes.some(({ outcome }) => outcome === 'refused') ? 3 : 0;
}

/** The table of key × platform × verdict, and a line that says how the keys were compared. */
export function formatDrift(result: EnvironmentComparison, environment: string, requests: number): string {
  const { comparisons, unread, probes } = result;
  const rows = comparisons.map(({ key, target, platform, verdict, runs }) => [
    key,
    `${target} (${platform})`,
    verdict,
    runs,
  ]);
  return [
    ...(rows.length === 0
      ? ['No keys were compared.']
      : alignColumns([['KEY', 'PLATFORM', 'VERDICT', 'WHAT RUNS'], ...rows])),
    ...comparisons.filter(({ verdict }) => bad.includes(verdict)).flatMap(detailOf),
    ...unread.flatMap(({ target, reason, enable }) => [
      '',
      `${target} could not be read: ${reason}`,
      ...(enable === undefined ? [] : [`  enable    ${enable}`]),
    ]),
    ...comparisons
      .filter(({ verdict }) => verdict === 'not known here')
      .map(({ key, enable }) => `${key}: the table's value is not known here. ${enable ?? ''}`),
    ...comparisons.flatMap(({ key, target, age }) =>
      age === undefined ? [] : [`${key} on ${target}: ${age.known ? '' : 'its age is not known; '}${age.sentence}`],
    ),
    '',
    ...probes.map(({ name, call, outcome, seen }) => `${name}  ${outcome} (${call}: ${seen})`),
    ...(probes.length === 0 ? [] : ['']),
    coverageLine(comparisons, environment, requests),
  ].join('\n');
}

/** The commands that `--fix` prints. Nothing was run. */
export function formatFix(commands: readonly string[]): string {
  if (commands.length === 0) return 'There is nothing to fix.';
  return ['In this order (nothing was run):', ...commands.map((command) => `  ${command}`)].join('\n');
}

/** "Of 14 keys of prod, 9 compared by value, 2 attested, 3 by presence only, 0 not known here; 0 unmanaged · 6 requests". */
export function coverageLine(comparisons: readonly KeyComparison[], environment: string, requests: number): string {
  const { byValue, attested, presenceOnly, unknown } = coverageOf(comparisons);
  const unmanaged = comparisons.filter(({ verdict }) => verdict === 'unmanaged').length;
  const total = comparisons.length - unmanaged;
  return `Of ${total} keys of ${environment}, ${byValue} compared by value, ${attested} attested, ${presenceOnly} by presence only, ${unknown} not known here; ${unmanaged} unmanaged · ${requests} requests`;
}

function detailOf({ key, place, verdict, expected, received, from, since, cause }: KeyComparison): string[] {
  return [
    '',
    `${key} on ${place}: ${verdict}`,
    `  expected  ${clipWithLength(expected, longestValue)}`,
    `  received  ${verdict === 'older than the table' ? received : `${clipWithLength(received, longestValue)}${since === undefined ? '' : `, since ${since}`}`}`,
    ...(cause === undefined ? [] : [`  cause     ${cause}`]),
    ...from.map((place_, index) => `  ${index === 0 ? 'from' : '    '}      ${place_}`),
  ];
}
