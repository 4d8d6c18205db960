import path from 'node:path';
import type { Draft } from './draft.ts';

/** How the config names Airlock, and where it is. */
export interface Placing {
  /** The folder that is written to, relative to the repository. */
  folder: string;
  /** What `import` names: `airlock`, or a file of a clone. */
  specifier: string;
}

/** The deployment config of a draft, with a comment beside what a team may want next. */
export function configText({ repository, rows, keys }: Draft, { folder, specifier }: Placing): string {
  const { apps, convex, workflows } = repository;
  const up = (target: string) => path.posix.relative(folder, target) || '.';
  const targets = [...new Set(rows.map(({ target }) => `'${target}'`))].join(', ');
  const lines = [
    `import { defineDeployment } from '${specifier}';`,
    '',
    'export default defineDeployment({',
    `  name: '${repository.name}',`,
    `  table: { file: '${tableName(repository.name)}', targets: [${targets}] },`,
    '  environments: {',
    "    dev: { class: 'development', loopback: true },",
    "    // Read-only. `effects: ['canary']` lets Airlock write marked records that expire; `plan --env prod` says which.",
    "    prod: { class: 'production' },",
    '  },',
    ...(workflows.length === 0
      ? []
      : [
          `  // Judges how ${workflows.length === 1 ? 'the workflow deploys' : 'the workflows deploy'}: \`delivery: { repository: '${up('')}' },\` (docs/delivery.md)`,
        ]),
    '  platforms: {',
    ...(convex && keys.convexUrl
      ? [
          '    convex: {',
          `      url: { key: '${keys.convexUrl}' },`,
          "      deployment: { key: 'CONVEX_DEPLOYMENT' },",
          "      deployKey: { key: 'CONVEX_DEPLOY_KEY' }, // with permission to view data",
          ...(apps.length === 0
            ? []
            : [`      frontends: [${apps.map((app) => `{ root: '${up(app.folder)}' }`).join(', ')}],`]),
          `      backend: { source: '${up(convex.functions)}' },`,
          ...(convex.folder === '' ? [] : [`      deployCommand: 'cd ${convex.folder} && npx convex deploy --yes',`]),
          '    },',
        ]
      : []),
    ...(keys.worker
      ? [
          '    worker: {',
          `      url: { key: '${keys.worker.url}' },`,
          ...(keys.worker.origins === undefined ? [] : [`      allowedOrigins: { key: '${keys.worker.origins}' },`]),
          ...(keys.worker.found.health === undefined || keys.worker.found.health === '/health'
            ? []
            : [`      endpoints: { health: '${keys.worker.found.health}' },`]),
          '      // A Worker that takes logs and returns them: `...logIngestionWorker` (docs/worker.md).',
          '    },',
        ]
      : []),
    ...(keys.site
      ? [
          `    pages: { url: { key: '${keys.site}' }, routes: [{ path: '/' }] },`,
          '    // Opens the pages in a browser; an element of each says that it is there:',
          "    // smoke: { pages: [{ path: '/', landmark: { role: 'heading', name: 'Welcome' } }] },",
        ]
      : []),
    '  },',
    '});',
    '',
  ];
  return lines.join('\n');
}

/** The file name of the table. */
export function tableName(name: string): string {
  return `${name.replaceAll(/[^\w-]+/g, '-')}.table`;
}
