import path from 'node:path';
import type { Draft, KeyOf } from './draft.ts';
import { targetOf } from './found-values.ts';

/** How the config names Airlock, and where it is. */
export interface Placing {
  /** The folder that is written to, relative to the repository. */
  folder: string;
  /** The repository has Airlock as one of its packages; otherwise a clone of Airlock is run on it. */
  isPackage: boolean;
}

/** The deployment config of a draft, with a comment beside what a team may want next. */
export function configText(draft: Draft, { folder }: Placing): string {
  const { repository, rows } = draft;
  const { workflows, name } = repository;
  const up = (target: string) => path.posix.relative(folder, target) || '.';
  const targets = [...new Set(rows.flatMap(({ target }) => target.split(', ')))];
  const shownTargets = (targets.length === 0 ? [targetOf('', repository)] : targets).map(quoted).join(', ');
  const lines = [
    "import { defineDeployment } from 'airlock';",
    '',
    'export default defineDeployment({',
    `  name: ${quoted(name)},`,
    `  table: { file: ${quoted(tableName(name))}, targets: [${shownTargets}] },`,
    '  environments: {',
    "    dev: { class: 'development', loopback: true },",
    "    // Read-only. `effects: ['canary']` lets Airlock write marked records that expire; `plan --env prod` says which.",
    "    prod: { class: 'production' },",
    '  },',
    ...(workflows.length === 0
      ? []
      : [
          `  // Judges how ${workflows.length === 1 ? 'the workflow deploys' : 'the workflows deploy'}: \`delivery: { repository: ${quoted(up(''))} },\` (docs/delivery.md)`,
        ]),
    '  platforms: {',
    ...indented(convexLines(draft, up), 4),
    ...indented(workerLines(draft), 4),
    ...indented(siteLines(draft), 4),
    '  },',
    '});',
    '',
  ];
  return lines.join('\n');
}

function convexLines(
  { repository: { convex, apps }, convexUrl, sites }: Draft,
  up: (target: string) => string,
): string[] {
  if (!convex || !convexUrl) return [];
  const callers = apps.some(({ callsConvex }) => callsConvex) ? apps.filter(({ callsConvex }) => callsConvex) : apps;
  const caller = sites.find(({ app }) => app === callers[0]);
  return [
    'convex: {',
    `  url: ${sourceOf(convexUrl)},`,
    "  deployment: { key: 'CONVEX_DEPLOYMENT' },",
    "  deployKey: { key: 'CONVEX_DEPLOY_KEY' }, // with permission to view data",
    ...(callers.length === 0
      ? []
      : [`  frontends: [${callers.map((app) => `{ root: ${quoted(up(app.folder))} }`).join(', ')}],`]),
    `  backend: { source: ${quoted(up(convex.functions))} },`,
    ...(convex.folder === ''
      ? []
      : [`  deployCommand: ${quoted(`cd ${inShell(convex.folder)} && npx convex deploy --yes`)},`]),
    ...(sites.length > 1 && caller ? [`  site: ${quoted(caller.name)}, // the site whose scripts call it`] : []),
    '},',
  ];
}

function workerLines({ workers, silent, sites }: Draft): string[] {
  const sections = workers.map(({ name, found, url, origins }) => ({
    name,
    lines: [
      `url: ${sourceOf(url)},`,
      ...(origins === undefined ? [] : [`allowedOrigins: ${sourceOf(origins)},`]),
      ...(found.health === undefined || found.health === '/health'
        ? []
        : [`endpoints: { health: ${quoted(found.health)} },`]),
      ...(sites.length > 1 ? [`site: ${quoted(sites[0]?.name ?? '')}, // the site whose pages call it`] : []),
    ],
  }));
  const known = section('worker', sections);
  const hint =
    workers.length === 0
      ? []
      : ['// A Worker that takes logs and returns them: `...logIngestionWorker` (docs/worker.md).'];
  const comments = silent.flatMap(({ name, found, key }) => [
    `// No health route was found in the Worker ${found.name}. Where it has one, name it, and let the table have a row for ${key}:`,
    workers.length === 0 && silent.length === 1
      ? `// worker: { url: { key: ${quoted(key)} }, endpoints: { health: '/…' } },`
      : `// workers: { ${nameOf(name)}: { url: { key: ${quoted(key)} }, endpoints: { health: '/…' } }, … },`,
  ]);
  return [...hint, ...known, ...comments];
}

function siteLines({ sites }: Draft): string[] {
  if (sites.length === 0) return [];
  const lines = section(
    'pages',
    sites.map(({ name, url }) => ({ name, lines: [`url: ${sourceOf(url)},`, "routes: [{ path: '/' }],"] })),
    'sites',
  );
  const site = sites.length === 1 ? '' : `site: ${quoted(sites[0]?.name ?? '')}, `;
  return [
    ...lines,
    '// Opens the pages in a browser; an element of each says that it is there:',
    `// smoke: { ${site}pages: [{ path: '/', landmark: { role: 'heading', name: 'Welcome' } }] },`,
  ];
}

/** One section, or several by their names. */
function section(
  one: string,
  sections: readonly { name: string; lines: readonly string[] }[],
  several = `${one}s`,
): string[] {
  const [first, ...more] = sections;
  if (!first) return [];
  if (more.length === 0) return [`${one}: {`, ...indented(first.lines, 2), '},'];
  return [
    `${several}: {`,
    ...indented(
      sections.flatMap(({ name, lines }) => [`${nameOf(name)}: {`, ...indented(lines, 2), '},']),
      2,
    ),
    '},',
  ];
}

function indented(lines: readonly string[], by: number): string[] {
  return lines.map((line) => `${' '.repeat(by)}${line}`);
}

function sourceOf({ key, target }: KeyOf): string {
  return `{ key: ${quoted(key)}${target === undefined ? '' : `, target: ${quoted(target)}`} }`;
}

function nameOf(name: string): string {
  return /^[a-z]\w*$/.test(name) ? name : quoted(name);
}

/** A text in single quotes, as TypeScript reads it. */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, (character) => `\\${character}`).replaceAll('\n', '\\n')}'`;
}

function inShell(folder: string): string {
  return /^[\w@./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
}

/** The file name of the table. */
export function tableName(name: string): string {
  return `${name.replaceAll(/[^\w-]+/g, '-')}.table`;
}
