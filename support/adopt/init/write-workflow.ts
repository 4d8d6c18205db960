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
    ...(placing.isPackage ? [] : clone),
    '      - uses: actions/setup-node@v4',
    `        with: { node-version: 22${install.lock === 'package-lock.json' ? ', cache: npm' : ''} }`,
    // The backend's own packages are needed to bundle it.
    ...(repository.hasPackages ? [`      - run: ${install.command}`] : []),
    ...run(placing, project),
    ...environment(prefixes),
    ...artifact(placing, project),
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

function artifact({ folder, isPackage }: Placing, project: string): string[] {
  if (!isPackage) return [];
  return [
    '      - if: always()',
    '        uses: actions/upload-artifact@v4',
    `        with: { name: airlock-${project}, path: ${folder}/reports }`,
  ];
}
