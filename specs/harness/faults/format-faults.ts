import { escapeMarkdown } from '../../../support/text/escape-markdown.ts';
import { type FaultRecord, type FaultResult, isHealthy } from './fault-record.ts';

/** The figures of a run: what was caught of what was planted, and what was an alarm of what is healthy. */
export interface FaultFigures {
  planted: number;
  caught: number;
  healthyRuns: number;
  alarms: number;
  checks: number;
  /** Checks that fewer than two faults prove able to fail. */
  provedOnce: string[];
  /** What is declared, and was not planted in the run. */
  notPlanted: string[];
  /** The same of the foreign corpus, which is counted apart. */
  foreign: Pick<FaultFigures, 'planted' | 'caught' | 'healthyRuns' | 'alarms'>;
}

/** @param declared every fault there is: one that a run leaves out is named */
export function figuresOf(all: readonly FaultResult[], declared: readonly FaultRecord[]): FaultFigures {
  const results = all.filter(({ isForeign }) => !isForeign);
  const planted = results.filter((each) => !isHealthy(each));
  const counts = Map.groupBy(
    planted.flatMap(({ id, checks }) => checks.map((check) => ({ id, check }))),
    ({ check }) => check,
  );
  return {
    ...countsOf(results),
    foreign: countsOf(all.filter(({ isForeign }) => isForeign)),
    checks: counts.size,
    provedOnce: [...counts]
      .filter(([, faults]) => faults.length < 2)
      .map(([check]) => check)
      .sort(),
    notPlanted: declared.map(({ id }) => id).filter((id) => !all.some((result) => result.id === id)),
  };
}

function countsOf(results: readonly FaultResult[]): FaultFigures['foreign'] {
  const healthy = results.filter(isHealthy);
  const planted = results.filter((each) => !isHealthy(each));
  return {
    planted: planted.length,
    caught: planted.filter(({ isAsDeclared }) => isAsDeclared).length,
    healthyRuns: healthy.length,
    alarms: healthy.filter(({ isAsDeclared }) => !isAsDeclared).length,
  };
}

/** For a terminal: the twin's figures, those of the foreign corpus, and what was not planted. */
export function wordFigures({ foreign, notPlanted, ...twin }: FaultFigures): string {
  const words = ({ caught, planted, alarms, healthyRuns }: FaultFigures['foreign'], of: string) =>
    `${of}: ${caught} / ${planted} faults caught\n${of}: ${alarms} / ${healthyRuns} healthy runs with an alarm\n`;
  const missing = notPlanted.length === 0 ? '' : `not planted, ${notPlanted.length} in all: ${notPlanted.join(', ')}\n`;
  return words(twin, 'twin') + words(foreign, 'foreign corpus') + missing;
}

/** docs/faults.md: every fault, the checks that catch it, and what the gate ends with. */
export function formatFaults(records: readonly FaultRecord[]): string {
  const sorted = records.filter(({ isForeign }) => !isForeign).sort((one, other) => (one.id < other.id ? -1 : 1));
  const foreign = records.filter(({ isForeign }) => isForeign);
  const planted = sorted.filter((each) => !isHealthy(each));
  const row = ({ id, story, checks, exitCode }: FaultRecord) =>
    `| \`${id}\` | ${escapeMarkdown(story)} | ${checks.map((check) => `\`${check}\``).join(', ') || '–'} | ${exitCode} |`;
  return [
    '# Faults',
    '',
    'Every fault that Airlock plants to prove that its checks can fail: in the twin, a complete deployment of its own, and in the site',
    'that a browser opens. A fault is caught if the checks that are named here say so in the words that it declares, every other check',
    'stays as it is declared, and the gate ends with the exit code. `npm run faults` plants all of them, prints `caught / planted` and',
    '`alarms / healthy runs`, writes `reports/faults.json`, and writes this page.',
    '',
    `${planted.length} faults, ${sorted.length - planted.length} healthy runs.`,
    '',
    '| fault | what went wrong | caught by | exit code |',
    '| --- | --- | --- | ---: |',
    ...planted.map(row),
    '',
    '## Healthy runs',
    '',
    'Nothing is wrong in these: whatever a check finds is a false alarm.',
    '',
    '| run | what is so | exit code |',
    '| --- | --- | ---: |',
    ...sorted
      .filter(isHealthy)
      .map(({ id, story, exitCode }) => `| \`${id}\` | ${escapeMarkdown(story)} | ${exitCode} |`),
    '',
    '## Foreign corpus',
    '',
    'Limiters, health answers, CORS policies, sources and sites of shapes that the twin does not have. Here the checks are run without a',
    'gate, so there is no exit code; where no check is named, nothing is wrong, and any finding is a false alarm.',
    '',
    `${foreign.filter((each) => !isHealthy(each)).length} faults, ${foreign.filter(isHealthy).length} healthy runs.`,
    '',
    '| case | what is so | caught by |',
    '| --- | --- | --- |',
    ...foreign.map(
      ({ id, story, checks }) =>
        `| \`${id}\` | ${escapeMarkdown(story)} | ${checks.map((check) => `\`${check}\``).join(', ') || '–'} |`,
    ),
    '',
  ].join('\n');
}
