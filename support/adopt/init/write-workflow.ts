import { historyFileName } from '../../report/on-call/history.ts';
import type { Draft } from './draft.ts';
import type { Placing } from './write-config.ts';

/** Where the workflow checks a clone of Airlock out. */
const cloneFolder = '.airlock-suite';
const cloneRepository = '${{ vars.AIRLOCK_REPOSITORY }}';

/** The workflow with the gate and the nightly audit. It checks out this repository, which has all that the config names. */
export function workflowText({ repository, secrets }: Draft, placing: Placing): string {
  const { install } = repository;
  const given = (prefix: string) =>
    secrets.map((key) => `          ${prefix}_${key}: \${{ secrets.${prefix}_${key} }}`);
  const environment = (prefixes: readonly string[]) =>
    secrets.length === 0 ? [] : ['        env:', ...prefixes.flatMap(given)];
  const steps = (project: string, prefixes: readonly string[]) => [
    '      - uses: actions/checkout@v4',
    '        with: { fetch-depth: 0 } # a report tells what was committed since the gate was last open',
    ...(placing.isPackage ? [] : clone),
    '      - uses: actions/setup-node@v4',
    `        with: { node-version: 22${install.lock === 'package-lock.json' ? ', cache: npm' : ''} }`,
    // The backend's own packages are needed to bundle it.
    ...(repository.hasPackages ? [`      - run: ${install.command}`] : []),
    ...history(placing, project),
    ...run(placing, project),
    ...environment(prefixes),
    ...kept(placing, project),
  ];
  return `${[
    '# The gate, for right after a deploy, and the nightly audit. Call the gate from the workflow that deploys:',
    '#   gate: { needs: [deploy], uses: ./.github/workflows/airlock.yml, secrets: inherit }',
    'name: Airlock',
    'on:',
    '  workflow_call:',
    '  workflow_dispatch:',
    '  schedule:',
    "    - cron: '17 3 * * *'",
    'permissions:',
    '  contents: read',
    'jobs:',
    '  gate:',
    "    if: github.event_name != 'schedule'",
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 20',
    '    steps:',
    ...steps('prod', ['PROD']),
    '  audit:',
    "    if: github.event_name == 'schedule'",
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 30',
    '    steps:',
    ...steps('isolation', ['DEV', 'PROD']),
  ].join('\n')}\n`;
}

const clone = [
  '      # Airlock itself, as a clone: the repository that the variable AIRLOCK_REPOSITORY names (`owner/name`).',
  '      - uses: actions/checkout@v4',
  `        with: { repository: "${cloneRepository}", path: ${cloneFolder} }`,
];

/** The package's own commands; of a clone, its action, which installs, runs and uploads. */
function run({ folder, isPackage }: Placing, project: string): string[] {
  if (!isPackage)
    return [
      `      - uses: ./${cloneFolder}`,
      `        with: { environment: ${project}, config: ${folder}/deployment.config.ts }`,
    ];
  const line = project === 'isolation' ? 'npx airlock isolation' : `npx airlock check --env ${project} --whole`;
  return [`      - run: ${line}`, `        working-directory: ${folder}`];
}

/** Brings back what is remembered of earlier verdicts; the action of a clone does so itself. */
function history(placing: Placing, project: string): string[] {
  if (!placing.isPackage) return [];
  const { path, key, prefix } = cacheOf(placing, project);
  return [
    '      # From earlier verdicts a report says since when a check fails.',
    '      - uses: actions/cache/restore@v4',
    `        with: { path: "${path}", key: "${key}", restore-keys: ${prefix} }`,
  ];
}

/** Keeps the history and the reports, also of a run that failed. */
function kept(placing: Placing, project: string): string[] {
  if (!placing.isPackage) return [];
  const { path, key } = cacheOf(placing, project);
  return [
    '      - if: always()',
    '        uses: actions/cache/save@v4',
    `        with: { path: "${path}", key: "${key}" }`,
    '      # The folder is the one of `reports` in the config.',
    '      - if: always()',
    '        uses: actions/upload-artifact@v4',
    `        with: { name: airlock-${project}, path: ${placing.folder}/reports, if-no-files-found: error }`,
  ];
}

/** The history alone, and no verdict: one of an earlier run must never lie where a gate reads. */
function cacheOf({ folder }: Placing, project: string) {
  const prefix = `airlock-history-${project}-`;
  const key = `${prefix}\${{ github.run_id }}-\${{ github.run_attempt }}`;
  return { path: `${folder}/reports/*/*/${historyFileName}`, key, prefix };
}
