import type { Draft } from './draft.ts';
import type { Placing } from './write-config.ts';

/** The workflow with the gate and the nightly audit. It checks out this repository, which has all that the config names. */
export function workflowText({ repository, secrets }: Draft, { folder, specifier }: Placing): string {
  const isPackage = specifier === 'airlock';
  const given = (prefix: string) =>
    secrets.map((key) => `          ${prefix}_${key}: \${{ secrets.${prefix}_${key} }}`);
  const config = `          DEPLOYMENT_CONFIG: \${{ github.workspace }}/${folder}/deployment.config.ts`;
  const steps = isPackage
    ? [
        '      - uses: actions/checkout@v4',
        ...node(repository.install.lock),
        `      - run: ${repository.install.command}`,
      ]
    : [
        '      - uses: actions/checkout@v4',
        '      # Airlock itself, as a clone: the repository that the variable AIRLOCK_REPOSITORY names (`owner/name`).',
        '      - uses: actions/checkout@v4',
        '        with: { repository: "${{ vars.AIRLOCK_REPOSITORY }}", path: .airlock-suite }',
        ...node(undefined),
        '      - run: npm ci --omit=dev',
        '        working-directory: .airlock-suite',
        // The backend's own packages are needed to bundle it.
        `      - run: ${repository.install.command}`,
      ];
  const run = (project: string) => [
    `      - run: npx vitest run --project ${project}`,
    ...(isPackage ? [`        working-directory: ${folder}`] : ['        working-directory: .airlock-suite']),
  ];
  const artifact = (name: string) => [
    '      - if: always()',
    '        uses: actions/upload-artifact@v4',
    `        with: { name: ${name}, path: ${folder}/reports }`,
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
    ...steps,
    ...run('prod'),
    '        env:',
    config,
    ...given('PROD'),
    ...artifact('airlock-gate'),
    '  audit:',
    "    if: github.event_name == 'schedule'",
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 30',
    '    steps:',
    ...steps,
    ...run('isolation'),
    '        env:',
    config,
    ...given('DEV'),
    ...given('PROD'),
    ...artifact('airlock-audit'),
  ].join('\n')}\n`;
}

function node(lock: string | undefined): string[] {
  const cache = lock === 'package-lock.json' ? ', cache: npm' : '';
  return ['      - uses: actions/setup-node@v4', `        with: { node-version: 22${cache} }`];
}
